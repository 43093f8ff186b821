//! What outside input can do: one function for each way in, given any bytes.
//!
//! Each function panics where a promise is broken. `./dev soak` runs them under libFuzzer; the tests of this
//! crate replay the committed corpora, so that what was once found stays mended.

mod connect;
mod formula;
mod own;
mod pack;
mod tables;
mod wire;

pub use connect::{connect, connectors};
pub use formula::formula;
pub use own::{own, parquet};
pub use pack::pack;
pub use tables::{csv, xlsx};
pub use wire::wire;

/// Lets the damaged workbooks and Parquet files pass that the reader of the format stumbles over and `exchange::xlsx` and
/// `own::parquet` catch; any other panic ends the program, as libFuzzer wants it.
pub fn prepare() {
    std::panic::set_hook(Box::new(|info| {
        let foreign =
            |file: &str| ["calamine", "quick-xml", "zip-", "parquet-"].iter().any(|name| file.contains(name));
        if !info.location().is_some_and(|at| foreign(at.file())) {
            eprintln!("{info}");
            std::process::abort();
        }
    }));
}
