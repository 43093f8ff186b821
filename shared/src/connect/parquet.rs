//! Tables as Apache Parquet, as texts row by row; [`crate::own::parquet`] reads them, bounded whatever they claim.

use super::{ConnectError, Input};
use crate::{
    exchange::Cell,
    own::{Refusal, parquet::File},
};

/// Whether a file says that it is one.
pub fn is_parquet(input: &Input<'_>) -> bool {
    input.bytes.starts_with(b"PAR1")
}

/// Reads the columns named, row by row, as texts: empty where there is nothing, times in ISO 8601. A column that is not there is
/// an error that names those that are. Nested columns are not read.
///
/// # Errors
/// [`ConnectError`] where the file is damaged, claims more than is read, or lacks a column.
pub fn rows(
    input: &Input<'_>,
    columns: &[&str],
    mut row: impl FnMut(u64, &[String]) -> Result<(), ConnectError>,
) -> Result<(), ConnectError> {
    let file = open(input)?.only(columns);
    let names = file.names();
    let place = |column: &&str| names.iter().position(|name| name == column);
    let lacks = |column: &&str| {
        let found = open(input).map(|file| file.names().join(", ")).unwrap_or_default();
        input.shape(format!("columns {found}"), format!("the column “{column}”"))
    };
    let places: Vec<usize> =
        columns.iter().map(|column| place(column).ok_or_else(|| lacks(column))).collect::<Result<_, _>>()?;
    let (mut number, mut taken) = (0, Ok(()));
    let read = file.each(|cells| {
        number += 1;
        let texts: Vec<String> = places.iter().map(|at| text(&cells[*at])).collect();
        taken = row(number, &texts);
        taken.is_ok()
    });
    taken.and(read.map_err(|refusal| told(input, &refusal)))
}

/// The columns that can be read.
///
/// # Errors
/// [`ConnectError`] where the file is damaged.
pub fn columns(input: &Input<'_>) -> Result<Vec<String>, ConnectError> {
    open(input).map(|file| file.names())
}

/// A cell as other tables write it; whole numbers, also those that count nanoseconds, without an exponent.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Number(value) if value.fract() == 0.0 && value.abs() < 1e19 => format!("{value:.0}"),
        other => other.text(),
    }
}

fn open(input: &Input<'_>) -> Result<File, ConnectError> {
    File::open(input.bytes.to_vec()).map_err(|refusal| told(input, &refusal))
}

/// Why a file cannot be read, in the words of a connector.
fn told(input: &Input<'_>, refusal: &Refusal) -> ConnectError {
    let args: Vec<String> = refusal.args.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let why = match refusal.code.as_str() {
        "too_many" | "too_large" | "too_wide" => "more than is read",
        "parquet_encrypted" => "an encrypted Parquet file",
        "parquet_nested" => "Parquet without a flat column",
        "parquet_cut" => "a Parquet file without its end",
        "parquet_codec" | "parquet_encoding" | "parquet_unpacks" => {
            "Parquet packed in a way that is not read"
        }
        _ => "damaged Parquet",
    };
    let detail = if args.is_empty() { String::new() } else { format!(" ({})", args.join(", ")) };
    input.shape(format!("{why}{detail}"), "a whole Parquet file")
}

/// Rows as a Parquet file, for tests.
#[cfg(test)]
pub(super) mod written {
    use crate::own::parquet::write::{Kind, Values, Writer};

    /// A column.
    pub enum Column<'a> {
        /// Of texts.
        Texts(&'a [&'a str]),
        /// Of whole numbers.
        Whole(&'a [i64]),
        /// Of numbers, none where there is none.
        Numbers(&'a [Option<f64>]),
    }

    /// The columns by name as one row group.
    pub fn file(columns: &[(&str, Column<'_>)]) -> Vec<u8> {
        let kind = |(name, column): &(&str, Column<'_>)| {
            let kind = match column {
                Column::Texts(_) => Kind::Text,
                Column::Whole(_) => Kind::Integer,
                Column::Numbers(_) => Kind::Number,
            };
            ((*name).to_owned(), kind)
        };
        let values = |(_, column): &(&str, Column<'_>)| match column {
            Column::Texts(texts) => Values::Text(texts.iter().map(|t| Some((*t).to_owned())).collect()),
            Column::Whole(values) => Values::Whole(values.iter().copied().map(Some).collect()),
            Column::Numbers(values) => Values::Number(values.to_vec()),
        };
        let mut writer = Writer::new(&columns.iter().map(kind).collect::<Vec<_>>()).expect("columns");
        writer.group(&columns.iter().map(values).collect::<Vec<_>>()).expect("rows");
        writer.finish().expect("a file")
    }
}

#[cfg(test)]
mod tests {
    use super::{written::Column, *};
    use crate::connect::Hints;

    fn read(bytes: &[u8], columns: &[&str]) -> Result<Vec<Vec<String>>, ConnectError> {
        let hints = Hints::default();
        let mut out = vec![];
        rows(&Input { name: "x.parquet", bytes, hints: &hints }, columns, |_, row| {
            out.push(row.to_vec());
            Ok(())
        })?;
        Ok(out)
    }

    fn file() -> Vec<u8> {
        written::file(&[
            ("place", Column::Texts(&["1312", "São \"V\""])),
            ("n", Column::Whole(&[7, -1])),
            ("v", Column::Numbers(&[Some(0.1), None])),
        ])
    }

    #[test]
    fn columns_are_read_in_the_order_asked_for() {
        let rows = read(&file(), &["v", "place", "v"]).expect("readable");
        assert_eq!(rows, [["0.1", "1312", "0.1"], ["", "São \"V\"", ""]]);
        let error = read(&file(), &["w"]).expect_err("no such column").to_string();
        assert!(error.contains("place, n, v") && error.contains("“w”"), "{error}");
    }

    #[test]
    fn damage_anywhere_is_an_error_and_no_panic() {
        let whole = file();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            let _ = read(&bytes, &["place", "n", "v"]);
        }
        assert!(read(&whole[..whole.len() / 2], &["n"]).is_err());
        assert!(read(b"PAR1", &["n"]).is_err());
    }
}
