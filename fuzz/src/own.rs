//! A reader's own table: any file told apart, looked at, mapped by the guess and read; Parquet also by itself.

use gemeo_shared::own::{
    Dataset, KnownPlace, MAX_OBSERVATIONS, Rows,
    parquet::File,
    session::{Session, Wish},
};

/// Some places with names that are alike.
fn places() -> Vec<KnownPlace> {
    let place = |geo: &str, name: &str, city: &str| KnownPlace {
        geo: geo.parse().expect("a place"),
        name: name.into(),
        short: name.into(),
        city: city.into(),
    };
    vec![
        place("city/1106", "Lisboa", "1106"),
        place("parish2013/110654", "São Vicente", "1106"),
        place("parish2025/110654", "São Vicente", "1106"),
        place("parish2013/131202", "Bonfim", "1312"),
        place("parish2013/030850", "Sande (São Martinho)", "0308"),
    ]
}

/// Opens any bytes as a file, tries and reads it as it was guessed; what is kept comes back as it was.
pub fn own(data: &[u8]) {
    let mut source = data;
    let opened = Session::open("a.csv", &mut source, places(), "1106", &Wish::default(), 2026);
    let (session, mapping) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return assert!(!refusal.code.is_empty(), "a refusal without a reason"),
    };
    let _ = session.attempt(&mapping);
    let Ok((dataset, rows)) = session.read(&mapping, &mut source, &mut |_| {}) else { return };
    assert!(!rows.is_empty() && rows.len() <= MAX_OBSERVATIONS, "{} rows", rows.len());
    let text = serde_json::to_string(&dataset).expect("it is written");
    let back: Dataset = gemeo_shared::lean::from_str(&text).expect("it is read");
    assert_eq!(back, dataset, "the lists differ");
    let again = Rows::from_bytes(&rows.to_bytes(), &back).expect("rows are read");
    assert_eq!(again.to_bytes(), rows.to_bytes(), "the rows differ");
    assert!(dataset.csv(&rows).lines().count() > rows.len(), "rows are missing in the CSV");
}

/// Reads any bytes as Parquet: no more rows than it said, each as wide as its names.
pub fn parquet(data: &[u8]) {
    let Ok(file) = File::open(data.to_vec()) else { return };
    let (wide, most) = (file.names().len(), file.rows());
    let mut rows = 0_u64;
    let _ = file.each(|row| {
        assert_eq!(row.len(), wide, "a row of another width");
        rows += 1;
        rows < 100_000
    });
    assert!(rows <= most, "rows out of nothing");
}
