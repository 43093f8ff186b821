//! Several brokers share their live streams by NATS: what one of them takes, the others hear.
//!
//! Each broker publishes the readings it took and the states of its sources to a subject for each topic ([`subject`]), and
//! takes in those of the others by the rules of its [`hub`](crate::live::Hub): each once, none older than what stands. What
//! stands is said again after every connection and whenever another broker asks, so what was lost on the way is made up for.
//! Without NATS a broker goes on alone.

mod exchange;
mod link;
mod note;
mod outbox;
mod spec;
mod subject;

pub use exchange::run;
pub use link::{Link, ShareError};
pub use note::Note;
pub(crate) use outbox::{Outbox, Waiting};
pub use spec::{Spec, Table};
