//! Where a figure comes from and what may be done with it.

use serde::{Deserialize, Serialize};

use crate::{
    tree::tree_enum,
    tree_struct,
    wire::{wire_enum, wire_struct},
};

/// A publication that figures were read from, with its licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Short stable id, e.g. `c40-gpc` or `ine-census-2021`.
    pub id: String,
    /// Title of the publication, in its own language.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it was read: an address or a citation.
    pub citation: String,
    /// Licence or terms, as the publisher words them.
    pub licence: String,
    /// The attribution to show beside a figure.
    pub attribution: String,
    /// Whether data may be passed on (`open`) or figures only shown with their citation (`cite`).
    pub reuse: Reuse,
    /// Year or date of the edition, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<String>,
}

/// What the licence of a source allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reuse {
    /// The data may be passed on with attribution.
    Open,
    /// Figures may be shown with their citation; the source's files may not be passed on.
    Cite,
}

wire_struct! { Source { id, title, publisher, citation, licence, attribution, reuse, vintage } }
wire_enum! { Reuse { 0 = Open, 1 = Cite } }

tree_struct! { Source { id, title, publisher, citation, licence, attribution, reuse, vintage } }
tree_enum! { Reuse { "open" = Open, "cite" = Cite } }
