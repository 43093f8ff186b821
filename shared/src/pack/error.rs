//! What can be wrong with a pack when it is read.

use crate::table::TableError;

/// Why a pack, or one file of it, cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// A file is not there.
    #[error("{file}: the file is missing; fetch the pack again")]
    Missing {
        /// The file.
        file: String,
    },
    /// A file is not listed in the manifest, or its name is not one of a pack's.
    #[error("{file}: not a file of this pack; remove it, or list it in manifest.json")]
    Unlisted {
        /// The name as given.
        file: String,
    },
    /// A file is larger than a pack may be.
    #[error("{file}: {bytes} bytes are more than the {limit} this file may have")]
    TooLarge {
        /// The file.
        file: String,
        /// Its size, found or announced.
        bytes: u64,
        /// The largest size.
        limit: u64,
    },
    /// A file is shorter or longer than the manifest says.
    #[error("{file}: {found} bytes where the manifest says {expected}; the file is cut off or was changed")]
    Size {
        /// The file.
        file: String,
        /// Size in the manifest.
        expected: u64,
        /// Size found.
        found: u64,
    },
    /// The bytes of a file are not the ones the manifest was made for.
    #[error("{file}: SHA-256 {found} is not the manifest's {expected}; the file was changed or damaged")]
    Hash {
        /// The file.
        file: String,
        /// Hash in the manifest.
        expected: String,
        /// Hash found.
        found: String,
    },
    /// A file is of another kind.
    #[error("{file}: schema “{found}” is not “{expected}”")]
    Schema {
        /// The file.
        file: String,
        /// The schema it should have.
        expected: String,
        /// The schema it names.
        found: String,
    },
    /// A file was made for a newer program.
    #[error("{file}: schema version {found} is newer than {known}, the newest this program reads; update it")]
    NewerVersion {
        /// The file.
        file: String,
        /// Version of the file.
        found: u32,
        /// Newest version known.
        known: u32,
    },
    /// A file is not UTF-8 text.
    #[error("{file}: not UTF-8 at byte {offset}; save the file as UTF-8")]
    Utf8 {
        /// The file.
        file: String,
        /// First byte that is not part of UTF-8 text.
        offset: usize,
    },
    /// A file is not JSON, or not of the form its schema says.
    #[error("{file}, line {line}, column {column}: {message}")]
    Json {
        /// The file.
        file: String,
        /// Line, counted from 1.
        line: usize,
        /// Column in the line, counted from 1.
        column: usize,
        /// What was expected.
        message: String,
    },
    /// The table in a file breaks a table's rules.
    #[error("{file}: {error}")]
    Table {
        /// The file.
        file: String,
        /// The rule, with row and column.
        error: TableError,
    },
    /// The geography breaks its rules.
    #[error("{file}: {error}")]
    Geography {
        /// The file.
        file: String,
        /// The rule, with the entry.
        error: super::geography::GeographyError,
    },
    /// A file is about another city than the manifest.
    #[error("{file}: about the city “{found}” where the manifest says “{expected}”")]
    OtherCity {
        /// The file.
        file: String,
        /// City of the manifest.
        expected: String,
        /// City of the file.
        found: String,
    },
}

impl PackError {
    /// The file at fault.
    pub fn file(&self) -> &str {
        match self {
            Self::Missing { file }
            | Self::Unlisted { file }
            | Self::TooLarge { file, .. }
            | Self::Size { file, .. }
            | Self::Hash { file, .. }
            | Self::Schema { file, .. }
            | Self::NewerVersion { file, .. }
            | Self::Utf8 { file, .. }
            | Self::Json { file, .. }
            | Self::Table { file, .. }
            | Self::Geography { file, .. }
            | Self::OtherCity { file, .. } => file,
        }
    }

    /// A short code for machines, e.g. `hash` or `newer-version`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing-file",
            Self::Unlisted { .. } => "unlisted-file",
            Self::TooLarge { .. } => "too-large",
            Self::Size { .. } => "size",
            Self::Hash { .. } => "hash",
            Self::Schema { .. } => "schema",
            Self::NewerVersion { .. } => "newer-version",
            Self::Utf8 { .. } => "utf8",
            Self::Json { .. } => "json",
            Self::Table { .. } => "table",
            Self::Geography { .. } => "geography",
            Self::OtherCity { .. } => "other-city",
        }
    }
}
