//! The `gemeo` command from outside, in one program.

mod carried;
mod pack;
mod refresh;
mod refresh_small;
mod schemas;
mod vocabularies;

/// The repository's root.
fn root() -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
