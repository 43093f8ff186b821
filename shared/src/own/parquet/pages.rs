//! The pages of a column of a group of rows, each of bounded size. The crate's own reader of pages would make room for
//! whatever a page's header claims.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use bytes::Bytes;
use parquet::{
    basic::{Compression, Encoding, Type},
    column::page::{Page, PageMetadata, PageReader},
    errors::{ParquetError, Result},
    file::metadata::ColumnChunkMetaData,
};

use super::{
    Refusal, codec, damaged,
    head::{Head, encoding},
    thrift::Walk,
};

/// Bytes of a page, unpacked.
const MAX_PAGE: usize = 32 << 20;
/// Bytes of all pages that are held at once, one or two a column.
const MAX_ALIVE: usize = 192 << 20;
/// Bytes of all pages of a file, unpacked.
const MAX_UNPACKED: u64 = 4 << 30;
/// Values that a column lists once.
const MAX_LISTED: usize = 2_000_000;

/// What all columns of a file hold together.
#[derive(Debug, Clone, Default)]
pub struct Alive(Arc<(AtomicUsize, AtomicU64)>);

/// A refusal on its way through the crate.
#[derive(Debug, thiserror::Error)]
#[error("{0:?}")]
pub struct Told(Refusal);

/// The refusal in what the crate says.
pub fn refusal(error: ParquetError) -> Refusal {
    match error {
        ParquetError::External(inner) => inner.downcast::<Told>().map_or_else(|_| damaged(), |told| told.0),
        _ => damaged(),
    }
}

fn told(refusal: Refusal) -> ParquetError {
    ParquetError::External(Box::new(Told(refusal)))
}

/// Pages, one after the other.
pub struct Pages {
    chunk: Bytes,
    at: usize,
    codec: Compression,
    kind: Type,
    /// Whether there are levels before the values of a page.
    levels: bool,
    alive: Alive,
    /// Bytes of the page, and of the list of values, that this column holds.
    held: [usize; 2],
}

impl Pages {
    /// Those of a column; its place in the file is a claim too.
    pub fn of(
        bytes: &Bytes,
        column: &ColumnChunkMetaData,
        alive: &Alive,
    ) -> std::result::Result<Self, Refusal> {
        let from = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        let from = usize::try_from(from.min(column.data_page_offset())).map_err(|_| damaged())?;
        let length = usize::try_from(column.compressed_size()).map_err(|_| damaged())?;
        let to = from.checked_add(length).filter(|to| *to <= bytes.len()).ok_or_else(damaged)?;
        let about = column.column_descr();
        Ok(Self {
            chunk: bytes.slice(from..to),
            at: 0,
            codec: column.compression(),
            kind: about.physical_type(),
            levels: about.max_def_level() > 0,
            alive: alive.clone(),
            held: [0; 2],
        })
    }

    fn next_page(&mut self) -> std::result::Result<Option<Page>, Refusal> {
        while self.at < self.chunk.len() {
            let (head, length) = Head::read(&self.chunk[self.at..]).ok_or_else(damaged)?;
            let from = self.at + length;
            let packed = usize::try_from(head.packed).map_err(|_| damaged())?;
            let to = from.checked_add(packed).filter(|to| *to <= self.chunk.len()).ok_or_else(damaged)?;
            self.at = to;
            // Pages of an index say nothing of the values.
            if head.kind != 1 {
                return self.page(&head, self.chunk.slice(from..to)).map(Some);
            }
        }
        Ok(None)
    }

