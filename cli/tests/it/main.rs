//! The `gemeo` command from outside, in one program.

mod carried;
mod pack;
mod refresh;
mod schemas;
mod vocabularies;
