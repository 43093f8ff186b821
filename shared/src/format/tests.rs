use super::*;

fn native(name: &str) -> Native {
    Native(if name == "Pt" { Lang::Pt } else { Lang::En })
}

#[test]
fn numbers_are_those_of_intl() {
    let mut seen = 0;
    for line in include_str!("intl.tsv").lines().filter(|l| !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [lang, kind, value, want] = cells[..] else { panic!("{line}") };
        let value: f64 = value.parse().unwrap();
        let got = match kind.strip_prefix('n') {
            Some(decimals) => native(lang).number(value, decimals.parse().unwrap()),
            None => native(lang).compact(value),
        };
        assert_eq!(got.replace('\u{a0}', "~"), want, "{line}");
        seen += 1;
    }
    assert!(seen > 150);
}

#[test]
fn percent_and_change_have_their_signs() {
    let (pt, en) = (native("Pt"), native("En"));
    assert_eq!(pt.percent(36.2, 1), "36,2\u{a0}%");
    assert_eq!(en.percent(-36.25, 1), "−36.3%");
    assert_eq!(pt.signed(2.14, 1), "+2,1");
    assert_eq!(pt.signed(-2.14, 1), "−2,1");
    assert_eq!(en.signed(0.01, 1), "0.0");
}

#[test]
fn periods_are_written_in_words() {
    let (pt, en) = (native("Pt"), native("En"));
    assert_eq!(pt.period("2024-01"), "janeiro de 2024");
    assert_eq!(en.period("2024-01"), "January 2024");
    assert_eq!(pt.period("2024-Q2"), "2.º trimestre de 2024");
    assert_eq!(en.period("2024-01-31"), "31 January 2024");
    assert_eq!(en.period("2019"), "2019");
    assert_eq!(en.period("soon"), "soon");
}

#[test]
fn what_is_no_number_is_a_dash() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(native("Pt").number(value, 2), "–");
        assert_eq!(native("En").compact(value), "–");
        assert_eq!(native("En").signed(value, 0), "–");
    }
    assert!(native("En").number(f64::MAX, 2).len() > 300);
}
