//! Billed electricity by month, parish and voltage: dataset `3-consumos-faturados-por-municipio-ultimos-10-anos`.

use std::collections::BTreeMap;

use super::{BILLED, months, site, voltage};
use crate::{
    connect::{ConnectError, Csv, Import, Input, Kind, Observed, Warning, number::written, series},
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Concept of billed electricity.
pub const CONCEPT: &str = "electricity_billed";

/// Whether a file is an export of this dataset.
pub fn claims(_: &Input<'_>, head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default();
    (first.contains("Energia Ativa") || first.contains("energia_ativa_kwh"))
        && (first.contains("CodDistritoConcelho") || first.contains("coddistritoconcelho"))
}

/// Reads an export. A row without a parish is kept for its municipality with the dimension `part=unallocated`, so that
/// parishes and unallocated sum to the municipality; see [`municipal_totals`].
///
/// # Errors
/// [`ConnectError`] where columns are missing.
pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
    let mut import = Import::new(BILLED);
    let text = input.text(&mut import.warnings).into_owned();
    let mut csv = Csv::new(input, &text)?;
    let date = csv.need(input, &["Data"])?;
    let level = csv.need(input, &["Nível de Tensão", "nivel_de_tensao"])?;
    let energy = csv.need(input, &["Energia Ativa (kWh)", "energia_ativa_kwh"])?;
    let municipality = csv.need(input, &["CodDistritoConcelho"])?;
    let parish = csv.find(&["CodDistritoConcelhoFreguesia"]);
    while let Some(cells) = csv.next(input)? {
        import.records += 1;
        import.observed.room(input.name)?;
        let row = cells.row;
        let Some(period) = month(cells.text(date)) else {
            import
                .warnings
                .add(Warning::new(Kind::NotADate, "not a month").at(row, "Data").found(cells.text(date)));
            continue;
        };
        let Some(voltage) = voltage(cells.text(level)) else {
            import.warnings.add(
                Warning::new(Kind::Skipped, "not a voltage level known here")
                    .at(row, "Nível de Tensão")
                    .found(cells.text(level)),
            );
            continue;
        };
        let Some(site) = site(&mut import, row, cells.text(municipality), cells.text_of(parish)) else {
            continue;
        };
        let value = written(cells.text(energy));
        if value.is_none() {
            import.warnings.add(
                Warning::new(Kind::NotANumber, "no energy")
                    .at(row, "Energia Ativa (kWh)")
                    .found(cells.text(energy)),
            );
        }
        let mut dims = vec![("voltage", voltage)];
        dims.extend(site.part.map(|part| ("part", part)));
        let status = if value.is_some() { Status::A } else { Status::Q };
        import.observed.add(&series(CONCEPT, "kWh", &dims), &site.place, period, value, status);
    }
    import.observed = std::mem::take(&mut import.observed).without_duplicates(&mut import.warnings);
    months::mark(&mut import);
    Ok(import)
}

/// A month from `2024-01`, `2024-01-01` or a date and time.
pub(super) fn month(text: &str) -> Option<Period> {
    match text.parse::<Period>() {
        Ok(Period::Month(y, m) | Period::Day(y, m, _)) => Some(Period::Month(y, m)),
        Ok(_) => None,
        Err(_) => match crate::connect::time::stamp(text)?.utc().day()? {
            Period::Day(y, m, _) => Some(Period::Month(y, m)),
            _ => None,
        },
    }
}

