//! Series at the edge, as programs send them: a clear error or an answer that says what is odd about it.

use serde_json::{Value, json};

use super::*;

/// The answer of each command, or its error.
fn ask(text: &str) -> [Result<Value, String>; 3] {
    let forecasts = input::series::<Request>(text)
        .and_then(|r| Ok(serde_json::to_value(answer(&r, false, &mut |_, _| {})?)?))
        .map(|v| v["forecasts"][0].clone());
    let trends = input::series::<TrendRequest>(text)
        .and_then(|r| Ok(serde_json::to_value(trend(&r.series[0], Asked::default())?)?));
    let odd = input::series::<AnomalyRequest>(text)
        .and_then(|r| Ok(serde_json::to_value(anomalies(&r.series[0])?)?));
    [forecasts, trends, odd].map(|r| r.map_err(|e| e.to_string()))
}

fn series(frequency: &str, start: &str, values: Value) -> Value {
    json!({ "id": "edge", "frequency": frequency, "start": start, "values": values })
}

fn notes(answer: &Result<Value, String>) -> Vec<String> {
    let all = answer.as_ref().expect("an answer")["notes"].as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|n| n["code"].as_str().map(str::to_owned)).collect()
}

fn refused(answers: &[Result<Value, String>], words: &str) {
    for answer in answers {
        let error = answer.as_ref().expect_err("refused");
        assert!(error.contains(words), "{error}");
    }
}

/// Every number of an answer is finite: JSON would carry null for it.
fn finite(forecast: &Value) {
    let numbers = |v: &Value| v.as_array().is_some_and(|a| a.iter().all(Value::is_number));
    assert!(numbers(&forecast["mean"]), "{forecast}");
    for interval in forecast["intervals"].as_array().expect("intervals") {
        assert!(numbers(&interval["lower"]) && numbers(&interval["upper"]), "{interval}");
    }
}

#[test]
fn one_point_and_none() {
    let one = ask(&series("A", "2020", json!([7.5])).to_string());
    refused(&one[..2], "has 1 observed values; at least 4 are needed");
    assert!(notes(&one[2]).contains(&"short".into()), "{one:?}");
    refused(&ask(&series("A", "2020", json!([])).to_string()), "has no values");
    refused(&ask(&series("M", "2020-01", json!([null, null, null, null, null])).to_string()), "0 observed");
}

#[test]
fn all_equal_is_flagged() {
    for (frequency, start, n) in
        [("A", "2000", 12), ("M", "2010-01", 60), ("D", "2020-01-01", 200), ("H", "2020-01-01T00", 900)]
    {
        let [forecast, trend, odd] = ask(&series(frequency, start, json!(vec![3.0; n])).to_string());
        assert!(notes(&forecast).contains(&"constant".into()), "{forecast:?}");
        assert!(notes(&trend).contains(&"constant".into()), "{trend:?}");
        assert_eq!(trend.expect("a trend")["verdict"], "no_clear_trend");
        assert_eq!(odd.expect("an answer")["anomalies"][0]["kind"], "stuck");
    }
}

#[test]
fn negative_values_stay_negative_and_are_refused_where_none_may_be() {
    let values: Vec<f64> = (0..48).map(|t| -20.0 - f64::from(t % 12)).collect();
    let mut one = series("M", "2010-01", json!(values));
    let [forecast, ..] = ask(&one.to_string());
    let forecast = forecast.expect("an answer");
    finite(&forecast);
    assert!(
        forecast["mean"].as_array().expect("means").iter().all(|v| v.as_f64().is_some_and(|v| v < -15.0))
    );
    one["non_negative"] = json!(true);
    refused(&ask(&one.to_string()), "2010-01: -20 is below zero although the series is `non_negative`");
}

#[test]
fn gaps_order_and_duplicates() {
    let days = |list: &[&str], n: usize| {
        json!({ "id": "edge", "frequency": "D", "periods": list, "values": vec![1.5; n] }).to_string()
    };
    let mixed = ask(&days(&["2020-01-09", "2020-01-01", "2020-01-03", "2020-01-04"], 4));
    for answer in &mixed {
        let codes = notes(answer);
        for code in ["unsorted", "gaps", "missing"] {
            assert!(codes.contains(&code.into()), "{code}: {codes:?}");
        }
    }
    refused(
        &ask(&days(&["2020-01-01", "2020-01-02", "2020-01-01", "2020-01-03"], 4)),
        "2020-01-01 is there twice",
    );
    refused(&ask(&days(&["2020-01-01", "2020-02-30", "2020-03-01", "2020-03-02"], 4)), "periods[1]");
    refused(&ask(&days(&["2020-01-01"], 4)), "give either `start` or one period for each value");
    refused(
        &ask(&days(&["1600-01-01", "2399-01-01", "2399-01-02", "2399-01-03"], 4).replace("\"D\"", "\"H\"")),
        "more than 2000000",
    );
}

