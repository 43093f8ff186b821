//! Where the workbench is: what has come, what is asked, what came of it.

use std::sync::Arc;

use leptos::prelude::*;
use serde::Deserialize;

use super::{columns::Column, drive, examples, saved};
use crate::{
    data::Store,
    nav::Nav,
    notice::{self, Fault},
    t,
};

/// Longest question that an address carries, in characters as they are written in it.
const LONGEST_ADDRESS: usize = 4000;
/// Longest question at all, in bytes.
pub const LONGEST: usize = 20_000;

/// How far the database has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// The reader has not started it.
    Idle,
    /// Its program is on the way.
    Fetching,
    /// The cities' tables are being made.
    Filling,
    /// It can be asked.
    Ready,
    /// It did not start.
    Failed(Fault),
}

/// What came of a question.
#[derive(Debug, Clone)]
pub enum Work {
    /// None was asked.
    Nothing,
    /// It is being answered.
    Busy,
    /// The reader stopped it and it has not ended yet.
    Stopping,
    /// It was stopped; the flag says that the database was started anew for it.
    Stopped(bool),
    /// Rows.
    Rows(Arc<Shown>),
    /// How DuckDB would answer it.
    Plan(String),
    /// What is wrong.
    Wrong(Trouble),
}

/// A result as the page shows it; its rows stay where they are until they are looked at.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The columns.
    pub columns: Vec<Column>,
    /// Rows that are here.
    pub count: usize,
    /// Whether these are all.
    pub complete: bool,
    /// How long the answer took.
    pub millis: f64,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// `memory`, `locked`, `lost` or `query`.
    pub kind: String,
    /// DuckDB's own words.
    pub message: String,
    /// Line and column, counted from 1.
    pub place: Option<(u32, u32)>,
}

/// A table of the database.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TableOf {
    /// Its name.
    pub name: String,
    /// About how many rows it has.
    pub rows: Option<f64>,
    /// Its columns.
    pub columns: Vec<ColumnOf>,
}

/// A column of a table of the database.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ColumnOf {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A dataset of the reader's own as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Its key.
    pub id: String,
    /// Name of the table.
    pub table: String,
    /// Name of the dataset.
    pub name: String,
}

/// The state of the page. Copied freely.
#[derive(Clone, Copy)]
pub struct Bench {
    /// How far the database has come.
    pub stage: RwSignal<Stage>,
    /// The share of the program that is here.
    pub share: RwSignal<f64>,
    /// The question as it is written.
    pub sql: RwSignal<String>,
    /// What came of the last one.
    pub work: RwSignal<Work>,
    /// Tables as they are now.
    pub tables: RwSignal<Vec<TableOf>>,
    /// The reader's own datasets among them.
    pub own: RwSignal<Vec<Mine>>,
    /// Why some or all of those are not there.
    pub own_trouble: RwSignal<Option<String>>,
    /// Questions kept on this device.
    pub saved: RwSignal<Vec<saved::Saved>>,
    /// Whether a file is being made.
    pub taking: RwSignal<bool>,
    /// The cities.
    pub store: Store,
    nav: Nav,
}

impl Bench {
    /// A page as it opens: with the question of the address, else the first example.
    pub fn new(nav: Nav, store: Store) -> Self {
        let asked =
            nav.param("sql").get_untracked().filter(|sql| !sql.trim().is_empty() && sql.len() <= LONGEST);
        Self {
            stage: RwSignal::new(Stage::Idle),
            share: RwSignal::new(0.0),
            sql: RwSignal::new(asked.unwrap_or_else(|| examples::ALL[0].sql.trim().to_owned())),
            work: RwSignal::new(Work::Nothing),
            tables: RwSignal::new(Vec::new()),
            own: RwSignal::new(Vec::new()),
            own_trouble: RwSignal::new(None),
            saved: RwSignal::new(saved::all()),
            taking: RwSignal::new(false),
            store,
            nav,
        }
    }

    /// Writes a question into the editor.
    pub fn write(self, sql: &str) {
        self.sql.set(sql.trim().to_owned());
        drive::write(sql.trim());
    }

    /// Asks what is written, and puts it into the address.
    pub fn run(self) {
        let sql = self.sql.get_untracked();
        if sql.trim().is_empty() || sql.len() > LONGEST {
            return notice::toast(t!("workbench.length"));
        }
        let fits = length_in_address(&sql) <= LONGEST_ADDRESS;
        self.nav.set_param("sql", fits.then_some(sql.trim()));
        drive::run(self, &sql, false);
    }

    /// Goes to another page of the app.
    #[cfg(target_arch = "wasm32")]
    pub fn go(self, address: &str) {
        crate::nav::history::go(self.nav, address);
    }

    /// Asks how DuckDB would answer what is written.
    pub fn explain(self) {
        drive::run(self, &self.sql.get_untracked(), true);
    }

    /// Whether a question is being answered or a file is being made: one at a time.
    pub fn is_busy(self) -> bool {
        self.taking.get() || self.work.with(|w| matches!(w, Work::Busy | Work::Stopping))
    }
}

/// Characters that a text takes in an address: three a byte that must be escaped.
fn length_in_address(text: &str) -> usize {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { 1 } else { 3 }).sum()
}
