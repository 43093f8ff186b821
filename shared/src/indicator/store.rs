//! The observations of a pack, by concept, as the evaluator reads them.
//!
//! Names, places and periods become numbers in the order of their text, so that everything made from them
//! is sorted and the order of rows in a file changes nothing.

mod cell;
mod part;
mod promise;

use std::collections::BTreeMap;

pub(crate) use cell::{Cell, Mark, Origin};

use crate::{
    geo::{GeoId, Level},
    observation::Series,
    order,
    own::OWN,
    pack::{Pack, vocabulary},
    period::Period,
    table::Table,
    unit::{Factor, Unit},
};

/// Years between the first and the last observation are listed too, up to this many, for interpolation.
const MAX_YEARS: i32 = 300;

/// A member that says nothing: it never matches the member of another concept.
pub(crate) const UNSTATED: &str = "unstated";

/// The observations of one pack.
#[derive(Debug)]
pub(crate) struct Store<'a> {
    pub(crate) pack: &'a Pack,
    pub(crate) tables: Vec<&'a Table>,
    pub(crate) geos: Vec<GeoId>,
    pub(crate) periods: Vec<Period>,
    /// Names and members of dimensions; the first is the empty text.
    pub(crate) words: Vec<String>,
    /// Ids of sources.
    pub(crate) sources: Vec<String>,
    /// The city's own place.
    pub(crate) city: Option<u32>,
    /// The older parish that a parish lies in.
    // why lists in order and not maps: each kind of map is five kilobytes of the browser's program
    parent: Vec<(u32, u32)>,
    concepts: Vec<(&'a str, Vec<Observed>)>,
    /// What factors of the tables are multiplied by, by their lookup; all others by one.
    pub(crate) scaled: BTreeMap<String, f64>,
}

/// One series with its observations, sorted by place and period, in the concept's unit.
#[derive(Debug)]
pub(crate) struct Observed {
    /// Dimension and member, sorted by dimension.
    pub(crate) dims: Vec<(u32, u32)>,
    pub(crate) cells: Vec<Cell>,
}

impl Observed {
    /// The observations at a place, sorted by period.
    pub(crate) fn at(&self, geo: u32) -> &[Cell] {
        let (from, to) =
            (self.cells.partition_point(|c| c.geo < geo), self.cells.partition_point(|c| c.geo <= geo));
        &self.cells[from..to]
    }
}

impl<'a> Store<'a> {
    /// Reads all tables a pack has loaded.
    ///
    /// `labels` are words that formulas add to those of the pack.
    pub(crate) fn new(pack: &'a Pack, labels: &[String]) -> Self {
        let tables: Vec<&Table> =
            [Some(&pack.core), pack.detail.as_ref(), pack.own.as_ref()].into_iter().flatten().collect();
        let city = GeoId::city(&pack.profile.code);
        let geos: Vec<GeoId> = tables.iter().flat_map(|t| t.geo()).chain([&city]).cloned().collect();
        let mut store = Self {
            geos: order::set(geos),
            periods: periods(&tables, pack),
            words: words(&tables, pack, labels),
            sources: sources(&tables, pack),
            pack,
            tables,
            city: None,
            parent: Vec::new(),
            concepts: Vec::new(),
            scaled: BTreeMap::new(),
        };
        store.city = store.geo(&city);
        store.parent = store.parents();
        for table in 0..store.tables.len() {
            store.take_table(table);
        }
        store.take_promises();
        for observed in store.concepts.iter_mut().flat_map(|(_, list)| list) {
            // Of two observations of one cell the first in the table's order counts; `pack check` reports them.
            let cells = std::mem::take(&mut observed.cells);
            observed.cells = order::sorted(cells, |a, b| (a.geo, a.period).cmp(&(b.geo, b.period)));
            observed.cells.dedup_by_key(|c| (c.geo, c.period));
        }
        for (_, list) in &mut store.concepts {
            *list = order::sorted(std::mem::take(list), |a, b| a.dims.cmp(&b.dims));
        }
        store
    }

    /// The series of a concept, sorted by their dimensions.
    pub(crate) fn observed(&self, concept: &str) -> &[Observed] {
        match self.concepts.binary_search_by(|(name, _)| (*name).cmp(concept)) {
            Ok(at) => &self.concepts[at].1,
            Err(_) => &[],
        }
    }

    /// The series of a concept, to add to.
    fn series_of(&mut self, concept: &'a str) -> &mut Vec<Observed> {
        let at = self.concepts.binary_search_by(|(name, _)| (*name).cmp(concept)).unwrap_or_else(|at| {
            self.concepts.insert(at, (concept, Vec::new()));
            at
        });
        &mut self.concepts[at].1
    }

    /// Whether any series of a concept has rows.
    pub(crate) fn has(&self, concept: &str) -> bool {
        !self.observed(concept).is_empty()
    }

    pub(crate) fn geo(&self, geo: &GeoId) -> Option<u32> {
        self.geos.binary_search(geo).ok().map(|i| i as u32)
    }

    pub(crate) fn period(&self, period: Period) -> Option<u32> {
        self.periods.binary_search(&period).ok().map(|i| i as u32)
    }

