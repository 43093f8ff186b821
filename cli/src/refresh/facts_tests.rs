use gemeo_shared::{connect::series, period::Period};

use super::*;

#[test]
fn a_rounded_figure_agrees_with_what_it_was_rounded_from() {
    assert!(agrees("41.32", 41.3179) && agrees("100", 100.4) && agrees("97.1", 97.134_703));
    assert!(!agrees("41.32", 41.326) && !agrees("", 1.0) && !agrees("97.1", 97.2));
}

#[test]
fn a_source_changes_its_own_rows_alone() {
    let folder = std::env::temp_dir().join(format!("gemeo-facts-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let text = "concept,dims,geo,period,value,unit,status,notation,quality,source,note_pt,note_en\n\
        population,,city/1312,2021,231800,person,,,,census,,\n\
        ghg,method=GPC;gpc=I.1,city/1312,2021,7,t,,,,census,,\n\
        area,extent=legal,city/1312,2025,41.4,km2,E,,,caop,Calculada,Computed\n";
    fs::write(folder.join("a.csv"), text).expect("writes");
    let figure = |concept: &str, dims: &[(&str, &str)], period: i32, source: &str| Observation {
        series: series(concept, "person", dims),
        geo: "city/1312".parse().expect("a place"),
        period: Period::Year(period),
        value: None,
        status: Status::A,
        notation: None,
        quality: None,
        uncertainty: None,
        source: source.into(),
        note: None,
    };
    let mut facts = Facts::read(&folder, "estimates").expect("facts");
    assert_eq!(facts.put(&figure("population", &[], 2021, "census"), 231_800.0), Became::Same);
    let elsewhere = facts.put(&figure("population", &[], 2021, "estimates"), 232_000.0);
    assert_eq!(
        elsewhere,
        Became::Elsewhere { source: "census".into(), value: "231800".into(), agrees: false }
    );
    let ghg = figure("ghg", &[("gpc", "I.1"), ("method", "GPC")], 2021, "census");
    assert_eq!(facts.put(&ghg, 7.0), Became::Same, "dimensions in any order");
    assert!(facts.has_series(&ghg) && !facts.has_series(&figure("ghg", &[("gpc", "I.1")], 2021, "census")));
    assert!(facts.changed().expect("CSV").is_empty());
    assert_eq!(facts.put(&figure("population", &[], 2022, "estimates"), 240_000.0), Became::New);
    let area = figure("area", &[("extent", "legal")], 2025, "caop");
    assert_eq!(facts.put(&area, 41.5), Became::Revised("41.4".into()));
    let changed = facts.changed().expect("CSV");
    let text = |name: &str| String::from_utf8(changed[&folder.join(name)].clone()).expect("UTF-8");
    assert!(
        text("a.csv").contains("area,extent=legal,city/1312,2025,41.5,km2,,,,caop,,\n"),
        "{}",
        text("a.csv")
    );
    assert!(
        text("refreshed-estimates.csv").contains("population,,city/1312,2022,240000,person,,,,estimates,,")
    );
    fs::remove_dir_all(folder).expect("removed");
}
