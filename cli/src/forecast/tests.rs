use serde_json::Value;

use super::*;

#[test]
fn series_come_as_request_as_list_or_alone() {
    let one = r#"{"id":"a","frequency":"A","start":"2000","values":[1,2,null]}"#;
    for text in [
        one.to_owned(),
        format!("[{one}]"),
        format!(r#"{{"series":{one}}}"#),
        format!(r#"{{"series":[{one}]}}"#),
    ] {
        let request: Request = input::series(&text).expect("a request");
        assert_eq!(request.series[0].values, [Some(1.0), Some(2.0), None]);
    }
    let fails = |text: &str| input::series::<Request>(text).expect_err("refused").to_string();
    assert!(fails(r#"{"id":"a","frequency":"A","start":"2000","values":[NaN]}"#).contains("write null"));
    assert!(
        fails(r#"{"id":"a","frequency":"W","start":"2000","values":[1]}"#).contains("series[0].frequency")
    );
    assert!(fails(r#"{"series":[],"horizn":3}"#).contains("horizn"));
    assert!(fails("[1e999]").contains("out of range"));
    assert!(fails("3").contains("a request"));
}

fn schema(name: &str) -> Value {
    let path = format!("{}/../docs/schema/cli/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("schema is there");
    serde_json::from_str(&text).expect("schema is JSON")
}

/// Checks a value against the parts of JSON Schema that our schemas use.
fn faults(schema: &Value, root: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).expect("a definition");
        return faults(target, root, value, at, out);
    }
    if let Some(all) = schema["oneOf"].as_array() {
        let fits = |s: &&Value| {
            let mut inner = Vec::new();
            faults(s, root, value, at, &mut inner);
            inner.is_empty()
        };
        if all.iter().filter(fits).count() != 1 {
            out.push(format!("{at}: fits not exactly one form"));
        }
        return;
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    if !names.is_empty() && !names.iter().any(|n| is(n)) {
        out.push(format!("{at}: is no {names:?}"));
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
    {
        out.push(format!("{at}: {value} is none of the values"));
    }
    for (k, item) in value.as_array().into_iter().flatten().enumerate() {
        if !schema["items"].is_null() {
            faults(&schema["items"], root, item, &format!("{at}[{k}]"), out);
        }
    }
    let Some(fields) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(name) {
            out.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, field) in fields {
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => out.push(format!("{at}.{name}: is not documented")),
            (Value::Null, Value::Null | Value::Bool(true)) => {}
            (Value::Null, rest) => faults(rest, root, field, &format!("{at}.{name}"), out),
            (known, _) => faults(known, root, field, &format!("{at}.{name}"), out),
        }
    }
}

fn fits(name: &str, value: &Value) {
    let schema = schema(name);
    let mut found = Vec::new();
    faults(&schema, &schema, value, "", &mut found);
    assert!(found.is_empty(), "{name}: {found:?}");
}

/// Sixty months, and a year of hours shorter than a fortnight's multiple.
fn example() -> Value {
    schema("forecast.input")["examples"][0].clone()
}

#[test]
fn answers_keep_their_schemas() {
    let example = example();
    fits("forecast.input", &example);
    let request: Request = input::series(&example.to_string()).expect("the example is read");
    let response = answer(&request, false, &mut |_, _| {}).expect("the example runs");
    fits("forecast.output", &serde_json::to_value(&response).expect("JSON"));
    fits("backtest.output", &serde_json::to_value(backtests(response)).expect("JSON"));
    let example = schema("trend.input")["examples"][0].clone();
    fits("trend.input", &example);
    let request: TrendRequest = input::series(&example.to_string()).expect("the example is read");
    let causes = request.weather.as_ref().map(Weather::check).transpose().expect("its weather is sound");
    let asked = Asked {
        policies: &request.policies,
        pollutant: request.pollutant.as_deref(),
        weather: causes.as_ref(),
    };
    let one = trend(&request.series[0], asked).expect("it runs");
    fits(
        "trend.output",
        &serde_json::to_value(Trends { version: 1, trends: vec![one], failed: vec![] }).expect("JSON"),
    );
    let example = schema("anomalies.input")["examples"][0].clone();
    fits("anomalies.input", &example);
    let request: AnomalyRequest = input::series(&example.to_string()).expect("the example is read");
    let one = anomalies(&request.series[0]).expect("it runs");
    assert!(!one.anomalies.is_empty());
    fits(
        "anomalies.output",
        &serde_json::to_value(Streams { version: 1, streams: vec![one], failed: vec![] }).expect("JSON"),
    );
}

#[test]
fn a_trend_in_normal_weather_keeps_its_schema() {
    // three winters that differ, and a consumption that follows Eurostat's heating degree days
    let cold = |d: i32| 8.0 - 8.0 * f64::from(d % 365 - 182).abs() / 182.0 + f64::from(d % 97) / 16.0;
    let temperature: Vec<f64> = (0..1096).map(cold).collect();
    let degrees = |t: f64| if t <= 15.0 { 18.0 - t } else { 0.0 };
    let value = |d: usize| 50.0 + 3.0 * degrees(temperature[d]) + (d % 5) as f64 / 10.0;
    let request = serde_json::json!({
        "series": {"id": "gas", "frequency": "D", "start": "2021-01-01", "values": (0..1096).map(value).collect::<Vec<_>>()},
        "policies": [{"date": "2022-06-01", "name": "insulation"}],
        "weather": {"source": "made up", "temperature":
            {"id": "air", "frequency": "D", "start": "2021-01-01", "values": temperature}},
    });
    let request: TrendRequest = input::series(&request.to_string()).expect("a request");
    fits("trend.input", &serde_json::to_value(&request).expect("JSON"));
    let causes = request.weather.as_ref().map(Weather::check).transpose().expect("its weather is sound");
    let asked = Asked { policies: &request.policies, pollutant: None, weather: causes.as_ref() };
    let one = trend(&request.series[0], asked).expect("it runs");
    let effect = &one.weather.as_ref().expect("weather is taken out").effects[0];
    assert!((effect.effect - 3.0).abs() < 0.1, "{effect:?}");
    fits(
        "trend.output",
        &serde_json::to_value(Trends { version: 1, trends: vec![one], failed: vec![] }).expect("JSON"),
    );
}

#[test]
fn a_forecast_with_covariates_and_weather_keeps_its_schema() {
    // a load that follows Eurostat's heating degree days and a count of visitors, over two years of days
    let cold = |d: i32| 8.0 - 8.0 * f64::from((d % 365 - 182).abs()) / 182.0 + f64::from(d % 97) / 16.0;
    let visitors = |d: i32| f64::from(d.wrapping_mul(7_919) % 41);
    let degrees = |t: f64| if t <= 15.0 { 18.0 - t } else { 0.0 };
    let value = |d: i32| 50.0 + 3.0 * degrees(cold(d)) + 0.5 * visitors(d) + f64::from(d % 5) / 10.0;
    let all = |f: &dyn Fn(i32) -> f64, from: i32, to: i32| (from..to).map(f).collect::<Vec<_>>();
    let request = serde_json::json!({
        "series": {"id": "gas", "frequency": "D", "start": "2021-01-01", "values": all(&value, 0, 730)},
        "horizon": 7,
        "model": "harmonic",
        "covariates": [{"id": "visitors", "values": all(&visitors, 0, 730), "future": all(&visitors, 730, 737), "unit": "persons"}],
        "covariates_ahead": "known",
        "weather": {"source": "made up", "temperature":
            {"id": "air", "frequency": "D", "start": "2021-01-01", "values": all(&cold, 0, 740)}},
    });
    let request: Request = input::series(&request.to_string()).expect("a request");
    fits("forecast.input", &serde_json::to_value(&request).expect("JSON"));
    fits("backtest.input", &serde_json::to_value(&request).expect("JSON"));
    let response = answer(&request, false, &mut |_, _| {}).expect("it runs");
    let of =
        |id: &str| response.forecasts[0].covariates.iter().find(|c| c.id == id).expect("it is used").effect;
    assert!((of("visitors") - 0.5).abs() < 0.02 && (of("heating_degree_days") - 3.0).abs() < 0.1);
    fits("forecast.output", &serde_json::to_value(&response).expect("JSON"));
    fits("backtest.output", &serde_json::to_value(backtests(response)).expect("JSON"));
}
