//! A file to import, and what is known beside it.

use std::{borrow::Cow, io::Read};

use super::{ConnectError, Observed, Place, Warnings, generic::Mapping};
use crate::{geo::GeoId, period::Period};

/// Bytes of a file, unpacked.
pub const MAX_BYTES: u64 = 512 << 20;
/// Bytes of the beginning that tell what a file is.
const HEAD: usize = 64 << 10;

/// A file with its name and what is known beside it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Name of the file, without folder.
    pub name: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// What is known beside it.
    pub hints: &'a Hints,
}

/// What a file does not say of itself.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The place its rows are about.
    pub place: Option<GeoId>,
    /// The day its rows are about.
    pub day: Option<Period>,
    /// When it was fetched, an hour in UTC: what is live must not be much older.
    pub fetched: Option<Period>,
    /// How its columns are to be read, for files of no source known here.
    pub mapping: Option<Mapping>,
}

/// What a file gave.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Id of the connector that read it.
    pub connector: &'static str,
    /// The observations.
    pub observed: Observed,
    /// Places the file describes: stations, stops, parishes, datasets.
    pub places: Vec<Place>,
    /// What was wrong.
    pub warnings: Warnings,
    /// Records met in the file, whether they gave an observation or not.
    pub records: u64,
}

impl Import {
    /// Nothing yet, of a source.
    pub fn new(source: &str) -> Self {
        Self { observed: Observed::new(source), ..Self::default() }
    }
}

impl Input<'_> {
    /// An error about the file's form.
    pub fn shape(&self, found: impl Into<String>, expected: impl Into<String>) -> ConnectError {
        ConnectError::Shape { file: self.name.into(), found: found.into(), expected: expected.into() }
    }

    /// The file as text; Windows-1252 where it is not UTF-8, with a warning.
    pub fn text(&self, warnings: &mut Warnings) -> Cow<'_, str> {
        super::text::decode(self.bytes, warnings)
    }

    /// The beginning of the file, to tell what it is.
    pub fn head(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[..self.bytes.len().min(HEAD)])
    }
}

/// Unpacks a file compressed by gzip, told by its first bytes; other files stay as they are.
///
/// # Errors
/// [`ConnectError`] where it is empty, damaged or unpacks to more than [`MAX_BYTES`].
pub fn unpack<'a>(name: &str, bytes: &'a [u8]) -> Result<(String, Cow<'a, [u8]>), ConnectError> {
    let too_large = || ConnectError::TooLarge { file: name.into(), what: "bytes", max: MAX_BYTES };
    if bytes.is_empty() {
        return Err(ConnectError::Empty { file: name.into() });
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok((name.into(), Cow::Borrowed(bytes)));
    }
    let mut out = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(MAX_BYTES + 1).read_to_end(&mut out);
    read.map_err(|e| ConnectError::Shape {
        file: name.into(),
        found: format!("damaged gzip data ({e})"),
        expected: "a whole file; fetch it again".into(),
    })?;
    if out.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    Ok((name.strip_suffix(".gz").unwrap_or(name).into(), Cow::Owned(out)))
}