    pub(crate) fn word(&self, word: &str) -> Option<u32> {
        self.words.binary_search_by(|w| w.as_str().cmp(word)).ok().map(|i| i as u32)
    }

    pub(crate) fn word_of(&self, word: u32) -> &str {
        &self.words[word as usize]
    }

    pub(crate) fn level(&self, geo: u32) -> Level {
        self.geos[geo as usize].level
    }

    /// The place of a level that a place lies in.
    pub(crate) fn place_above(&self, geo: u32, level: Level) -> Option<u32> {
        match (self.level(geo), level) {
            (Level::Parish2025, Level::Parish2013) => {
                self.parent.binary_search_by_key(&geo, |(new, _)| *new).ok().map(|at| self.parent[at].1)
            }
            (from, Level::City) if from > Level::City => self.city,
            _ => None,
        }
    }

    /// The period so many years earlier or later.
    pub(crate) fn shifted(&self, period: u32, years: i32) -> Option<u32> {
        let shifted = self.periods[period as usize].plus_years(years)?;
        self.period(shifted)
    }

    fn parents(&self) -> Vec<(u32, u32)> {
        let crosswalk = self.pack.geography.iter().flat_map(|g| g.crosswalk());
        let place = |level, code: &str| self.geo(&GeoId { level, code: code.into() });
        let pairs = crosswalk
            .filter_map(|(new, old)| Some((place(Level::Parish2025, new)?, place(Level::Parish2013, old)?)));
        order::set(pairs.collect())
    }

    fn take_table(&mut self, index: usize) {
        let table = self.tables[index];
        // A series that is not in the vocabulary, or of another unit, is left to `pack check`.
        let mut taken: Vec<Option<(Observed, Factor)>> =
            table.series().iter().map(|s| self.series(s).zip(factor(s))).collect();
        // The table's own dictionaries, once, instead of each row's names.
        let geos: Vec<u32> = table.geo().iter().map(|g| self.geo(g).unwrap_or_default()).collect();
        let periods: Vec<u32> = table.period().iter().map(|p| self.period(*p).unwrap_or_default()).collect();
        let sources: Vec<u32> = table.source().iter().map(|s| self.source(s)).collect();
        for row in table.rows() {
            if let Some((observed, factor)) = &mut taken[row.series_index() as usize] {
                let codes = row.codes();
                let origin = Origin::Row { table: index as u32, row: row.index() as u32 };
                let at = (geos[codes.geo as usize], periods[codes.period as usize]);
                observed.cells.push(Cell::of(&codes, at, sources[codes.source as usize], *factor, origin));
            }
        }
        for (series, taken) in table.series().iter().zip(taken) {
            let Some((observed, _)) = taken else { continue };
            let list = self.series_of(&series.concept);
            match list.iter_mut().find(|o| o.dims == observed.dims) {
                Some(same) => same.cells.extend(observed.cells),
                None => list.push(observed),
            }
        }
    }

    fn series(&self, series: &Series) -> Option<Observed> {
        let pairs = series.dims.iter().map(|(d, m)| Some((self.word(d)?, self.word(m)?)));
        Some(Observed { dims: pairs.collect::<Option<_>>()?, cells: Vec::new() })
    }
}

/// The factor from a series' unit to that of its concept; a reader's own is in its own unit.
fn factor(series: &Series) -> Option<Factor> {
    if series.concept.starts_with(OWN) {
        let unit: Unit = series.unit.parse().ok()?;
        return unit.factor_to(&unit).ok();
    }
    let concept = vocabulary::concept(&series.concept).filter(|c| !c.promise)?;
    let (from, to): (Unit, Unit) = (series.unit.parse().ok()?, concept.unit.parse().ok()?);
    from.factor_to(&to).ok()
}

fn periods(tables: &[&Table], pack: &Pack) -> Vec<Period> {
    let mut periods: Vec<Period> = tables.iter().flat_map(|t| t.period().iter().copied()).collect();
    let years = || periods.iter().map(|p| p.year());
    if let (Some(first), Some(last)) = (years().min(), years().max()) {
        periods.extend((first..=last.min(first.saturating_add(MAX_YEARS))).map(Period::Year));
    }
    periods.extend(pack.targets.iter().map(|t| Period::Year(t.target_year)));
    order::set(periods)
}

fn words(tables: &[&Table], pack: &Pack, labels: &[String]) -> Vec<String> {
    let mut words = vec![String::new()];
    let series = tables.iter().flat_map(|t| t.series());
    words.extend(series.flat_map(|s| &s.dims).flat_map(|(d, m)| [d.clone(), m.clone()]));
    words.extend(vocabulary::CONCEPTS.iter().flat_map(|c| c.dimensions).map(|d| (*d).to_string()));
    words.extend(labels.iter().cloned());
    words.extend(["yes", "no", UNSTATED].map(String::from));
    words.extend(pack.targets.iter().map(|t| t.id.clone()));
    words.extend(pack.targets.iter().filter_map(|t| t.base_year).map(|y| y.to_string()));
    order::set(words)
}

fn sources(tables: &[&Table], pack: &Pack) -> Vec<String> {
    let of_rows = tables.iter().flat_map(|t| t.source());
    let of_targets = pack.targets.iter().flat_map(|t| &t.sources);
    order::set(of_rows.chain(of_targets).cloned().collect())
}
