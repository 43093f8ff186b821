//! What the commands print against the schemas of `docs/schema/cli`.

use std::{path::PathBuf, process::Command};

use serde_json::Value;

use crate::root;

fn gemeo(args: &[&str]) -> (Option<i32>, String, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_gemeo"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("gemeo runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (run.status.code(), text(&run.stdout), text(&run.stderr))
}

fn schema(name: &str) -> Value {
    let path = root().join(format!("docs/schema/cli/{name}.schema.json"));
    serde_json::from_str(&std::fs::read_to_string(path).expect("the schema is there")).expect("JSON")
}

/// The first place where a value is not what a schema says; the keywords our schemas use.
fn fault(schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(any) = schema["anyOf"].as_array() {
        let faults: Vec<String> = any.iter().filter_map(|s| fault(s, value, at)).collect();
        return (faults.len() == any.len()).then(|| faults.join(" | "));
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{at}: the schema has a type “{other}”"),
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|n| is(n.as_str().expect("a name"))),
        _ => true,
    };
    if !fits {
        return Some(format!("{at} is {value}, not {}", schema["type"]));
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|a| !a.contains(value)) {
        return Some(format!("{at} is {value}, not one of {allowed:?}"));
    }
    if let Some(items) = value.as_array() {
        let mut parts = items.iter().enumerate();
        return parts.find_map(|(i, item)| fault(&schema["items"], item, &format!("{at}[{i}]")));
    }
    let object = value.as_object()?;
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    if let Some(missing) = { required }.find(|name| !object.contains_key(*name)) {
        return Some(format!("{at}.{missing} is missing"));
    }
    object.iter().find_map(|(name, part)| {
        let place = format!("{at}.{name}");
        match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(known), _) => fault(known, part, &place),
            (None, Value::Bool(false)) => Some(format!("{place} is not in the schema")),
            (None, more) => fault(more, part, &place),
        }
    })
}

fn keeps(name: &str, args: &[&str]) -> Value {
    let (code, out, err) = gemeo(args);
    assert_eq!(code, Some(0), "{args:?}: {err}");
    let value: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{args:?}: {e}"));
    let found = fault(&schema(name), &value, "$");
    assert_eq!(found, None, "{args:?} against {name}");
    value
}

#[test]
fn what_is_printed_is_what_the_schemas_say() {
    keeps("indicators.output", &["indicators", "--city", "porto", "--json"]);
    keeps("indicators.output", &["indicators", "--city", "lisboa", "--indicator", "ghg_total", "--json"]);
    let explained = keeps("explain.output", &["explain", "ghg_total", "lisboa", "2019", "--json"]);
    assert!(explained["uncertainty"]["propagated_pct"].as_f64().is_some_and(|p| p > 0.0 && p < 10.0));
    keeps("explain.output", &["explain", "electricity_emissions", "porto", "2024-01", "--json"]);
    keeps("explain-prov.output", &["explain", "ghg_total", "lisboa", "2019", "--prov"]);
    keeps("catalogue-export.output", &["catalogue", "export", "--lang", "pt"]);
    let listed = keeps("catalogue-list.output", &["catalogue", "list", "--json"]);
    assert!(listed.as_array().is_some_and(|l| l.len() >= 60), "the catalogue has at least 60 indicators");
    keeps("catalogue-show.output", &["catalogue", "show", "water_loss_share", "--lang", "pt", "--json"]);
    keeps("catalogue-try.output", &["catalogue", "try", "porto", "per_capita(electricity_billed)", "--json"]);
    keeps("quarantine.output", &["quarantine", "--city", "porto", "--json"]);
    keeps("bench-compute.output", &["bench", "compute", "--runs", "1"]);
}

#[test]
fn a_schema_that_does_not_fit_is_noticed() {
    let schema = schema("catalogue-list.output");
    let wrong = serde_json::json!([{ "id": "a", "domain": "b", "unit": 1, "name": "c" }]);
    assert!(fault(&schema, &wrong, "$").is_some_and(|f| f.starts_with("$[0].unit is 1")));
    let more = serde_json::json!([{ "id": "a", "domain": "b", "unit": "1", "name": "c", "x": 1 }]);
    assert!(fault(&schema, &more, "$").is_some_and(|f| f.starts_with("$[0].x is not")));
}

