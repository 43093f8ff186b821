//! Coalescing: one question in flight, one pending, the newest wins.

/// Keeps at most one question in flight and one pending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latest<Q> {
    busy: bool,
    pending: Option<Q>,
}

impl<Q> Default for Latest<Q> {
    fn default() -> Self {
        Self { busy: false, pending: None }
    }
}

impl<Q> Latest<Q> {
    /// A new question: given back when it should be asked now, else it waits in place of an older one.
    pub fn submit(&mut self, question: Q) -> Option<Q> {
        if self.busy {
            self.pending = Some(question);
            return None;
        }
        self.busy = true;
        Some(question)
    }

    /// The answer came: the next question to ask, if one waits.
    pub fn answered(&mut self) -> Option<Q> {
        let next = self.pending.take();
        self.busy = next.is_some();
        next
    }

    /// Whether the answer that just came is already out of date.
    pub fn is_stale(&self) -> bool {
        self.pending.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_question_wins() {
        let mut latest = Latest::default();
        assert_eq!(latest.submit(1), Some(1));
        assert_eq!(latest.submit(2), None);
        assert_eq!(latest.submit(3), None);
        assert!(latest.is_stale());
        assert_eq!(latest.answered(), Some(3));
        assert_eq!(latest.answered(), None);
        assert_eq!(latest.submit(4), Some(4));
    }
}
