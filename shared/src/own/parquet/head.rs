//! The header of a page (`parquet.thrift`, PageHeader), of which nothing is believed here.

use parquet::basic::Encoding;

use super::{
    Refusal, damaged,
    thrift::{Field, Walk},
};

/// The header of a page.
#[derive(Default)]
pub struct Head {
    /// 0 data, 1 index, 2 values listed once, 3 data of the second version.
    pub kind: i64,
    /// Bytes, unpacked.
    pub unpacked: i64,
    /// Bytes that follow.
    pub packed: i64,
    /// Fields of the structure of its kind, by number.
    pub fields: [Option<i64>; 9],
}

impl Head {
    /// A header, and its bytes.
    pub fn read(bytes: &[u8]) -> Option<(Self, usize)> {
        let mut walk = Walk::new(bytes, 100);
        let mut head = Self::default();
        walk.fields(|walk, id, field| {
            match (id, field) {
                (1, Field::Number(n)) => head.kind = n,
                (2, Field::Number(n)) => head.unpacked = n,
                (3, Field::Number(n)) => head.packed = n,
                (5 | 7 | 8, Field::Structure) => walk.fields(|walk, id, field| {
                    match field {
                        Field::Number(n) => {
                            if let Some(slot) =
                                usize::try_from(id).ok().and_then(|at| head.fields.get_mut(at))
                            {
                                *slot = Some(n);
                            }
                        }
                        Field::Structure => walk.structure()?,
                        Field::Other => {}
                    }
                    Some(())
                })?,
                (_, Field::Structure) => walk.structure()?,
                _ => {}
            }
            Some(())
        })?;
        Some((head, walk.at()))
    }
}

/// How values are written, by its number.
pub fn encoding(code: Option<i64>) -> Result<Encoding, Refusal> {
    Ok(match code {
        Some(0) => Encoding::PLAIN,
        Some(2) => Encoding::PLAIN_DICTIONARY,
        Some(3) => Encoding::RLE,
        Some(5) => Encoding::DELTA_BINARY_PACKED,
        Some(6) => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        Some(7) => Encoding::DELTA_BYTE_ARRAY,
        Some(8) => Encoding::RLE_DICTIONARY,
        Some(9) => Encoding::BYTE_STREAM_SPLIT,
        Some(other) => return Err(Refusal::new("parquet_encoding").with("encoding", other)),
        None => return Err(damaged()),
    })
}
