//! What the columns of a file hold.

use parquet::{
    basic::{ConvertedType, LogicalType, TimeUnit, Type},
    schema::types::{ColumnDescPtr, ColumnDescriptor},
};

/// Longest values of a fixed length: decimals of any precision are shorter.
const LONGEST_FIXED: i32 = 64;
/// Most digits after the point of a decimal.
const MOST_DIGITS: i32 = 38;

/// A column that can be cells.
pub struct Column {
    /// Its place among all columns of the file.
    pub at: usize,
    /// Its name; of one in a structure the names above it before it.
    pub name: String,
    /// What it holds.
    pub what: What,
    /// As the file describes it.
    pub about: ColumnDescPtr,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// As it stands: numbers, truths.
    Plain,
    /// Whole numbers without a sign.
    Unsigned,
    /// Whole numbers of so many digits after the point.
    Decimal(i32),
    /// Days since 1970.
    Date,
    /// Parts of a second since 1970, so many a second; whether they are of universal time.
    Moment(i64, bool),
    /// Text.
    Text,
}

impl Column {
    /// A column of the schema; none where it repeats within a row, or holds bytes that mean nothing here.
    pub fn of(at: usize, about: &ColumnDescPtr) -> Option<Self> {
        if about.max_rep_level() > 0 {
            return None;
        }
        let what = what(about)?;
        Some(Self { at, name: about.path().parts().join("."), what, about: about.clone() })
    }
}

fn what(about: &ColumnDescriptor) -> Option<What> {
    let logical = about.logical_type_ref();
    let decimal =
        matches!(logical, Some(LogicalType::Decimal(_))) || about.converted_type() == ConvertedType::DECIMAL;
    if decimal {
        let short =
            about.physical_type() != Type::FIXED_LEN_BYTE_ARRAY || about.type_length() <= LONGEST_FIXED;
        let scale = about.type_scale();
        return (short && (0..=MOST_DIGITS).contains(&scale)).then_some(What::Decimal(scale));
    }
    match (logical, about.converted_type()) {
        (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => return Some(What::Date),
        (Some(LogicalType::Timestamp(t)), _) => {
            let parts = match t.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            };
            return Some(What::Moment(parts, t.is_adjusted_to_u_t_c));
        }
        (None, ConvertedType::TIMESTAMP_MILLIS) => return Some(What::Moment(1_000, true)),
        (None, ConvertedType::TIMESTAMP_MICROS) => return Some(What::Moment(1_000_000, true)),
        (Some(LogicalType::Integer(i)), _) if !i.is_signed => return Some(What::Unsigned),
        (None, ConvertedType::UINT_32 | ConvertedType::UINT_64) => return Some(What::Unsigned),
        (Some(LogicalType::Time(_)), _) => return None,
        _ => {}
    }
    match about.physical_type() {
        Type::BOOLEAN | Type::INT32 | Type::INT64 | Type::FLOAT | Type::DOUBLE => Some(What::Plain),
        // Of Impala and old Spark: nanoseconds of a day, and the day; no zone is said.
        Type::INT96 => Some(What::Moment(1_000_000_000, false)),
        // why text where nothing is said: writers before 2014 had no other way
        Type::BYTE_ARRAY => {
            let text =
                matches!(logical, None | Some(LogicalType::String | LogicalType::Enum | LogicalType::Json));
            (text && about.converted_type() != ConvertedType::BSON).then_some(What::Text)
        }
        Type::FIXED_LEN_BYTE_ARRAY => None,
    }
}
