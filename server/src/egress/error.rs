//! Why a call to the outside was not made, or gave nothing.

use std::{net::IpAddr, time::Duration};

use super::UrlError;

/// Why a call to the outside was not made, or gave nothing.
///
/// The texts name the source's host at most, never a path or query: they may be logged.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// No source of that id.
    #[error("no source of that id is configured")]
    UnknownSource,
    /// An address, or a part of one, that is not written as expected.
    #[error("the address is refused: {0}")]
    Url(#[from] UrlError),
    /// An address that no source allows.
    #[error("the address is not on the list of sources")]
    NotAllowed,
    /// The name leads to an address that is not public.
    #[error("{host} leads to {address}, which is not called ({range})")]
    NotPublic {
        /// The host.
        host: String,
        /// Where it leads.
        address: IpAddr,
        /// The range of the address.
        range: &'static str,
    },
    /// The name cannot be looked up.
    #[error("{host} cannot be looked up: {reason}")]
    Lookup {
        /// The host.
        host: String,
        /// What the resolver said.
        reason: String,
    },
    /// The host cannot be reached, or breaks off.
    #[error("{host} cannot be reached: {reason}")]
    Connect {
        /// The host.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// It answers somewhere else; redirects are not followed.
    #[error("{host} answers with a redirect ({status}), which is not followed")]
    Redirect {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// It does not answer 200.
    #[error("{host} answers {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// It answers compressed although it was asked not to.
    #[error("{host} answers with a coding that was not asked for")]
    Coding {
        /// The host.
        host: String,
    },
    /// The answer is larger than the source may send.
    #[error("{host} answers with more than {limit} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit: usize,
    },
    /// The whole call took too long.
    #[error("{host} gave no whole answer within {} s", limit.as_secs_f32())]
    TooSlow {
        /// The host.
        host: String,
        /// The limit.
        limit: Duration,
    },
    /// Too many calls are under way or were made.
    #[error("too many calls to the outside; try again later")]
    TooMany,
    /// The certificates to trust cannot be read.
    #[error("the certificates to trust cannot be read: {0}")]
    Certificates(String),
}

impl EgressError {
    /// Its name, for figures and traces.
    pub fn name(&self) -> &'static str {
        match self {
            Self::UnknownSource => "unknown-source",
            Self::Url(_) => "address",
            Self::NotAllowed => "not-allowed",
            Self::NotPublic { .. } => "not-public",
            Self::Lookup { .. } => "lookup",
            Self::Connect { .. } => "connect",
            Self::Redirect { .. } => "redirect",
            Self::Status { .. } => "status",
            Self::Coding { .. } => "coding",
            Self::TooLarge { .. } => "too-large",
            Self::TooSlow { .. } => "too-slow",
            Self::TooMany => "too-many",
            Self::Certificates(_) => "certificates",
        }
    }
}
