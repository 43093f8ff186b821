//! How a source is.

use serde::Serialize;
use utoipa::ToSchema;

/// How a source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceState {
    /// Its id.
    pub source: String,
    /// `waiting`, `live`, `failing` or `stale`.
    pub state: &'static str,
    /// Why, as a name; empty while it is well.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub why: &'static str,
    /// When it last answered, in seconds since 1970.
    pub answered: Option<i64>,
    /// After how many seconds without an answer it is stale.
    pub stale_after: u64,
    /// Whether it is a replay of recorded answers.
    pub replay: bool,
}

impl SourceState {
    pub(super) fn differs(&self, other: &Self) -> bool {
        (self.state, self.why) != (other.state, other.why)
    }
}
