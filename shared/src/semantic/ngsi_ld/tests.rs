use super::*;
use crate::{
    connect::series,
    observation::{NotationKey, Quality, Status},
};

/// One observation of each model, and one without a value.
fn samples() -> Vec<(Observation, Option<[f64; 2]>)> {
    let o = |series, geo: &str, period: &str, value| Observation {
        series,
        geo: geo.parse().expect("a place"),
        period: period.parse().expect("a period"),
        value,
        status: if value.is_some() { Status::A } else { Status::L },
        notation: None,
        quality: None,
        uncertainty: None,
        source: "s".into(),
        note: None,
    };
    vec![
        (
            o(
                series("air_concentration", "µg/m3", &[("pollutant", "PM2.5"), ("statistic", "hour")]),
                "station/3072",
                "2026-09-28T13",
                Some(8.5),
            ),
            Some([-9.149, 38.7486]),
        ),
        (
            o(
                series("ghg_emissions", "tCO2e", &[("gpc", "I.1.1"), ("method", "GPC")]),
                "city/1106",
                "2019",
                Some(113_006.6),
            ),
            None,
        ),
        (
            o(
                series("electricity_billed", "kWh", &[("voltage", "low")]),
                "parish2025/0308FA",
                "2024-02",
                Some(1.5),
            ),
            None,
        ),
        (o(series("population", "person", &[]), "city/1312", "2021", None), None),
        (o(series("x", "%", &[]), "city/1312", "2024-Q4", Some(2.0)), None),
        (
            o(
                series("transit_trips", "trip", &[("mode", "bus")]),
                "station/route200",
                "2026-09-14",
                Some(16.0),
            ),
            None,
        ),
        (
            o(
                series("electricity_produced_renewable", "MWh", &[("technology", "pv")]),
                "city/1312",
                "2023",
                Some(12.5),
            ),
            None,
        ),
        (o(series("pv_capacity", "kW", &[]), "city/1312", "2023", None), None),
        (
            o(
                series("ev_charge_points", "point", &[("socket", "Type2"), ("vehicle", "car")]),
                "station/ev1",
                "2024",
                Some(4.0),
            ),
            Some([-8.6, 41.1]),
        ),
        // A reading below zero and a value that no model takes stay what they are.
        (
            o(
                series("air_concentration", "µg/m3", &[("pollutant", "NO2"), ("statistic", "hour")]),
                "station/3072",
                "2026-09-28T14",
                Some(-0.5),
            ),
            Some([-9.149, 38.7486]),
        ),
        (
            Observation {
                status: Status::M,
                notation: Some(NotationKey::NO),
                ..o(series("ghg_emissions", "tCO2e", &[("gpc", "I.4.1")]), "city/1106", "2019", None)
            },
            None,
        ),
        (
            Observation {
                quality: Some(Quality::M),
                uncertainty: Some(7.5),
                note: Some("Uma nota | A note".into()),
                ..o(series("ghg_emissions", "tCO2e", &[("gpc", "I.1.2")]), "city/1106", "2019", Some(1.0))
            },
            None,
        ),
    ]
}

#[test]
fn entities_come_back_as_they_were() {
    let mut kinds = std::collections::BTreeSet::new();
    for (o, point) in samples() {
        let entity = entity(&o, point);
        kinds.insert(entity["type"].as_str().unwrap_or_default().to_owned());
        assert_eq!(observation(&entity).as_ref(), Ok(&o), "{entity}");
    }
    let all = [
        "AirQualityObserved",
        "CarbonFootprint",
        "EVChargingStation",
        "KeyPerformanceIndicator",
        "SolarEnergy",
        "TrafficFlowObserved",
    ];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
    let bare = json!({"id": "urn:x", "type": "KeyPerformanceIndicator"});
    assert_eq!(observation(&bare).map_err(|e| e.attribute), Err("dims"));
}
