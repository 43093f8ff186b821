//! GTFS-RT: positions of vehicles, as protobuf and as the JSON that some make of it.

use std::collections::BTreeMap;

use crate::{
    connect::{Import, Kind, Place, Warning, place, series, time::Moment},
    geo::GeoId,
    observation::Status,
    period::Period,
};

/// A vehicle as both forms give it.
#[derive(Default)]
struct Vehicle {
    id: String,
    trip: String,
    route: String,
    point: Option<[f64; 2]>,
    at: Option<Moment>,
}

/// Keeps vehicles as places and counts how many run on each route in each hour.
fn keep(import: &mut Import, vehicles: impl Iterator<Item = Vehicle>) {
    let mut running: BTreeMap<(GeoId, Period), f64> = BTreeMap::new();
    for vehicle in vehicles {
        import.records += 1;
        let number = import.records;
        let hour = vehicle.at.and_then(Moment::hour);
        let (Some(point), Some(hour)) = (vehicle.point, hour) else {
            import.warnings.add(
                Warning::new(Kind::Skipped, "a vehicle without position or time")
                    .at(number, "position")
                    .found(&vehicle.id),
            );
            continue;
        };
        if !vehicle.route.is_empty() {
            *running.entry((super::feed::station("route", &vehicle.route), hour)).or_default() += 1.0;
        }
        let at = vehicle.at.map(Moment::iso).unwrap_or_default();
        let mut place = Place::new("vehicle", vehicle.id)
            .with("trip", vehicle.trip)
            .with("route", vehicle.route)
            .with("at", at);
        place.point = Some(point);
        import.places.push(place);
    }
    for ((geo, hour), count) in running {
        import.observed.add(&series("vehicles_running", "vehicle", &[]), &geo, hour, Some(count), Status::P);
    }
}

/// As JSON.
pub mod json {
    use super::{Vehicle, keep, place};
    use crate::connect::{ConnectError, Import, Input, json, time::Moment};

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"currentStatus\"") || (head.contains("\"vehicle\"") && head.contains("\"tripId\""))
    }

    /// Reads a list of vehicle positions, or a feed message.
    ///
    /// # Errors
    /// [`ConnectError`] where there is no list.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let mut import = Import::new("gtfs-rt");
        let vehicles = json::any_list(input, &answer, &["entity"])?.iter().map(|record| {
            let record = record.get("vehicle").filter(|v| v.get("position").is_some()).unwrap_or(record);
            let text = |pointer: &str| record.pointer(pointer).map(json::scalar).unwrap_or_default();
            let number = |pointer: &str| record.pointer(pointer).and_then(json::number);
            Vehicle {
                id: text("/vehicle/id"),
                trip: text("/trip/tripId"),
                route: text("/trip/routeId"),
                point: place::point(number("/position/longitude"), number("/position/latitude")),
                at: number("/timestamp").filter(|t| (0.0..4e9).contains(t)).map(|t| Moment(t as i64)),
            }
        });
        keep(&mut import, vehicles);
        Ok(import)
    }
}

/// As protobuf.
pub mod protobuf {
    use prost::Message;

    use super::{Vehicle, keep, place};
    use crate::connect::{ConnectError, Import, Input, Kind, Warning, time::Moment};

    /// Bytes of a message.
    const MAX_MESSAGE: usize = 32 << 20;

    /// `FeedMessage` of gtfs-realtime.proto 2.0, as far as it is read.
    #[derive(Clone, PartialEq, Message)]
    struct FeedMessage {
        #[prost(message, required, tag = "1")]
        header: FeedHeader,
        #[prost(message, repeated, tag = "2")]
        entity: Vec<FeedEntity>,
    }

    #[derive(Clone, PartialEq, Message)]
    struct FeedHeader {
        #[prost(string, required, tag = "1")]
        gtfs_realtime_version: String,
        #[prost(uint64, optional, tag = "3")]
        timestamp: Option<u64>,
    }

    #[derive(Clone, PartialEq, Message)]
    struct FeedEntity {
        #[prost(string, required, tag = "1")]
        id: String,
        #[prost(bool, optional, tag = "2")]
        is_deleted: Option<bool>,
        #[prost(message, optional, tag = "4")]
        vehicle: Option<VehiclePosition>,
    }

