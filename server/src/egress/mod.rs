//! Every call to the outside: one client, and a list of where it may go.
//!
//! - [`Sources`] is the list. A source is named by an opaque id; whoever asks names the id, never an address.
//! - A [`Target`] is an address that the list allows. Nothing else can be called, and only the list makes one.
//! - The [`Client`] resolves a name once, refuses every address that is not public, connects to the address it
//!   looked at, follows no redirect and reads no proxy from the environment. Size, time and number are bounded.

mod address;
mod client;
mod connect;
mod error;
mod host;
mod origin;
mod path;
mod resolve;
mod source;
mod url;

pub use address::{SpecialRange, special};
pub use client::{Answer, Ask, Caps, Client};
pub(crate) use connect::tls_config;
pub use connect::{Stream, Trust};
pub use error::EgressError;
pub use host::Host;
pub use origin::{Broker, Origins};
pub use resolve::{Lookup, Resolver, SystemResolver};
pub use source::{Live, Media, Source, SourceId, SourceSpec, Sources, Target};
pub use url::{Scheme, Url, UrlError};
