//! A table as Parquet: group of rows by group, packed by Snappy, each column with as much as a reader needs to know its kind.

use std::sync::Arc;

use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::Type,
};
use serde::Deserialize;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// True or false.
    Boolean,
    /// Days since 1970.
    Date,
    /// Milliseconds since 1970, on the clock of whoever wrote them.
    Moment,
    /// Text.
    Text,
}

/// Values of a column, those that are missing as none.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Whole numbers, days and milliseconds.
    Whole(Vec<Option<i64>>),
    /// Numbers.
    Number(Vec<Option<f64>>),
    /// True or false.
    Boolean(Vec<Option<bool>>),
    /// Text.
    Text(Vec<Option<String>>),
}

/// A file being written.
pub struct Writer {
    kinds: Vec<Kind>,
    writer: SerializedFileWriter<Vec<u8>>,
}

impl Writer {
    /// A file with these columns; of names alike the later ones are numbered, as readers refuse them.
    ///
    /// # Errors
    /// What the crate says.
    pub fn new(columns: &[(String, Kind)]) -> Result<Self, ParquetError> {
        let mut taken = std::collections::BTreeSet::new();
        let field = |(name, kind): &(String, Kind)| {
            let mut free = name.clone();
            let mut n = 1;
            while !taken.insert(free.clone()) {
                n += 1;
                free = format!("{name}_{n}");
            }
            let (physical, logical) = match kind {
                Kind::Integer => (Physical::INT64, None),
                Kind::Number => (Physical::DOUBLE, None),
                Kind::Boolean => (Physical::BOOLEAN, None),
                Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
                Kind::Moment => (Physical::INT64, Some(LogicalType::timestamp(false, TimeUnit::MILLIS))),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            };
            let field = Type::primitive_type_builder(&free, physical)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(logical);
            field.build().map(Arc::new)
        };
        let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("table").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("Gémeo {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        Ok(Self { kinds: columns.iter().map(|(_, kind)| *kind).collect(), writer })
    }

    /// Adds rows, a list of values for each column.
    ///
    /// # Errors
    /// Where the columns are not those of the file or differ in length, and what the crate says.
    pub fn group(&mut self, columns: &[Values]) -> Result<(), ParquetError> {
        let rows = columns.first().map_or(0, Values::len);
        if columns.len() != self.kinds.len() || columns.iter().any(|c| c.len() != rows) {
            return Err(ParquetError::General("columns of another number or length".into()));
        }
        let mut group = self.writer.next_row_group()?;
        for (values, kind) in columns.iter().zip(&self.kinds) {
            match (values, kind) {
                (Values::Whole(list), Kind::Date) => {
                    let beyond = |_| ParquetError::General("a date that Parquet cannot hold".into());
                    let days = list.iter().map(|v| v.map(i32::try_from).transpose().map_err(beyond));
                    let days = days.collect::<Result<Vec<_>, _>>()?;
                    column::<Int32Type, _>(&mut group, &days, |v| *v)?;
                }
                (Values::Whole(list), Kind::Integer | Kind::Moment) => {
                    column::<Int64Type, _>(&mut group, list, |v| *v)?
                }
                (Values::Number(list), Kind::Number) => column::<DoubleType, _>(&mut group, list, |v| *v)?,
                (Values::Boolean(list), Kind::Boolean) => column::<BoolType, _>(&mut group, list, |v| *v)?,
                (Values::Text(list), Kind::Text) => {
                    column::<ByteArrayType, _>(&mut group, list, |v| ByteArray::from(v.as_str()))?;
                }
                _ => return Err(ParquetError::General("a column of another kind".into())),
            }
        }
        group.close().map(drop)
    }

    /// The file.
    ///
    /// # Errors
    /// What the crate says.
    pub fn finish(self) -> Result<Vec<u8>, ParquetError> {
        self.writer.into_inner()
    }
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Whole(list) => list.len(),
            Self::Number(list) => list.len(),
            Self::Boolean(list) => list.len(),
            Self::Text(list) => list.len(),
        }
    }
}

fn column<T: DataType, V>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    list: &[Option<V>],
    of: impl Fn(&V) -> T::T,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = list.iter().map(|v| i16::from(v.is_some())).collect();
    let values: Vec<T::T> = list.iter().flatten().map(of).collect();
    let missing = || ParquetError::General("a column too many".into());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    writer.typed::<T>().write_batch(&values, Some(&levels), None)?;
    writer.close()
}
