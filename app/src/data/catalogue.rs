//! The catalogue's texts in the language in use: names of indicators, domains, dimensions and remarks.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use gemeo_shared::tree_struct;
use gemeo_shared::view::SeriesView;
use serde_json::Value;

/// What the catalogue says of an indicator, for a reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// One short sentence: what it is.
    pub short: String,
    /// Domain, e.g. `emissions`.
    pub domain: String,
    /// Unit of the values.
    pub unit: String,
    /// Levels of places that have values.
    pub levels: Vec<String>,
    /// Who in a city answers for its figures: id of a role.
    pub responsible: String,
}

/// A dimension and its members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Dimension {
    name: String,
    members: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
struct Texts {
    indicators: BTreeMap<String, Entry>,
    domains: BTreeMap<String, String>,
    roles: BTreeMap<String, String>,
    remarks: BTreeMap<String, String>,
    dimensions: BTreeMap<String, Dimension>,
    /// A name, or an object with a name and who usually has the figures.
    concepts: BTreeMap<String, Value>,
    /// Marks of figures by `city/indicator`: a line each of dimensions, place, period and text, parted by tabs.
    // why with the names: they are words of the language, few, and every chart needs them with its first drawing
    marks: BTreeMap<String, String>,
}

tree_struct! {
    lenient Entry { name, short, domain, unit, levels, responsible }
    lenient Dimension { name, members }
    lenient Texts { indicators, domains, roles, remarks, dimensions, concepts, marks }
}

/// What is known of a figure beside its state: that few hours were measured, that it does not meet a rule of quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Code of the place; empty where it is about the whole series.
    pub place: String,
    /// The period; empty where it is about the whole series.
    pub period: String,
    /// What it says, in words.
    pub text: String,
}

thread_local! {
    static CURRENT: RefCell<Rc<Texts>> = RefCell::new(Rc::default());
    /// Names of what is in no catalogue: the reader's own series.
    static CALLED: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// Reads the catalogue of a language; a file that cannot be read leaves ids in place of names.
pub fn set(json: &str) {
    let texts: Texts = gemeo_shared::tree::from_str(json).unwrap_or_default();
    CURRENT.with(|c| *c.borrow_mut() = Rc::new(texts));
}

fn texts() -> Rc<Texts> {
    CURRENT.with(|c| c.borrow().clone())
}

/// Gives a series of the reader's own a name.
pub fn call(id: &str, name: String) {
    CALLED.with(|c| c.borrow_mut().insert(id.to_owned(), name));
}

/// The entry of an indicator.
pub fn entry(id: &str) -> Entry {
    texts().indicators.get(id).cloned().unwrap_or_else(|| {
        let called = CALLED.with(|c| c.borrow().get(id).cloned());
        Entry { name: called.unwrap_or_else(|| id.replace('_', " ")), ..Entry::default() }
    })
}

/// The name of an indicator.
pub fn name(id: &str) -> String {
    entry(id).name
}

/// Who in a city answers for an indicator's figures.
pub fn responsible(id: &str) -> Option<String> {
    let texts = texts();
    let role = &texts.indicators.get(id)?.responsible;
    texts.roles.get(role).cloned()
}

/// The name of a domain.
pub fn domain(id: &str) -> String {
    texts().domains.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// The name of a dimension.
pub fn dimension(id: &str) -> String {
    texts().dimensions.get(id).map_or_else(|| id.to_owned(), |d| d.name.clone())
}

/// The name of a member of a dimension.
pub fn member(dimension: &str, member: &str) -> String {
    let texts = texts();
    let named = texts.dimensions.get(dimension).and_then(|d| d.members.get(member));
    named.cloned().unwrap_or_else(|| member.to_owned())
}

/// A concept that a city brings figures of, in words.
pub fn concept(id: &str) -> String {
    let texts = texts();
    let known = texts.concepts.get(id);
    let name = known.and_then(|c| c.as_str().or_else(|| c.get("name")?.as_str()));
    name.map_or_else(|| id.replace('_', " "), str::to_owned)
}

/// The text of a remark, by its key in a view (`remark.…`).
pub fn remark(key: &str) -> Option<String> {
    texts().remarks.get(key.strip_prefix("remark.")?).cloned()
}

/// The marks of a series of a city, as they were found when the site was built.
pub fn marks(city: &str, indicator: &str, series: &SeriesView) -> Vec<Mark> {
    let texts = texts();
    let Some(lines) = texts.marks.get(&format!("{city}/{indicator}")) else { return Vec::new() };
    let own = dims(series);
    let mark = |line: &str| {
        let mut cells = line.splitn(4, '\t');
        let (dims, place, period, text) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let (level, place) = place.split_once('/')?;
        (dims == own && level == series.level).then(|| Mark {
            place: place.into(),
            period: period.into(),
            text: text.into(),
        })
    };
    lines.lines().filter_map(mark).collect()
}

/// The dimensions of a series as a line of [`marks`] has them.
pub fn dims(series: &SeriesView) -> String {
    series.dims.iter().map(|(d, m)| format!("{d}={m}")).collect::<Vec<_>>().join(";")
}

/// The place of an indicator among its neighbours: by name, in the language in use.
pub fn position(id: &str) -> (String, String) {
    let entry = entry(id);
    (entry.name, id.to_owned())
}

/// Ids of every indicator.
pub fn ids() -> Vec<String> {
    texts().indicators.keys().cloned().collect()
}