#[test]
fn no_number_is_refused_by_its_place() {
    refused(
        &ask(r#"{"id":"edge","frequency":"A","start":"2000","values":[1,NaN,3,4]}"#),
        "write null where a value is missing",
    );
    refused(&ask(r#"{"id":"edge","frequency":"A","start":"2000","values":[1,-Infinity,3,4]}"#), "write null");
    refused(
        &ask(r#"{"id":"edge","frequency":"A","start":"2000","values":[1,"x",3,4]}"#),
        "series[0].values[1]",
    );
    refused(&ask(r#"{"id":"edge","frequency":"A","start":"2000","values":[1,1e999,3,4]}"#), "out of range");
    refused(&ask(&series("A", "2000", json!([1.0, 1e300, 3.0, 4.0])).to_string()), "2001: ");
}

#[test]
fn a_trend_of_very_many_periods_is_that_of_the_latest() {
    for (frequency, start) in [("A", "1600"), ("M", "1600-01"), ("D", "1600-01-01")] {
        let values: Vec<f64> = (0..100_000).map(|t| f64::from(t % 7) + f64::from(t) / 1000.0).collect();
        let one = json!({ "series": [series(frequency, start, json!(values))] });
        let request: Request = input::series(&one.to_string()).expect("a request");
        let report = trend(&request.series[0], Asked::default()).expect("a trend");
        assert_eq!(report.verdict, "rising");
        assert!(
            report.mann_kendall.n <= 2_000 && report.notes.iter().any(|n| n.code == "window"),
            "{frequency}"
        );
    }
}

#[test]
fn a_million_hours_are_answered() {
    let hour = |t: u32| 50.0 + 20.0 * f64::from(t % 24) + f64::from(t.wrapping_mul(2_654_435_761) >> 24);
    let mut request = json!({ "series": [series("H", "1900-01-01T00", json!((0..1_000_000).map(hour).collect::<Vec<_>>()))] });
    // why one simple model: the choice among all takes a minute in a build for debugging; a bench times it
    request["model"] = json!("seasonal_naive");
    let request: Request = input::series(&request.to_string()).expect("a request");
    let forecast = answer(&request, false, &mut |_, _| {}).expect("an answer").forecasts.swap_remove(0);
    assert!(forecast.notes.iter().any(|n| n.code == "window"), "{:?}", forecast.notes);
    finite(&serde_json::to_value(&forecast).expect("JSON"));
    let report = trend(&request.series[0], Asked::default()).expect("a trend");
    assert_eq!(report.tested, "monthly means without season");
    assert_eq!(anomalies(&request.series[0]).expect("an answer").judged, 1_000_000 - 96);
}

#[test]
fn odd_covariates_are_refused_by_name_or_flagged() {
    let days: Vec<f64> = (0..120).map(|d| f64::from(d % 7) + f64::from(d * d % 11)).collect();
    let told = |covariate: Value, extra: Value| {
        let mut request =
            json!({ "series": [series("D", "2020-01-01", json!(days))], "covariates": [covariate] });
        for (name, value) in extra.as_object().into_iter().flatten() {
            request[name] = value.clone();
        }
        ask(&request.to_string()).into_iter().next().expect("a forecast")
    };
    let with = |values: Value| json!({ "id": "rain", "values": values });
    let one = |answer: Result<Value, String>, words: &str| refused(&[answer], words);
    one(told(with(json!([1, 2, 3])), json!({})), "“rain” has 3 values and series “edge” has 120");
    one(told(with(json!(vec![2.5; 120])), json!({})), "“rain” is always 2.5");
    one(told(with(json!(vec![Value::Null; 120])), json!({})), "known for 0 of the 120 values");
    one(told(with(json!([])), json!({})), "“rain” has 0 values");
    one(told(json!({ "id": "", "values": days }), json!({})), "give each covariate");
    one(told(json!({ "id": "rain", "values": days, "futur": [1] }), json!({})), "futur");
    one(told(with(json!(days)), json!({ "covariates_ahead": "known" })), "`future` has 0 of 28 values");
    one(told(with(json!(days)), json!({ "covariates_ahead": "perhaps" })), "perhaps");
    let text =
        json!({ "series": [series("D", "2020-01-01", json!(days))], "covariates": [with(json!([0]))] });
    let nan = text.to_string().replace("\"values\":[0]", "\"values\":[NaN]");
    one(ask(&nan).into_iter().next().expect("a forecast"), "write null where a value is missing");
    // a quarter missing is flagged, months and years say that they take none, and so does a series that never moves
    let mut gaps: Vec<Value> = (0..120).map(|d| json!((d * 13) % 17)).collect();
    gaps[10..30].fill(Value::Null);
    let codes = notes(&told(with(json!(gaps)), json!({ "model": "harmonic" })));
    assert!(codes.iter().any(|c| c.starts_with("covariate")), "{codes:?}");
    for (frequency, start) in [("A", "1900"), ("M", "2010-01")] {
        let whole =
            json!({ "series": [series(frequency, start, json!(days))], "covariates": [with(json!(gaps))] });
        assert!(notes(&ask(&whole.to_string())[0]).contains(&"covariates_unused".into()));
    }
    let flat = json!({ "series": [series("D", "2020-01-01", json!(vec![1.0; 120]))], "covariates": [with(json!(gaps))] });
    assert!(notes(&ask(&flat.to_string())[0]).contains(&"covariates_unused".into()));
}