#[test]
fn errors_are_json_with_a_code_and_exit_codes_tell_misuse_from_failure() {
    for (args, exit, code) in [
        (vec!["explain", "nothing", "lisboa", "2019", "--json"], 2, "indicator"),
        (vec!["explain", "ghg_total", "lisboa", "1950", "--json"], 1, "no-value"),
        (vec!["explain", "electricity_billed", "lisboa", "2024-01", "--json"], 2, "several"),
        (vec!["indicators", "--city", "lisboa", "--indicator", "nothing", "--json"], 2, "indicator"),
        (vec!["indicators", "--city", "nowhere", "--json"], 1, "failed"),
        (vec!["catalogue", "show", "nothing", "--json"], 2, "indicator"),
        (vec!["catalogue", "try", "porto", "population + area", "--json"], 1, "formula"),
    ] {
        let (found, out, err) = gemeo(&args);
        assert_eq!((found, out.as_str()), (Some(exit), ""), "{args:?}: {err}");
        let error: Value = serde_json::from_str(&err).unwrap_or_else(|e| panic!("{args:?}: {e}: {err}"));
        assert_eq!(fault(&schema("error"), &error, "$"), None, "{args:?}");
        assert_eq!(error["error"]["code"], code, "{args:?}");
    }
    let (_, _, err) = gemeo(&["catalogue", "try", "porto", "population\n + area", "--json"]);
    let error: Value = serde_json::from_str(&err).expect("JSON");
    assert_eq!(error["error"]["place"], "formula:1:1");
    let message = error["error"]["message"].as_str().expect("text");
    assert!(message.contains("person") && message.contains("km2"), "{message}");
}

#[test]
fn coverage_is_a_matrix_of_every_city_and_indicator() {
    let (code, out, err) = gemeo(&["catalogue", "coverage"]);
    assert_eq!(code, Some(0), "{err}");
    let mut lines = out.lines();
    assert_eq!(lines.next(), Some("city,indicator,level,period,values,gaps,marked,quality"));
    let pairs: std::collections::BTreeSet<_> =
        lines.map(|l| l.split(',').take(2).collect::<Vec<_>>().join(",")).collect();
    let (_, listed, _) = gemeo(&["catalogue", "list"]);
    assert_eq!(pairs.len(), 3 * listed.lines().count());
    assert!(out.contains("lisboa,ghg_total,city,2019,1,0,0,complete"));
    assert!(out.lines().any(|l| l.starts_with("porto,water_loss_share,,,0,0,0,no_data")));
}

#[test]
fn a_file_of_definitions_is_checked() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("catalogue-check");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("own.toml");
    let write = |formula: &str| {
        let text = format!(
            "[[indicator]]\nid = \"own\"\ndomain = \"waste\"\nunit = \"kg/person\"\ndecimals = 0\ndirection = \"down\"\nlevels = [\"city\"]\nformula = '{formula}'\n"
        );
        std::fs::write(&path, text).expect("writes");
        gemeo(&["catalogue", "check", path.to_str().expect("UTF-8")])
    };
    assert_eq!(write("per_capita(biowaste_collected)").0, Some(0));
    let (code, _, err) = write("biowaste_collected");
    assert_eq!(code, Some(1));
    assert!(err.contains("own, 1:1") && err.contains("kg/person"), "{err}");
    assert!(write("@own").2.contains("own"), "a circle of one is no indicator that is known");
}

#[test]
fn circles_and_unknown_references_of_definitions_are_told_before_any_data() {
    let folder = std::env::temp_dir().join(format!("gemeo-definitions-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let check = |name: &str, formulas: &[(&str, &str)]| {
        let definition = |(id, formula): &(&str, &str)| {
            format!(
                "[[indicator]]\nid = \"{id}\"\ndomain = \"energy\"\nunit = \"1\"\ndecimals = 1\ndirection = \"none\"\nlevels = [\"city\"]\nformula = '{formula}'\n"
            )
        };
        let path = folder.join(name);
        std::fs::write(&path, formulas.iter().map(definition).collect::<String>()).expect("written");
        gemeo(&["catalogue", "check", path.to_str().expect("UTF-8")])
    };
    let (code, _, said) = check("circle.toml", &[("one", "@two * 2"), ("two", "@one + 1")]);
    assert_eq!(code, Some(1));
    assert!(said.contains("circle: one → two → one"), "{said}");
    let (code, _, said) = check("unknown.toml", &[("one", "@nobody")]);
    assert!(code == Some(1) && said.contains("no indicator is called “nobody”"), "{said}");
    let (code, said, _) = check("later.toml", &[("one", "@two * 2"), ("two", "population / population")]);
    assert!(code == Some(0) && said.contains("2 definitions are sound"), "{said}");
    std::fs::remove_dir_all(&folder).expect("removed");
}
