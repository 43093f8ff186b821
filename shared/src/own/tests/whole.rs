use super::{geo, guessed, open};
use crate::{
    geo::Level,
    own::{FaultCode, How, OddKind, PeriodFrom, PlaceFrom, PlaceHow, Refusal, Rows, Said},
};

const FAULTY: &str = "Freguesia;Mês;Consumo (kWh)\n\
    São Vicente;janeiro de 2024;1.234,5\n\
    S. Vicente;fev/2024;-99\n\
    Bomfim;jan/2024;12,5\n\
    Nenhures;jan/2024;3\n\
    Bonfim;ontem;4\n\
    Bonfim;mar/2024;muito\n\
    Bonfim;jan/2024;12,5\n\
    Bonfim;jan/2024;13,5\n";

#[test]
fn every_cell_that_cannot_be_used_is_named_with_its_place() {
    let (session, mapping, preview) = guessed("consumo.csv", FAULTY.as_bytes());
    assert_eq!(mapping.missing, ["-99"]);
    let faults: Vec<(FaultCode, u64, &str, &str, &str)> = preview
        .faults
        .list
        .iter()
        .map(|f| (f.code, f.row, f.cell.as_str(), f.column.as_str(), f.found.as_str()))
        .collect();
    assert_eq!(
        faults,
        [
            (FaultCode::Place, 5, "A5", "Freguesia", "Nenhures"),
            (FaultCode::Period, 6, "B6", "Mês", "ontem"),
            (FaultCode::Number, 7, "C7", "Consumo (kWh)", "muito"),
        ]
    );
    let report = &preview.report;
    assert_eq!((report.rows, report.observations, report.missing), (8, 3, 1));
    assert_eq!((report.same, report.conflicting), (1, 1));
    assert_eq!((report.first.as_str(), report.last.as_str()), ("2024-01", "2024-02"));
    let names: Vec<(&str, How, u64)> =
        preview.names.iter().map(|n| (n.found.as_str(), n.how, n.rows)).collect();
    assert_eq!(names, [("Nenhures", How::Unknown, 1), ("Bomfim", How::Nearly, 1)]);
    let mut source = FAULTY.as_bytes();
    let mut heard = 0;
    let (dataset, rows) = session.read(&mapping, &mut source, &mut |n| heard = n).expect("readable");
    assert_eq!(heard, FAULTY.len() as u64);
    assert_eq!(Rows::from_bytes(&rows.to_bytes(), &dataset).map(|r| r.len()), Ok(3));
    assert!(Rows::from_bytes(&rows.to_bytes()[..30], &dataset).is_err());
    assert!(dataset.csv(&rows).contains("Consumo,kWh,parish2025/110654,São Vicente,2024-01,1234.5"));
}

#[test]
fn a_line_of_a_file_made_on_windows_has_its_number() {
    let (.., preview) = guessed("consumo.csv", FAULTY.replace('\n', "\r\n").as_bytes());
    let rows: Vec<u64> = preview.faults.list.iter().map(|f| f.row).collect();
    assert_eq!(rows, [5, 6, 7]);
}

#[test]
fn a_reader_may_say_what_a_name_means() {
    let (session, mut mapping, _) = guessed("consumo.csv", FAULTY.as_bytes());
    mapping.names.insert("Nenhures".into(), geo("parish2025/110658"));
    let preview = session.attempt(&mapping).expect("few series");
    assert_eq!(preview.faults.counts.get(&FaultCode::Place), None);
    assert!(preview.names.iter().any(|n| n.found == "Nenhures" && n.how == How::Chosen));
}

#[test]
fn codes_lose_zeros_have_letters_and_belong_to_an_edition() {
    let text = "dicofre,ano,valor\n30801,2019,1\n0308FA,2019,2\n110654.0,2019,3\n999999,2019,4\nXX,2019,5\n";
    let (_, mapping, preview) = guessed("a.csv", text.as_bytes());
    let PlaceFrom::Column { how, edition, .. } = mapping.place else { panic!("{:?}", mapping.place) };
    assert_eq!((how, edition), (PlaceHow::Code, Level::Parish2025));
    let places: Vec<&str> = preview.rows.iter().map(|r| r.place.as_str()).collect();
    // A code of no city that is open keeps its code for a name.
    assert_eq!(places, ["Aldão", "Arosa", "São Vicente", "999999"]);
    assert_eq!(preview.faults.list[0].found, "XX");
    let old = "dicofre,ano,valor\n030876,2019,1\n131216,2019,2\n";
    let (_, mapping, _) = guessed("a.csv", old.as_bytes());
    assert!(
        matches!(mapping.place, PlaceFrom::Column { edition: Level::Parish2013, .. }),
        "{:?}",
        mapping.place
    );
}

#[test]
fn years_side_by_side_are_one_series() {
    let text = "Código,Freguesia,2019,2020,2021\n110654,São Vicente,1.5,2.5,\n131202,Bonfim,3.5,..,4.5\n";
    let (session, mapping, preview) = guessed("agua_kwh.csv", text.as_bytes());
    assert!(mapping.is_wide());
    assert_eq!(mapping.values.len(), 3);
    assert_eq!((preview.report.series, preview.report.observations, preview.report.missing), (1, 6, 2));
    assert_eq!(session.look().columns[0].samples, ["110654", "131202"]);
    assert!(matches!(mapping.place, PlaceFrom::Column { column: 0, how: PlaceHow::Code, .. }));
}

