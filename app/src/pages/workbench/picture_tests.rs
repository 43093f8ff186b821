use super::*;
use crate::pages::workbench::columns::Field;

fn columns(fields: &[(&str, Kind)], rows: &[Vec<Cell>]) -> Vec<Column> {
    let of = |(at, (name, kind)): (usize, &(&str, Kind))| {
        let values: Vec<Cell> = rows.iter().map(|row| row[at].clone()).collect();
        Column::of(Field { name: (*name).into(), kind: *kind }, &values)
    };
    fields.iter().enumerate().map(of).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

#[test]
fn a_time_makes_lines_and_texts_tell_them_apart() {
    let row = |city: &str, gases: &str, year: f64, value: f64| {
        vec![text(city), text(gases), Cell::Number(year), Cell::Number(value)]
    };
    let rows = vec![
        row("lisboa", "CO2", 2014.0, 3.5),
        row("lisboa", "CO2", 2016.0, 4.0),
        row("lisboa", "all", 2018.0, 4.1),
    ];
    let columns = columns(
        &[("city", Kind::Text), ("gases", Kind::Text), ("year", Kind::Integer), ("t", Kind::Number)],
        &rows,
    );
    assert_eq!(drawable(&columns), [3]);
    let Some(Picture::Lines(lines, 0)) = picture(&columns, &rows, 3) else { panic!("lines") };
    let named: Vec<(&str, usize)> = lines.lines.iter().map(|l| (l.label.as_str(), l.points.len())).collect();
    assert_eq!(named, [("lisboa · CO2", 2), ("lisboa · all", 1)]);
}

#[test]
fn without_a_second_time_there_are_bars_and_what_has_no_room_is_counted() {
    let rows: Vec<Vec<Cell>> = (0..30)
        .map(|n| vec![text(&format!("parish {n}")), Cell::Number(2024.0), Cell::Number(f64::from(n))])
        .collect();
    let columns = columns(&[("parish", Kind::Text), ("year", Kind::Integer), ("gwh", Kind::Number)], &rows);
    let Some(Picture::Bars(bars, left_out)) = picture(&columns, &rows, 2) else { panic!("bars") };
    assert_eq!((bars.bars.len(), left_out), (24, 6));
    assert_eq!(bars.bars[1].label, "parish 1 · 2024");
}

#[test]
fn two_values_of_one_time_are_no_line() {
    let rows =
        vec![vec![Cell::Number(2019.0), Cell::Number(1.0)], vec![Cell::Number(2019.0), Cell::Number(2.0)]];
    let columns = columns(&[("year", Kind::Integer), ("n", Kind::Number)], &rows);
    assert!(matches!(picture(&columns, &rows, 1), Some(Picture::Bars(_, 0))));
}

#[test]
fn months_are_parts_of_a_year_and_nothing_is_no_chart() {
    assert_eq!(moment(&text("2024-07")), Some(2024.5));
    assert_eq!(moment(&text("2024-01-01T12:00:00")), Some(2024.0));
    assert_eq!(moment(&text("spring")), None);
    let rows = vec![vec![Cell::Null]];
    assert_eq!(picture(&columns(&[("n", Kind::Number)], &rows), &rows, 0), None);
}
