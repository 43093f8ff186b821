//! What can be wrong with a configuration, said so that it can be put right.

use std::{fmt, net::SocketAddr, path::PathBuf};

/// A fault of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not TOML.
    #[error("{}: not TOML: {reason}", path.display())]
    NotToml {
        /// The file.
        path: PathBuf,
        /// Where and why.
        reason: String,
    },
    /// A key that does not exist.
    #[error("{origin}: unknown key `{key}`; the keys are {known}")]
    UnknownKey {
        /// Where it stands.
        origin: String,
        /// The key.
        key: String,
        /// Those that exist.
        known: String,
    },
    /// A value that is not what its key expects.
    #[error("{key} ({origin}): expected {expects}, found `{found}`")]
    BadValue {
        /// The key.
        key: &'static str,
        /// Where it was set.
        origin: String,
        /// What is expected.
        expects: &'static str,
        /// What was found.
        found: String,
    },
    /// A flag without its value.
    #[error("{flag}: expected a value after it")]
    NoValue {
        /// The flag.
        flag: String,
    },
    /// A word on the command line that is not a flag.
    #[error("`{word}` is not a flag; see --help")]
    UnknownWord {
        /// The word.
        word: String,
    },
    /// One of two keys that only work together.
    #[error("{given} is set without {missing}; expected both or neither")]
    Half {
        /// The key that is set.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
    /// A source that cannot be called.
    #[error("sources.{id} ({origin}): {reason}")]
    BadSource {
        /// Its id.
        id: String,
        /// Where it stands.
        origin: String,
        /// What is the matter with it, and what is expected.
        reason: String,
    },
    /// A table that cannot be used.
    #[error("{table} ({origin}): {reason}")]
    BadTable {
        /// Its name.
        table: String,
        /// Where it stands.
        origin: String,
        /// What is the matter with it, and what is expected.
        reason: String,
    },
    /// Something that needs another part of the configuration.
    #[error("{given}: {expected}")]
    Needs {
        /// What is set.
        given: String,
        /// What is expected with it.
        expected: &'static str,
    },
    /// The switch for tests, on a server that others can reach.
    #[error(
        "egress_loopback_http: is for tests; expected every listener on a loopback address, found {found}"
    )]
    TestSwitchInPublic {
        /// The address that others can reach.
        found: SocketAddr,
    },
    /// A folder without a twin in it.
    #[error("root: expected a folder that holds index.html, found {} ({found})", path.display())]
    NoTwin {
        /// The folder.
        path: PathBuf,
        /// What is the matter with it.
        found: &'static str,
    },
}

/// Every fault that was found, so that one look puts all of them right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<ConfigError>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faults {}