#[test]
fn a_column_of_kinds_tells_series_apart_and_units_come_with_rows() {
    let text = "Concelho;Freguesia;Ano;Mês;Indicador;Unidade;Valor\n\
        Lisboa;São Vicente;2024;1;Eletricidade;kWh;10\nLisboa;São Vicente;2024;1;Gás;m3;5\n\
        Lisboa;São Vicente;2024;2;Eletricidade;kWh;11\nLisboa;São Vicente;2024;2;Gás;m3;6\n\
        Porto;São Vicente;2024;1;Gás;m3;6\nBraga;Bonfim;2024;1;Gás;m3;6\n";
    let (_, mapping, preview) = guessed("a.csv", text.as_bytes());
    assert_eq!(mapping.period, PeriodFrom::YearMonth { year: 2, month: 3 });
    assert!(
        matches!(mapping.place, PlaceFrom::Column { column: 1, within: Some(0), .. }),
        "{:?}",
        mapping.place
    );
    assert_eq!((mapping.split.as_slice(), mapping.unit), (&[4][..], Some(5)));
    let series: Vec<(&str, &str)> =
        preview.rows.iter().map(|r| (r.series.as_str(), r.unit.as_str())).collect();
    assert_eq!(series[0], ("Valor · Eletricidade", "kWh"));
    assert_eq!(series[1], ("Valor · Gás", "m3"));
    // No São Vicente in Porto, and Braga is not here: neither is taken for another place.
    assert_eq!(preview.faults.counts.get(&FaultCode::Place), Some(&1));
    assert_eq!(preview.faults.counts.get(&FaultCode::City), Some(&1));
}

#[test]
fn a_table_without_places_or_years_says_what_it_needs() {
    let (_, mapping, _) = guessed("a.csv", b"tipo,valor (kWh)\na,1.5\nb,2.5\n");
    assert_eq!(mapping.place, PlaceFrom::Fixed(geo("city/1106")));
    assert_eq!(mapping.lacks(), Some("period"));
    let (_, mapping, _) = guessed("a.csv", b"tipo,cor\na,azul\nb,verde\n");
    assert_eq!(mapping.lacks(), Some("values"));
}

#[test]
fn gaps_and_odd_figures_are_counted() {
    let mut text = String::from("Ano,Consumo (kWh)\n");
    for (at, year) in (2000..2020).filter(|y| *y != 2005).enumerate() {
        text.push_str(&format!("{year},{}\n", 100 + at % 3));
    }
    text.push_str("2020,99999\n2104,100\n2021,-5\n");
    let (_, _, preview) = guessed("a.csv", text.as_bytes());
    let kinds: Vec<OddKind> = preview.report.odd.iter().map(|o| o.kind).collect();
    assert!(
        kinds.contains(&OddKind::Future)
            && kinds.contains(&OddKind::Outlier)
            && kinds.contains(&OddKind::Negative),
        "{kinds:?}"
    );
    assert_eq!(preview.report.gaps, 1 + (2104 - 2022));
}

#[test]
fn dates_with_the_month_first_are_noticed() {
    let (_, mapping, preview) = guessed("a.csv", b"date,valor\n01/31/2024,1\n02/28/2024,2\n");
    assert_eq!(mapping.period, PeriodFrom::Column { column: 0, month_first: true });
    assert_eq!(preview.rows[0].period, "2024-01-31");
}

#[test]
fn a_workbook_gives_its_numbers_and_dates() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Capa").expect("a name").write(0, 0, "Leia-me").expect("writable");
    let sheet = book.add_worksheet();
    sheet.set_name("Dados").expect("a name");
    for (c, name) in ["Freguesia", "Data", "Consumo (MWh)"].iter().enumerate() {
        sheet.write(0, c as u16, *name).expect("writable");
    }
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 1, 31).expect("a date");
    let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(1, 0, "Bonfim").expect("writable");
    sheet.write_with_format(1, 1, &date, &format).expect("writable");
    sheet.write(1, 2, 1234.5).expect("writable");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (session, mapping, preview) = guessed("a.xlsx", &bytes);
    assert_eq!((session.look().sheet.as_str(), session.look().sheets.len()), ("Dados", 2));
    assert_eq!(mapping.values[0].unit, "MWh");
    assert_eq!((preview.rows[0].period.as_str(), preview.rows[0].value), ("2024-01-31", Some(1234.5)));
    assert_eq!(preview.faults.sheet, "Dados");
}

#[test]
fn a_quotation_mark_without_its_other_half_does_no_harm() {
    let text = format!("a,ano,v\n\"x,2019,1\n{}", "y,2019,1\n".repeat(600_000));
    let Ok((session, mapping)) = open("a.csv", text.as_bytes()) else { return };
    let mut source = text.as_bytes();
    assert!(session.read(&mapping, &mut source, &mut |_| {}).is_err());
}

#[test]
fn the_page_reads_what_the_worker_says() {
    let (session, mapping, preview) = guessed("consumo.csv", FAULTY.as_bytes());
    let mut source = FAULTY.as_bytes();
    let (dataset, _) = session.read(&mapping, &mut source, &mut |_| {}).expect("readable");
    let refusal = Refusal::new("too_large").with("size", 3);
    for said in [
        Said::Opened(Box::new((session.look().clone(), mapping, preview.clone()))),
        Said::Tried(Box::new(preview)),
        Said::Read(Box::new(dataset)),
        Said::Refused(refusal),
    ] {
        let text = serde_json::to_string(&said).expect("JSON");
        assert_eq!(crate::lean::from_str::<Said>(&text), Ok(said));
    }
}
