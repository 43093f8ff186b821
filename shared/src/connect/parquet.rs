//! Tables as Apache Parquet, read row by row (feature `parquet`: natively alone).

use bytes::Bytes;
use parquet::{
    file::{
        metadata::ParquetMetaData,
        reader::{FileReader, SerializedFileReader},
    },
    record::Field,
    schema::types::Type,
};

use super::{ConnectError, Input, MAX_BYTES, MAX_ROWS, time::Moment};

/// Whether a file says that it is one.
pub fn is_parquet(input: &Input<'_>) -> bool {
    input.bytes.starts_with(b"PAR1")
}

/// Reads the columns named, row by row, as texts; a column that is not there is an error that names those that are. Nested
/// columns are not read.
///
/// # Errors
/// [`ConnectError`] where the file is damaged, claims more than is read, or lacks a column.
pub fn rows(
    input: &Input<'_>,
    columns: &[&str],
    mut row: impl FnMut(u64, &[String]) -> Result<(), ConnectError>,
) -> Result<(), ConnectError> {
    let damaged =
        |e: &dyn std::fmt::Display| input.shape(format!("damaged Parquet ({e})"), "a whole Parquet file");
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(input.bytes)).map_err(|e| damaged(&e))?;
    let metadata = reader.metadata();
    bounded(input, metadata)?;
    let schema = metadata.file_metadata().schema();
    let found: Vec<&str> = schema.get_fields().iter().map(|f| f.name()).collect();
    let mut kept = Vec::new();
    for column in columns {
        let field = schema.get_fields().iter().find(|f| f.name() == *column && f.is_primitive());
        let lacks = || input.shape(format!("columns {}", found.join(", ")), format!("the column “{column}”"));
        kept.push(field.ok_or_else(lacks)?.clone());
    }
    // A column twice in a projection is refused by the reader.
    kept.sort_by(|a, b| a.name().cmp(b.name()));
    kept.dedup_by(|a, b| a.name() == b.name());
    let projection =
        Type::group_type_builder(schema.name()).with_fields(kept).build().map_err(|e| damaged(&e))?;
    let mut texts = vec![String::new(); columns.len()];
    for (record, number) in reader.get_row_iter(Some(projection)).map_err(|e| damaged(&e))?.zip(1u64..) {
        let record = record.map_err(|e| damaged(&e))?;
        for (name, field) in record.get_column_iter() {
            for (at, _) in columns.iter().enumerate().filter(|(_, c)| *c == name) {
                texts[at] = text(field);
            }
        }
        row(number, &texts)?;
    }
    Ok(())
}

/// The columns that can be read.
///
/// # Errors
/// [`ConnectError`] where the file is damaged.
pub fn columns(input: &Input<'_>) -> Result<Vec<String>, ConnectError> {
    let damaged =
        |e: &dyn std::fmt::Display| input.shape(format!("damaged Parquet ({e})"), "a whole Parquet file");
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(input.bytes)).map_err(|e| damaged(&e))?;
    let fields = reader.metadata().file_metadata().schema().get_fields().to_vec();
    Ok(fields.iter().filter(|f| f.is_primitive()).map(|f| f.name().to_owned()).collect())
}

/// What a file claims to hold is refused before it costs memory.
fn bounded(input: &Input<'_>, metadata: &ParquetMetaData) -> Result<(), ConnectError> {
    let too_large = |what, max| ConnectError::TooLarge { file: input.name.into(), what, max };
    let claimed = metadata.file_metadata().num_rows();
    if claimed < 0 || claimed as u64 > MAX_ROWS as u64 {
        return Err(too_large("rows", MAX_ROWS as u64));
    }
    let mut rows = 0i64;
    for group in metadata.row_groups() {
        rows = rows.saturating_add(group.num_rows());
        let bytes = group.total_byte_size();
        if bytes < 0 || bytes as u64 > MAX_BYTES {
            return Err(too_large("bytes in a row group", MAX_BYTES));
        }
        let sizes =
            group.columns().iter().map(parquet::file::metadata::ColumnChunkMetaData::uncompressed_size);
        if sizes.into_iter().any(|size| size < 0 || size as u64 > MAX_BYTES) {
            return Err(too_large("bytes in a column", MAX_BYTES));
        }
    }
    if rows != claimed {
        return Err(input.shape(format!("{rows} rows where {claimed} are claimed"), "a whole Parquet file"));
    }
    Ok(())
}

/// A cell as other tables write it: empty where there is none, times in ISO 8601.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::TimestampMillis(t) => Moment(t.div_euclid(1_000)).iso(),
        Field::TimestampMicros(t) => Moment(t.div_euclid(1_000_000)).iso(),
        Field::Date(days) => Moment(i64::from(*days) * 86_400).iso()[..10].into(),
        Field::Float(v) => v.to_string(),
        Field::Double(v) => v.to_string(),
        other => other.to_string(),
    }
}

/// Rows as a Parquet file, for tests.
#[cfg(test)]
pub(super) mod written {
    use std::sync::Arc;

    use parquet::{
        basic::{Compression, LogicalType, Repetition, Type as Physical},
        data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type},
        file::{properties::WriterProperties, writer::SerializedFileWriter},
        schema::types::Type,
    };

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
        let field = |(name, column): &(&str, Column<'_>)| {
            let (physical, logical) = match column {
                Column::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
                Column::Whole(_) => (Physical::INT64, None),
                Column::Numbers(_) => (Physical::DOUBLE, None),
            };
            let builder = Type::primitive_type_builder(name, physical);
            let builder = builder.with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
            Arc::new(builder.build().expect("a column"))
        };
        let fields = columns.iter().map(field).collect();
        let schema =
            Arc::new(Type::group_type_builder("schema").with_fields(fields).build().expect("a schema"));
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).expect("a writer");
        let mut group = writer.next_row_group().expect("a group");
        for (_, column) in columns {
            let mut out = group.next_column().expect("a column").expect("one for each");
            match column {
                Column::Texts(texts) => {
                    let values: Vec<ByteArray> = texts.iter().map(|t| ByteArray::from(*t)).collect();
                    out.typed::<ByteArrayType>()
                        .write_batch(&values, Some(&vec![1; texts.len()]), None)
                        .expect("written");
                }
                Column::Whole(values) => {
                    out.typed::<Int64Type>()
                        .write_batch(values, Some(&vec![1; values.len()]), None)
                        .expect("written");
                }
                Column::Numbers(values) => {
                    let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
                    let values: Vec<f64> = values.iter().filter_map(|v| *v).collect();
                    out.typed::<DoubleType>().write_batch(&values, Some(&levels), None).expect("written");
                }
            }
            out.close().expect("closed");
        }
        group.close().expect("closed");
        writer.into_inner().expect("a file")
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
