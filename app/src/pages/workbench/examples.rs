//! Worked examples: questions that the packs answer.

use crate::i18n::{self, Key};

/// A question with what it asks in words.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// Title.
    pub title: Key,
    /// What it asks, and what to mind.
    pub text: Key,
    /// The question.
    pub sql: &'static str,
}

macro_rules! example {
    ($name:literal) => {
        Example {
            title: i18n::key(concat!("workbench.example.", $name, ".title")),
            text: i18n::key(concat!("workbench.example.", $name, ".text")),
            sql: include_str!(concat!("examples/", $name, ".sql")),
        }
    };
}

/// All of them, the one that the page opens with first.
pub const ALL: [Example; 8] = [
    example!("basic"),
    example!("largest"),
    example!("per_inhabitant"),
    example!("parishes"),
    example!("air"),
    example!("since"),
    example!("gaps"),
    example!("sources"),
];