    #[derive(Clone, PartialEq, Message)]
    struct VehiclePosition {
        #[prost(message, optional, tag = "1")]
        trip: Option<TripDescriptor>,
        #[prost(message, optional, tag = "2")]
        position: Option<Position>,
        #[prost(uint64, optional, tag = "5")]
        timestamp: Option<u64>,
        #[prost(message, optional, tag = "8")]
        vehicle: Option<VehicleDescriptor>,
    }

    #[derive(Clone, PartialEq, Message)]
    struct TripDescriptor {
        #[prost(string, optional, tag = "1")]
        trip_id: Option<String>,
        #[prost(string, optional, tag = "5")]
        route_id: Option<String>,
    }

    #[derive(Clone, PartialEq, Message)]
    struct Position {
        #[prost(float, required, tag = "1")]
        latitude: f32,
        #[prost(float, required, tag = "2")]
        longitude: f32,
    }

    #[derive(Clone, PartialEq, Message)]
    struct VehicleDescriptor {
        #[prost(string, optional, tag = "1")]
        id: Option<String>,
    }

    /// Whether a file is a feed message, by its ending and its beginning: a header that begins with its version.
    pub fn claims(input: &Input<'_>, _: &str) -> bool {
        let named = [".pb", ".bin", ".proto"].iter().any(|e| input.name.ends_with(e));
        named && input.bytes.first() == Some(&0x0a) && input.bytes.get(2) == Some(&0x0a)
    }

    /// Reads a feed message.
    ///
    /// # Errors
    /// [`ConnectError`] where it is too large or no feed message.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        if input.bytes.len() > MAX_MESSAGE {
            return Err(ConnectError::TooLarge {
                file: input.name.into(),
                what: "bytes of protobuf",
                max: MAX_MESSAGE as u64,
            });
        }
        let message = FeedMessage::decode(input.bytes)
            .map_err(|e| input.shape(format!("no feed message ({e})"), "GTFS-RT"))?;
        let mut import = Import::new("gtfs-rt");
        let (sent, version) = (message.header.timestamp, message.header.gtfs_realtime_version);
        if !version.starts_with(['1', '2']) {
            import
                .warnings
                .add(Warning::new(Kind::Skipped, "a version of GTFS-RT not known here").found(&version));
        }
        let live = message.entity.into_iter().filter(|e| e.is_deleted != Some(true));
        let vehicles = live.filter_map(|entity| Some((entity.id, entity.vehicle?))).map(|(id, vehicle)| {
            let trip = vehicle.trip.unwrap_or_default();
            Vehicle {
                id: vehicle.vehicle.and_then(|v| v.id).unwrap_or(id),
                trip: trip.trip_id.unwrap_or_default(),
                route: trip.route_id.unwrap_or_default(),
                point: vehicle
                    .position
                    .and_then(|p| place::point(Some(p.longitude.into()), Some(p.latitude.into()))),
                at: vehicle.timestamp.or(sent).filter(|t| *t < 4_000_000_000).map(|t| Moment(t as i64)),
            }
        });
        keep(&mut import, vehicles);
        Ok(import)
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::connect::Hints;

        #[test]
        fn a_message_is_read_and_damage_does_not_panic() {
            let position = Some(Position { latitude: 38.7, longitude: -9.1 });
            let trip = Some(TripDescriptor { trip_id: Some("T".into()), route_id: Some("163_0".into()) });
            let vehicle = VehiclePosition { trip, position, timestamp: Some(1_779_108_270), vehicle: None };
            let entity = |id: &str, vehicle| FeedEntity { id: id.into(), is_deleted: None, vehicle };
            let header = FeedHeader { gtfs_realtime_version: "2.0".into(), timestamp: None };
            let message = FeedMessage {
                header,
                entity: vec![entity("a", Some(vehicle)), entity("b", Some(VehiclePosition::default()))],
            };
            let bytes = message.encode_to_vec();
            let hints = Hints::default();
            let input = Input { name: "x.pb", bytes: &bytes, hints: &hints };
            assert!(claims(&input, ""));
            let i = read(&input).expect("readable");
            assert_eq!((i.places.len(), i.observed.len(), i.warnings.count(Kind::Skipped)), (1, 1, 1));
            for cut in 0..bytes.len() {
                let _ = read(&Input { bytes: &bytes[..cut], ..input });
            }
        }
    }
}
