//! Which of the Smart Data Models an observation is an entity of, and which attribute holds its value.

use serde_json::{Map, Value, json};

use super::span::{interval, span, start};
use crate::{
    geo::Level,
    observation::{Observation, Series},
    period::Period,
};

/// Attributes of `AirQualityObserved` by pollutant.
const POLLUTANTS: [(&str, &str); 8] = [
    ("NO", "no"),
    ("NO2", "no2"),
    ("NOx", "nox"),
    ("O3", "o3"),
    ("PM10", "pm10"),
    ("PM2.5", "pm25"),
    ("CO", "co"),
    ("SO2", "so2"),
];

/// Words of `TrafficFlowObserved` for modes of transport.
const VEHICLES: [(&str, &str); 3] = [("bus", "bus"), ("tram", "tram"), ("trolleybus", "trolley")];
/// Sockets that `EVChargingStation` has a word for.
const SOCKETS: [&str; 8] =
    ["CHAdeMO", "CCS/SAE", "J-1772", "Mennekes", "Tesla", "Type2", "Type3", "Wall_Euro"];

/// A model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    Air,
    Carbon,
    Charging,
    Indicator,
    Solar,
    Traffic,
}

impl Model {
    const ALL: [Self; 6] =
        [Self::Air, Self::Carbon, Self::Charging, Self::Indicator, Self::Solar, Self::Traffic];

    /// The model an observation fits: its attribute exists, what the model asks for is there, and the value is one it takes.
    pub fn of(o: &Observation, point: Option<[f64; 2]>) -> Self {
        let takes = o.value.is_none_or(|v| v >= 0.0);
        let whole = o.value.is_some_and(|v| v >= 1.0 && v.fract() == 0.0);
        let fits = |model: &Self| match model {
            Self::Air => takes && point.is_some() && matches!(o.period, Period::Hour(..)),
            // The model counts tonnes.
            Self::Carbon => takes && o.value.is_some() && o.series.unit == "tCO2e",
            Self::Charging => whole && point.is_some() && o.geo.level == Level::Station,
            Self::Solar => takes && start(o.period).is_some(),
            Self::Traffic => takes && matches!(o.period, Period::Hour(..) | Period::Day(..)),
            Self::Indicator => true,
        };
        let found = Self::ALL
            .iter()
            .filter(|m| **m != Self::Indicator)
            .find(|m| m.attribute(&o.series).is_some() && fits(m));
        found.copied().unwrap_or(Self::Indicator)
    }

    /// The model called so.
    pub fn called(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Air => "AirQualityObserved",
            Self::Carbon => "CarbonFootprint",
            Self::Charging => "EVChargingStation",
            Self::Indicator => "KeyPerformanceIndicator",
            Self::Solar => "SolarEnergy",
            Self::Traffic => "TrafficFlowObserved",
        }
    }

    /// The attribute that holds the value of a series; none where the model has none for it.
    pub fn attribute(self, series: &Series) -> Option<&'static str> {
        let dim = |name: &str| series.dims.get(name).map(String::as_str);
        match (self, series.concept.as_str()) {
            (Self::Indicator, _) => Some("kpiValue"),
            (Self::Air, "air_concentration") => {
                POLLUTANTS.iter().find(|(p, _)| Some(*p) == dim("pollutant")).map(|(_, key)| *key)
            }
            (Self::Carbon, "ghg_emissions") => Some("CO2eq"),
            (Self::Charging, "ev_charge_points") => {
                // The kind of socket and of vehicle are asked for and not guessed.
                let known =
                    SOCKETS.iter().any(|s| Some(*s) == dim("socket")) && dim("vehicle") == Some("car");
                known.then_some("capacity")
            }
            (Self::Solar, "electricity_produced_renewable") => {
                matches!(dim("technology"), Some("pv" | "solar")).then_some("energyGenerated")
            }
            (Self::Solar, "pv_capacity") => Some("maxSolarPowerMeasure"),
            (Self::Traffic, "transit_trips" | "traffic_intensity" | "vehicles_running") => Some("intensity"),
            _ => None,
        }
    }

    /// What the model says of an observation.
    pub fn fill(self, o: &Observation, point: Option<[f64; 2]>, map: &mut Map<String, Value>) {
        let dim = |name: &str| o.series.dims.get(name).cloned();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                map.insert(key.into(), value);
            }
        };
        if let Some(key) = self.attribute(&o.series) {
            let whole = self == Self::Charging;
            put(key, if whole { json!(o.value.map(|v| v as i64)) } else { json!(o.value) });
        }
        if matches!(self, Self::Air | Self::Charging | Self::Traffic) {
            put("location", point.map_or(Value::Null, |at| json!({ "type": "Point", "coordinates": at })));
        }
        match self {
            Self::Air => {
                put("dateObserved", json!(start(o.period)));
                put("typeofLocation", json!("outdoor"));
            }
            Self::Carbon => {
                put("emissionDate", json!(start(o.period)));
                let part = dim("gpc").or_else(|| dim("sector")).unwrap_or_else(|| "total".into());
                put("emissionSource", json!(part));
                let tags = o.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
                put("tags", json!(tags));
            }
            Self::Charging => {
                put("socketType", json!([dim("socket")]));
                put("allowedVehicleType", json!([dim("vehicle")]));
                put("observationDateTime", json!(start(o.period)));
            }
            Self::Solar => put("observationDateTime", json!(start(o.period))),
            Self::Traffic => {
                if let Some([from, to]) = interval(o.period) {
                    put("dateObserved", json!(format!("{from}/{to}")));
                    put("dateObservedFrom", json!(from));
                    put("dateObservedTo", json!(to));
                }
                let mode = dim("mode").and_then(|m| VEHICLES.iter().find(|(v, _)| *v == m));
                put("vehicleType", json!(mode.map(|(_, word)| *word)));
            }
            Self::Indicator => {
                put("name", json!(o.series.concept));
                put("category", json!(["quantitative"]));
                put("calculationMethod", json!("automatic"));
                put("area", json!(o.geo.to_string()));
                if let Some((from, to)) = span(o.period) {
                    put("calculationPeriod", json!({ "from": from, "to": to }));
                }
            }
        }
    }
}
