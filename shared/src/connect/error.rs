//! Why a file could not be read at all; what is wrong with single cells is a [`Warning`](super::Warning).

/// A file that gives no observations.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// The file, or what it unpacks to, is larger than what is read.
    #[error("“{file}” holds more than {max} {what}; split it, or ask the source for a shorter period")]
    TooLarge {
        /// The file.
        file: String,
        /// What is counted.
        what: &'static str,
        /// How many are read at most.
        max: u64,
    },
    /// Nothing in the file.
    #[error("“{file}” is empty; fetch it again")]
    Empty {
        /// The file.
        file: String,
    },
    /// A page for people where data was expected: sources answer so when they are down or refuse.
    #[error(
        "“{file}” is a web page, not data: “{title}”; open the address in a browser to see what the source says"
    )]
    ErrorPage {
        /// The file.
        file: String,
        /// Title of the page, or its first words.
        title: String,
    },
    /// The file is not what this source publishes, or the source changed its form.
    #[error("“{file}”: {found}, expected {expected}; the source may have changed its form")]
    Shape {
        /// The file.
        file: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// No connector knows the file.
    #[error(
        "“{file}” is not a file of a source known here; name the source, or describe the file in a mapping"
    )]
    Unclaimed {
        /// The file.
        file: String,
    },
    /// Something the file does not say must be given beside it.
    #[error("“{file}” does not say {what}; give it with {option}")]
    Needs {
        /// The file.
        file: String,
        /// What is missing.
        what: &'static str,
        /// The option of `gemeo import` that gives it.
        option: &'static str,
    },
}
