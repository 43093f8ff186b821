//! What can go wrong on the way of a city's data, and how a reader is told.

use crate::{notice::Fault, t};

/// Why data is not to be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DataError {
    /// No answer: no connection, or the server is gone.
    #[error("{file}: no answer ({message})")]
    Network {
        /// Address of the file.
        file: String,
        /// What the browser says.
        message: String,
    },
    /// The server answered that it has no such file, or failed.
    #[error("{file}: the server answered {status}")]
    Status {
        /// Address of the file.
        file: String,
        /// HTTP status.
        status: u16,
    },
    /// The file came twice with other bytes than the manifest says.
    #[error("{file}: damaged or incomplete, twice ({message})")]
    Damaged {
        /// Name of the file.
        file: String,
        /// How it differs.
        message: String,
    },
    /// The pack is for a newer version of the app.
    #[error("{0}")]
    Newer(String),
    /// No such city.
    #[error("no city “{0}”")]
    NoCity(String),
    /// The texts of a language cannot be used.
    #[error("{0}")]
    Locale(String),
    /// The engine could not do it.
    #[error("engine: {0}")]
    Engine(String),
}

impl DataError {
    /// The error in the words of the language in use, with what to do.
    pub fn fault(&self) -> Fault {
        let (title, advice) = match self {
            Self::Network { .. } => (t!("error.network"), t!("error.network.advice")),
            Self::Status { .. } => (t!("error.status"), t!("error.status.advice")),
            Self::Damaged { .. } => (t!("error.damaged"), t!("error.damaged.advice")),
            Self::Newer(_) => (t!("error.newer"), t!("error.newer.advice")),
            Self::NoCity(_) => (t!("error.no_city"), t!("error.no_city.advice")),
            Self::Locale(_) => (t!("error.language"), t!("error.newer.advice")),
            Self::Engine(_) => (t!("error.engine"), t!("error.engine.advice")),
        };
        Fault { title, advice, detail: self.to_string() }
    }
}
