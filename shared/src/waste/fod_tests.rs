//! Landfill decay against hand calculation and the laws it must keep.

use super::*;

/// 100 Gg deposited once; values of IPCC 2006, vol. 5, equations 3.1–3.6 to six decimals.
fn once() -> Site {
    Site {
        streams: vec![stream("msw", vec![(2000, 100.0)])],
        ox: 0.1,
        delay_months: 6,
        recovery: vec![],
        end_year: 2005,
    }
}

fn stream(name: &str, deposits: Vec<(i32, f64)>) -> Stream {
    let deposits = deposits.into_iter().map(|(year, gg)| Deposit { year, gg, mcf: None }).collect();
    let (name, k) = (name.into(), Some(0.09));
    Stream { name, doc: 0.15, docf: 0.5, mcf: 1.0, k, half_life_years: None, f: 0.5, deposits }
}

#[test]
fn one_deposit_emits_as_the_guidelines_say() {
    let result = decay(&once()).expect("valid");
    let emitted: Vec<f64> = result.years.iter().map(|y| y.ch4_emitted_gg).collect();
    let expected = [0.0, 0.387310, 0.353974, 0.323508, 0.295664, 0.270217];
    assert_eq!(emitted.len(), expected.len());
    for (got, want) in emitted.iter().zip(expected) {
        assert!((got - want).abs() < 1e-6, "{got} is not {want}");
    }
}

#[test]
fn a_half_life_stands_for_its_rate_and_one_of_the_two_is_given() {
    let mut site = once();
    site.streams[0].k = None;
    assert_eq!(
        decay(&site).expect_err("neither").to_string(),
        "give streams[0].k or streams[0].half_life_years, one of the two"
    );
    site.streams[0].half_life_years = Some(7.0);
    let halves = decay(&Site { end_year: 2007, ..site.clone() }).expect("valid");
    assert!((halves.ddocm_left_gg - 3.75).abs() < 1e-12, "half of 7.5 Gg after seven years");
    site.streams[0].k = Some(0.1);
    assert!(decay(&site).is_err(), "both");
}

#[test]
fn carbon_is_neither_made_nor_lost() {
    let mut site = once();
    site.streams[0].deposits.push(Deposit { year: 2002, gg: 40.0, mcf: Some(0.8) });
    let result = decay(&site).expect("valid");
    let decomposed: f64 = result.years.iter().map(|y| y.ddocm_decomposed_gg).sum();
    let deposited: f64 = result.years.iter().map(|y| y.ddocm_deposited_gg).sum();
    assert!((deposited - (7.5 + 2.4)).abs() < 1e-12);
    assert!((decomposed + result.ddocm_left_gg - deposited).abs() < 1e-12);
}

#[test]
fn without_delay_half_a_year_decays_in_the_year_of_deposit() {
    let mut site = once();
    site.delay_months = 0;
    let result = decay(&site).expect("valid");
    // 7.5 Gg · (1 − e^(−0.045)) · 0.5 · 16/12 · 0.9
    assert!((result.years[0].ch4_emitted_gg - 4.5 * (1.0 - libm::exp(-0.045))).abs() < 1e-12);
}

#[test]
fn recovery_comes_before_oxidation_and_cannot_exceed_generation() {
    let mut site = once();
    site.recovery = vec![Recovery { year: 2001, ch4_gg: 0.1 }];
    let year = decay(&site).expect("valid").years[1].clone();
    assert!((year.ch4_emitted_gg - (year.ch4_generated_gg - 0.1) * 0.9).abs() < 1e-12);
    site.recovery[0].ch4_gg = 0.5;
    let error = decay(&site).expect_err("more than generated").to_string();
    assert!(error.starts_with("recovery[0].ch4_gg is 0.5 but only 0.43"), "{error}");
}

#[test]
fn order_of_streams_and_years_does_not_matter() {
    let mut site = once();
    site.streams = vec![stream("b", vec![(2001, 3.3), (2000, 7.1)]), stream("a", vec![(2000, 0.7)])];
    let forward = decay(&site).expect("valid");
    site.streams.reverse();
    site.streams[1].deposits.reverse();
    assert_eq!(forward, decay(&site).expect("valid"));
}

#[test]
fn errors_name_the_field() {
    let refuse = |change: fn(&mut Site)| {
        let mut site = once();
        change(&mut site);
        decay(&site).expect_err("refused").to_string()
    };
    assert_eq!(refuse(|s| s.streams[0].doc = 1.2), "streams[0].doc is 1.2; expected a number from 0 to 1");
    assert_eq!(refuse(|s| s.ox = f64::NAN), "ox is NaN; expected a number from 0 to 1");
    assert_eq!(
        refuse(|s| s.streams[0].k = Some(0.0)),
        "streams[0].k is 0; expected a number from 0.0001 to 10"
    );
    assert_eq!(refuse(|s| s.streams.clear()), "streams has 0 entries; expected 1 to 64");
    assert_eq!(refuse(|s| s.end_year = 1999), "end_year is 1999; expected a year from 2000 to 2300");
    assert_eq!(
        refuse(|s| s.streams[0].deposits.push(Deposit { year: 2000, gg: 1.0, mcf: None })),
        "streams[0].deposits[].year repeats “2000”; each may occur once"
    );
    assert!(refuse(|s| s.streams[0].deposits[0].gg = -1.0).starts_with("streams[0].deposits[0].gg is -1"));
    assert!(refuse(|s| s.streams[0].name = " ".into()).starts_with("streams[0].name must be a name"));
    assert!(refuse(|s| s.delay_months = 7).starts_with("delay_months is 7"));
}