/// Adds the totals of municipalities: for each voltage and month the sum over its parishes and what is unallocated.
/// The sum is provisional where one of its parts is, and absent where a part is secret.
pub fn municipal_totals(observed: &mut Observed) {
    let mut sums: BTreeMap<(String, String, Period), (Option<f64>, Status)> = BTreeMap::new();
    for row in observed.rows() {
        let (series, place) =
            (&observed.series()[row.series as usize], &observed.places()[row.place as usize]);
        let is_part = matches!(place.level, Level::Parish2013 | Level::Parish2025)
            || series.dims.get("part").is_some_and(|p| p == "unallocated");
        let (Some(code), Some(voltage)) = (place.code.get(..4), series.dims.get("voltage")) else { continue };
        if series.concept != CONCEPT || !is_part {
            continue;
        }
        let sum = sums.entry((code.into(), voltage.clone(), row.period)).or_insert((Some(0.0), Status::A));
        sum.0 = sum.0.zip(row.value).map(|(a, b)| a + b);
        sum.1 = if row.status == Status::A { sum.1 } else { row.status };
    }
    for ((code, voltage, period), (value, status)) in sums {
        observed.add(
            &series(CONCEPT, "kWh", &[("voltage", &voltage)]),
            &GeoId::city(&code),
            period,
            value,
            status,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    const HEAD: &str = "\u{feff}Ano;Mês;Data;Distrito;Concelho;Freguesia;Nível de Tensão;Energia Ativa (kWh);CodDistrito;CodDistritoConcelho;CodDistritoConcelhoFreguesia\n";

    fn import(rows: &str) -> Import {
        let text = format!("{HEAD}{rows}");
        read(&Input { name: "x.csv", bytes: text.as_bytes(), hints: &Hints::default() }).expect("readable")
    }

    #[test]
    fn unallocated_and_secret_rows_are_kept_apart_and_said() {
        let i = import(concat!(
            "2024;01;2024-01;PORTO;Porto;RAMALDE;Baixa Tensão;100,5;13;1312;131211\n",
            "2024;01;2024-01;PORTO;Porto;PORTO;Baixa Tensão;9,5;13;1312;\n",
            "2024;01;2024-01;AVEIRO;OUTROS AVEIRO;;Baixa Tensão;7;01;01--;\n",
            "2024;01;2024-01;;;;Baixa Tensão;3;;;\n",
            "2024;01;2024-01;BRAGA;Guimarães;X;Baixa Tensão;1;03;0308;0308FA\n",
            "2024;01;2024-01;BRAGA;Guimarães;X;Outra;1;03;0308;030813\n",
        ));
        let places: Vec<String> = i.observed.observations().map(|o| o.geo.to_string()).collect();
        assert_eq!(
            places,
            ["parish2013/131211", "city/1312", "district/01", "country/PT", "parish2025/0308FA"]
        );
        let w = &i.warnings;
        assert_eq!(
            (w.count(Kind::Unallocated), w.count(Kind::Suppressed), w.count(Kind::Skipped)),
            (1, 2, 1)
        );
        let mut observed = i.observed;
        municipal_totals(&mut observed);
        let total = observed.value(
            &series(CONCEPT, "kWh", &[("voltage", "low")]),
            &GeoId::city("1312"),
            Period::Month(2024, 1),
        );
        assert_eq!(total, Some(110.0));
    }

    #[test]
    fn the_last_months_are_provisional_where_they_are_incomplete() {
        let row = |month: u8, value: u32| {
            format!("2024;{month};2024-{month:02};P;Porto;R;Baixa Tensão;{value};13;1312;131211\n")
        };
        let rows: String =
            [(1, 100), (2, 96), (3, 98), (4, 30)].into_iter().map(|(m, v)| row(m, v)).collect();
        let i = import(&rows);
        let status: Vec<Status> = i.observed.rows().iter().map(|r| r.status).collect();
        assert_eq!(status, [Status::A, Status::A, Status::A, Status::P]);
        assert_eq!(i.warnings.count(Kind::Incomplete), 1);
        let complete: String = [(1, 100), (2, 96)].into_iter().map(|(m, v)| row(m, v)).collect();
        assert_eq!(import(&complete).warnings.count(Kind::Incomplete), 0);
    }

    #[test]
    fn a_row_that_comes_twice_is_kept_once() {
        let row = "2024;01;2024-01;P;Porto;R;Baixa Tensão;100;13;1312;131211\n";
        let i = import(&format!("{row}{row}"));
        assert_eq!((i.observed.len(), i.warnings.count(Kind::Duplicate)), (1, 1));
    }
}