    fn page(&mut self, head: &Head, packed: Bytes) -> std::result::Result<Page, Refusal> {
        let size = usize::try_from(head.unpacked).map_err(|_| damaged())?;
        self.hold(size, usize::from(head.kind == 2))?;
        let number = |field: usize| u32::try_from(head.fields[field].unwrap_or(0)).map_err(|_| damaged());
        let values = number(1)?;
        match head.kind {
            0 => {
                let page = Page::DataPage {
                    buf: self.unpack(&packed, 0, size, true)?,
                    num_values: values,
                    encoding: encoding(head.fields[2])?,
                    def_level_encoding: encoding(head.fields[3])?,
                    rep_level_encoding: Encoding::RLE,
                    statistics: None,
                };
                let from = if self.levels { None } else { Some(0) };
                self.check(&page, from)?;
                Ok(page)
            }
            2 => {
                let buf = self.unpack(&packed, 0, size, true)?;
                if values as usize > MAX_LISTED.min(buf.len()) {
                    return Err(damaged());
                }
                Ok(Page::DictionaryPage {
                    buf,
                    num_values: values,
                    encoding: encoding(head.fields[2])?,
                    is_sorted: false,
                })
            }
            3 => {
                let (definitions, repetitions) = (number(5)?, number(6)?);
                let levels = definitions.checked_add(repetitions).ok_or_else(damaged)? as usize;
                let packs = head.fields[7] != Some(0) && self.codec != Compression::UNCOMPRESSED;
                let page = Page::DataPageV2 {
                    buf: self.unpack(&packed, levels, size, packs)?,
                    num_values: values,
                    encoding: encoding(head.fields[4])?,
                    num_nulls: number(2)?,
                    num_rows: number(3)?,
                    def_levels_byte_len: definitions,
                    rep_levels_byte_len: repetitions,
                    is_compressed: false,
                    statistics: None,
                };
                self.check(&page, Some(levels))?;
                Ok(page)
            }
            _ => Err(damaged()),
        }
    }

    /// Notes what this column holds from here on; of pages as of lists one at a time.
    fn hold(&mut self, size: usize, which: usize) -> std::result::Result<(), Refusal> {
        let (alive, unpacked) = (&self.alive.0.0, &self.alive.0.1);
        alive.fetch_sub(self.held[which], Ordering::Relaxed);
        self.held[which] = 0;
        let all = unpacked.fetch_add(size as u64, Ordering::Relaxed) + size as u64;
        let now = alive.load(Ordering::Relaxed) + size;
        if size > MAX_PAGE || now > MAX_ALIVE || all > MAX_UNPACKED {
            return Err(Refusal::new("parquet_unpacks").with("most", MAX_PAGE >> 20));
        }
        alive.fetch_add(size, Ordering::Relaxed);
        self.held[which] = size;
        Ok(())
    }

    /// A page's bytes; `before` of them, its levels, are never packed.
    fn unpack(
        &self,
        packed: &Bytes,
        before: usize,
        size: usize,
        packs: bool,
    ) -> std::result::Result<Bytes, Refusal> {
        if !packs || self.codec == Compression::UNCOMPRESSED {
            return if packed.len() == size && before <= size { Ok(packed.clone()) } else { Err(damaged()) };
        }
        let (levels, rest) = packed.split_at_checked(before).ok_or_else(damaged)?;
        let size = size.checked_sub(before).ok_or_else(damaged)?;
        let rest = if size == 0 { Vec::new() } else { codec::unpack(self.codec, rest, size)? };
        if levels.is_empty() { Ok(rest.into()) } else { Ok([levels, &rest].concat().into()) }
    }

    /// Refuses an encoding that would make room for what it claims; `from` is where values begin, if not behind levels
    /// whose length stands before them.
    fn check(&self, page: &Page, from: Option<usize>) -> std::result::Result<(), Refusal> {
        let unread = |name: &str| Refusal::new("parquet_encoding").with("encoding", name);
        let buffer = page.buffer();
        let from = match from {
            Some(from) => from,
            None => {
                let length = buffer.first_chunk::<4>().map(|b| u32::from_le_bytes(*b) as usize);
                length.and_then(|n| n.checked_add(4)).ok_or_else(damaged)?
            }
        };
        match page.encoding() {
            Encoding::DELTA_BYTE_ARRAY => Err(unread("DELTA_BYTE_ARRAY")),
            Encoding::DELTA_BINARY_PACKED | Encoding::DELTA_LENGTH_BYTE_ARRAY => {
                let mut walk = Walk::new(buffer.get(from..).ok_or_else(damaged)?, 0);
                let mut claims = || Some([walk.varint()?, walk.varint()?, walk.varint()?]);
                // A block without values is written by some as nothing at all.
                let sane = claims().is_none_or(|[block, parts, values]| {
                    block <= 1 << 16 && parts <= 1 << 10 && values <= u64::from(page.num_values())
                });
                if sane { Ok(()) } else { Err(damaged()) }
            }
            // why: a list of truths is two values long, and the crate makes no reader for it
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY if self.kind == Type::BOOLEAN => {
                Err(damaged())
            }
            _ => Ok(()),
        }
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_page().map_err(told).transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.next_page().map_err(told)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(told(damaged()))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        Err(told(damaged()))
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.alive.0.0.fetch_sub(self.held[0] + self.held[1], Ordering::Relaxed);
    }
}
