//! What a refresh sets aside: written into a city's list by `gemeo refresh`, shown with the quality of its figures.

use serde::{Deserialize, Serialize};

/// Concept, dimensions, place and period.
pub type Figure = [String; 4];

/// Something that was set aside: a figure, or a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Aside {
    /// The source of the table of refresh.
    pub source: String,
    /// Who set it aside: a rule of quality by its name, `read` for the parser, `merge` for another figure that stays.
    pub by: String,
    /// What is wrong: the rule's check or the parser's kind of warning, in snake case.
    pub kind: String,
    /// What is measured; empty where a row could not be read.
    pub concept: String,
    /// Dimensions as the facts write them.
    pub dims: String,
    /// Where.
    pub geo: String,
    /// When.
    pub period: String,
    /// The value, or what the cell holds.
    pub value: String,
    /// The unit.
    pub unit: String,
    /// The file of the answer.
    pub file: String,
    /// The row in that file, counted from 1 with its headers.
    pub row: String,
    /// The column.
    pub column: String,
    /// How many rows this line stands for.
    pub count: u64,
    /// The reason in words.
    pub reason: String,
    /// The day it was first set aside.
    pub since: String,
}

impl Aside {
    /// What tells a figure from another; nothing for a row that could not be read.
    pub fn figure(&self) -> Option<Figure> {
        let parts = [&self.concept, &self.dims, &self.geo, &self.period];
        (!self.concept.is_empty()).then(|| parts.map(Clone::clone))
    }

    /// Whether both say the same, whenever it was first said.
    pub fn same(&self, other: &Self) -> bool {
        let undated = |one: &Self| Self { since: String::new(), ..one.clone() };
        undated(self) == undated(other)
    }

    /// As it is printed.
    pub fn line(&self) -> String {
        let what = if self.concept.is_empty() {
            let at = [("row ", &self.row), ("", &self.column)];
            let at: Vec<String> =
                at.iter().filter(|(_, t)| !t.is_empty()).map(|(w, t)| format!("{w}{t}")).collect();
            [self.file.clone()].into_iter().chain(at).collect::<Vec<_>>().join(", ")
        } else {
            let parts = [&self.concept, &self.dims, &self.geo, &self.period].map(String::as_str);
            parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
        };
        let found = [&self.value, &self.unit].map(String::as_str);
        let found: Vec<&str> = found.into_iter().filter(|f| !f.is_empty()).collect();
        let found = if found.is_empty() { String::new() } else { format!(": {}", found.join(" ")) };
        format!("{}: {what}{found}: {} ({}, since {})", self.source, self.reason, self.by, self.since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_where_and_why() {
        let since = || "2026-01-01".to_owned();
        let figure = Aside {
            source: "a".into(),
            by: "electricity-range".into(),
            concept: "electricity_billed".into(),
            geo: "city/1312".into(),
            period: "2024-01".into(),
            value: "-1".into(),
            unit: "kWh".into(),
            reason: "-1 lies outside 0 to 5".into(),
            since: since(),
            ..Aside::default()
        };
        assert_eq!(
            figure.line(),
            "a: electricity_billed city/1312 2024-01: -1 kWh: -1 lies outside 0 to 5 (electricity-range, since 2026-01-01)"
        );
        let row = Aside {
            source: "a".into(),
            by: "read".into(),
            file: "x.csv".into(),
            row: "3".into(),
            column: "Data".into(),
            value: "31-02".into(),
            reason: "no date".into(),
            since: since(),
            ..Aside::default()
        };
        assert_eq!(row.line(), "a: x.csv, row 3, Data: 31-02: no date (read, since 2026-01-01)");
        assert_eq!((figure.figure().is_some(), row.figure()), (true, None));
        let later = Aside { since: "2026-01-02".into(), ..row.clone() };
        assert!(row.same(&later) && !row.same(&figure));
    }
}
