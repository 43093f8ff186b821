use crate::own::{
    Decimal,
    amount::{Amount, Evidence, amount, number},
    unit_text::{in_name, unit_of},
    when::{self, month_of, when},
};

#[test]
fn numbers_have_the_mark_of_their_file() {
    for (text, comma, point) in [
        ("1.234,5", Some(1234.5), None),
        ("1,234.5", None, Some(1234.5)),
        ("1.234", Some(1234.0), Some(1.234)),
        ("1,234", Some(1.234), Some(1234.0)),
        ("1 234 567", Some(1_234_567.0), Some(1_234_567.0)),
        ("1\u{a0}234,5", Some(1234.5), None),
        ("12,5 kWh", Some(12.5), None),
        ("12,5%", Some(12.5), None),
        ("−3", Some(-3.0), Some(-3.0)),
        ("3,5 €", Some(3.5), None),
        ("0", Some(0.0), Some(0.0)),
        ("1.2.3", None, None),
        ("12a", None, None),
        ("2024-01-31", None, None),
        ("1 2", None, None),
        ("", None, None),
    ] {
        assert_eq!(number(text, Decimal::Comma), comma, "{text} with a comma");
        assert_eq!(number(text, Decimal::Point), point, "{text} with a point");
    }
}

#[test]
fn marks_are_missing_and_words_are_faults() {
    for text in ["", " ", "N.D.", "n.d.", "ND", "-", "…", "..", ":", "x", "s.d.", "NaN", "#N/A", "null"] {
        assert_eq!(amount(text, Decimal::Comma, &[]), Amount::Missing, "{text}");
    }
    assert_eq!(amount("-99", Decimal::Comma, &["-99".into()]), Amount::Missing);
    assert_eq!(amount("-99", Decimal::Comma, &[]), Amount::Number(-99.0));
    assert_eq!(amount("muito", Decimal::Comma, &[]), Amount::Neither);
}

#[test]
fn the_decimal_mark_is_told_from_the_numbers() {
    let mark = |cells: &[&str], delimiter| {
        let mut evidence = Evidence::default();
        cells.iter().for_each(|c| evidence.see(c));
        evidence.mark(Some(delimiter))
    };
    assert_eq!(mark(&["1,5", "2"], ';'), (Decimal::Comma, true));
    assert_eq!(mark(&["1.5", "2"], ';'), (Decimal::Point, true));
    assert_eq!(mark(&["1.234,5"], '\t'), (Decimal::Comma, true));
    assert_eq!(mark(&["0.123"], ';'), (Decimal::Point, true));
    assert_eq!(mark(&["1.234.567"], ','), (Decimal::Comma, true));
    // May be thousands: said to be uncertain.
    assert_eq!(mark(&["1.234", "5.678"], ';'), (Decimal::Comma, false));
    assert_eq!(mark(&["1.234", "5.678"], ','), (Decimal::Point, false));
}

#[test]
fn times_are_read_in_every_spelling() {
    for (text, period) in [
        ("2019", "2019"),
        ("2019.0", "2019"),
        ("Ano 2019", "2019"),
        ("202401", "2024-01"),
        ("20240131", "2024-01-31"),
        ("2024-01", "2024-01"),
        ("2024/1", "2024-01"),
        ("01/2024", "2024-01"),
        ("janeiro de 2024", "2024-01"),
        ("Março 2024", "2024-03"),
        ("Jan-24", "2024-01"),
        ("fev/2024", "2024-02"),
        ("31 de dezembro de 2023", "2023-12-31"),
        ("May 2024", "2024-05"),
        ("1.º trimestre de 2024", "2024-Q1"),
        ("T1 2024", "2024-Q1"),
        ("3T2024", "2024-Q3"),
        ("2024 Q4", "2024-Q4"),
        ("2.º semestre 2024", "2024-S2"),
        ("31/01/2024", "2024-01-31"),
        ("31.1.24", "2024-01-31"),
        ("31-01-2024 13:00", "2024-01-31T13"),
        ("2024-07-01T13:00", "2024-07-01T12"),
        ("Semana 5 de 2024", "2024-W05"),
    ] {
        assert_eq!(when(text, false).map(|p| p.to_string()).as_deref(), Some(period), "{text}");
    }
    assert_eq!(when("02/01/2024", true).map(|p| p.to_string()).as_deref(), Some("2024-02-01"));
    for text in [
        "",
        "ontem",
        "2019/2020",
        "12.5",
        "32/01/2024",
        "110654",
        "180112",
        "1106",
        "Total",
        "13/2024",
        "jan",
    ] {
        assert_eq!(when(text, false), None, "{text}");
    }
    assert_eq!(
        (month_of("Fevereiro"), month_of("12"), month_of("13"), month_of("ma")),
        (Some(2), Some(12), None, None)
    );
}

#[test]
fn names_of_columns_give_period_and_unit() {
    let period = |name: &str| when::in_name(name).map(|(p, rest)| (p.to_string(), rest));
    assert_eq!(period("2019"), Some(("2019".into(), String::new())));
    assert_eq!(period("Consumo 2019 (kWh)"), Some(("2019".into(), "Consumo (kWh)".into())));
    assert_eq!(period("2019 a 2021"), None);
    assert_eq!(period("Consumo"), None);
    let unit = |name: &str| in_name(name);
    assert_eq!(unit("Consumo (kWh)"), Some(("kWh".into(), "Consumo".into())));
    assert_eq!(unit("PM10 [µg/m³]"), Some(("µg/m3".into(), "PM10".into())));
    assert_eq!(unit("Consumo em MWh"), Some(("MWh".into(), "Consumo".into())));
    assert_eq!(unit("Emissões (t CO₂eq)"), Some(("tCO2e".into(), "Emissões".into())));
    assert_eq!(unit("Consumo (estimado)"), None);
    assert_eq!(
        (unit_of("habitantes"), unit_of("N.º"), unit_of("tep"), unit_of("foo")),
        (Some("person".into()), Some("1".into()), Some("toe".into()), None)
    );
}

/// A text that comes a byte at a time.
struct Drops<'t>(&'t [u8]);

impl std::io::Read for Drops<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let (Some((first, rest)), Some(place)) = (self.0.split_first(), out.first_mut()) else {
            return Ok(0);
        };
        *place = *first;
        self.0 = rest;
        Ok(1)
    }
}

#[test]
fn lines_are_counted_alike_whatever_ends_them_and_however_they_come() {
    let text = "a;b\r\n\"c\r\nd\";\r\ne;f\r";
    let mut rows = Vec::new();
    crate::own::grid::each(Drops(text.as_bytes()), ';', |line, cells| {
        rows.push((line, cells.iter().map(|c| c.text().into_owned()).collect::<Vec<_>>()));
        true
    });
    let row = |line, a: &str, b: &str| (line, vec![a.to_owned(), b.to_owned()]);
    assert_eq!(rows, [row(1, "a", "b"), row(2, "c\nd", ""), row(4, "e", "f")]);
}
