//! Questions that the reader keeps, on this device only.

use serde::{Deserialize, Serialize};

/// A question with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// What the reader calls it.
    pub name: String,
    /// The question.
    pub sql: String,
}

/// More are refused: a list is to be read.
pub const MOST: usize = 50;
/// Longest name, in characters.
pub const LONGEST_NAME: usize = 80;
#[cfg(target_arch = "wasm32")]
const KEY: &str = "workbench.saved";

/// What is kept; natively nothing.
pub fn all() -> Vec<Saved> {
    #[cfg(target_arch = "wasm32")]
    {
        let kept = crate::browser::recall(KEY);
        kept.and_then(|json| gemeo_shared::lean::from_str(&json).ok()).unwrap_or_default()
    }
    #[cfg(not(target_arch = "wasm32"))]
    Vec::new()
}

/// Keeps these; whether the browser did. Where it did not, they are there as long as the page is.
#[must_use]
pub fn keep(list: &[Saved]) -> bool {
    #[cfg(target_arch = "wasm32")]
    return crate::browser::remember(KEY, serde_json::to_string(list).ok().as_deref());
    #[cfg(not(target_arch = "wasm32"))]
    list.is_empty()
}

/// Puts a question first; one of the same name is replaced. False where the list is full.
pub fn add(list: &mut Vec<Saved>, name: &str, sql: &str) -> bool {
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    list.retain(|s| s.name != name);
    if list.len() >= MOST {
        return false;
    }
    list.insert(0, Saved { name, sql: sql.to_owned() });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_and_the_list_ends() {
        let mut list = Vec::new();
        assert!(
            add(&mut list, " a ", "select 1")
                && add(&mut list, "b", "select 2")
                && add(&mut list, "a", "select 3")
        );
        assert_eq!(
            list,
            [
                Saved { name: "a".into(), sql: "select 3".into() },
                Saved { name: "b".into(), sql: "select 2".into() }
            ]
        );
        for n in 0..MOST {
            add(&mut list, &n.to_string(), "");
        }
        assert_eq!(list.len(), MOST);
        assert!(!add(&mut list, "one more", ""));
    }
}
