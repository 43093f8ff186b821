//! The tree of a formula, in an arena in the order of reading: a node comes after its parts.

use super::Lookup;
use crate::{
    geo::Level,
    observation::NotationKey,
    period::Period,
    unit::Unit,
    wire::{Reader, Wire, put_number, wire_enum, wire_struct},
};

/// Index of a node in its formula.
pub type NodeId = u16;

/// Bytes of the formula's text, from and to.
pub type Span = (u16, u16);

/// A formula that was read, not yet checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// The text as written.
    pub text: String,
    /// Every part; the last one is the whole.
    pub nodes: Vec<Node>,
}

/// One part of a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands in the text.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a part of a formula does.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number with a unit, `100 [%]`.
    Number(f64, Unit),
    /// The observations of a concept, `ghg_emissions{scope = "1"}`.
    Series(String, Vec<Filter>),
    /// The values of another indicator, `@ghg_total{method = "GPC"}`.
    Indicator(String, Vec<Filter>),
    /// `-x`.
    Negate(NodeId),
    /// `x + y` and the like.
    Binary(Operator, NodeId, NodeId),
    /// `x >= y`, only as the test of [`Kind::Where`] and [`Kind::DoubtUnless`].
    Compare(Comparison, NodeId, NodeId),
    /// `sum(x over a, b)`: one value from all that differ in those dimensions only.
    Over(Aggregate, NodeId, Vec<String>),
    /// `aggregate(x, parish2013 to city)`: one value from all places of a level in a place above.
    ToLevel(Aggregate, NodeId, Level, Level),
    /// `of_city(x)`, `of_country(x)`: the value of the place above, for every place.
    Of(Level, NodeId),
    /// `lag(x, 1)`: the value so many years earlier.
    Lag(NodeId, i32),
    /// `change(x, 10)`: the value minus the one so many years earlier.
    Change(NodeId, i32),
    /// `rate(x, 10)`: the change by year over so many years.
    Rate(NodeId, i32),
    /// `at(x, 2021)`: the value of one period, for every period.
    At(NodeId, Period),
    /// `latest(x)`: the newest value, for every period.
    Latest(NodeId),
    /// `first(x)`: the oldest value, for every period.
    First(NodeId),
    /// `year_of(x)`: the calendar year of each value of x.
    YearOf(NodeId),
    /// `interpolate(x)`: years between two values by a straight line; only where the indicator declares it.
    Interpolate(NodeId),
    /// `if_known(x, y)`: x where there is a value, else y.
    IfKnown(Vec<NodeId>),
    /// `label(x, scopes = "1+2")`: x with one more dimension, to stand beside other series.
    Label(NodeId, String, String),
    /// `known(x)`, `listed(x)`, `keyed(x, NE)`: 1 or 0 for each cell that was observed.
    Count(NodeId, Counted),
    /// `factor(…)`, `ncv(…)`, `gwp(…)`: a factor of the tables that are carried.
    Factor(Lookup),
    /// `reliable(x)`: x without values of low reliability (status U).
    Reliable(NodeId),
    /// `where(x, test)`: x where the test holds.
    Where(NodeId, NodeId),
    /// `doubt_unless(x, test)`: x, with status U (low reliability) where the test fails or cannot be made.
    DoubtUnless(NodeId, NodeId),
    /// `pow(x, y)` and the like.
    Apply(Function, Vec<NodeId>),
}

/// Arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// How many values become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The arithmetic mean.
    Mean,
    /// The smallest.
    Min,
    /// The largest.
    Max,
}

/// A mathematical function, from `libm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// `pow(x, y)`
    Pow,
    /// `exp(x)`
    Exp,
    /// `ln(x)`
    Ln,
    /// `abs(x)`
    Abs,
    /// `least(x, y)`
    Least,
    /// `greatest(x, y)`
    Greatest,
}

/// Which cells count as one; a cell that was never observed counts as nothing at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Those with a value.
    Known,
    /// All, gaps with a status or a notation key included.
    Listed,
    /// Gaps with this notation key.
    Keyed(NotationKey),
}

/// A condition on one dimension of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The dimension.
    pub dimension: String,
    /// What its member must be.
    pub test: Test,
}

/// What a member must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `= "a"`: this member; the dimension is fixed and no longer distinguishes series.
    Is(String),
    /// `in ["a", "b"]`: one of these.
    In(Vec<String>),
    /// `!= "a"` or `not in ["a", "b"]`: none of these.
    NotIn(Vec<String>),
}

impl Test {
    /// Whether a member passes.
    pub fn accepts(&self, member: &str) -> bool {
        match self {
            Self::Is(one) => one == member,
            Self::In(some) => some.iter().any(|m| m == member),
            Self::NotIn(none) => none.iter().all(|m| m != member),
        }
    }
}

impl Kind {
    /// The parts of this part, in order of reading.
    pub fn parts(&self) -> Vec<NodeId> {
        match self {
            Self::Number(..) | Self::Series(..) | Self::Indicator(..) | Self::Factor(..) => Vec::new(),
            Self::Negate(x)
            | Self::Over(_, x, _)
            | Self::ToLevel(_, x, _, _)
            | Self::Of(_, x)
            | Self::Lag(x, _)
            | Self::Change(x, _)
            | Self::Rate(x, _)
            | Self::At(x, _)
            | Self::Latest(x)
            | Self::First(x)
            | Self::YearOf(x)
            | Self::Label(x, _, _)
            | Self::Reliable(x)
            | Self::Count(x, _)
            | Self::Interpolate(x) => vec![*x],
            Self::Binary(_, x, y) | Self::Compare(_, x, y) | Self::Where(x, y) | Self::DoubtUnless(x, y) => {
                vec![*x, *y]
            }
            Self::IfKnown(parts) | Self::Apply(_, parts) => parts.clone(),
        }
    }
}

impl Formula {
    /// The node that is the whole formula.
    pub fn root(&self) -> NodeId {
        self.nodes.len().saturating_sub(1) as NodeId
    }

    /// A node by its id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[usize::from(id)]
    }

    /// The text of a node, with white space drawn together.
    pub fn text_of(&self, id: NodeId) -> String {
        let (from, to) = self.node(id).span;
        let text = self.text.get(usize::from(from)..usize::from(to)).unwrap_or("");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Without the text and where parts stand in it: who tells a derivation has the text, and reads it again.
// why: the catalogue is a fifth smaller so, and a first visit tells no derivation
impl Wire for Formula {
    fn put(&self, to: &mut Vec<u8>) {
        put_number(self.nodes.len() as u64, to);
        self.nodes.iter().for_each(|node| node.kind.put(to));
    }

    fn take(from: &mut Reader<'_>) -> Self {
        let kinds = Vec::<Kind>::take(from);
        let nodes = kinds.into_iter().map(|kind| Node { span: (0, 0), kind }).collect();
        Self { text: String::new(), nodes }
    }
}

wire_struct! { Filter { dimension, test } }

wire_enum! {
    Kind {
        0 = Number(value, unit), 1 = Series(id, filters), 2 = Indicator(id, filters), 3 = Negate(x), 4 = Binary(how, x, y),
        5 = Compare(how, x, y), 6 = Over(how, x, over), 7 = ToLevel(how, x, from_level, to_level), 8 = Of(level, x),
        9 = Lag(x, years), 10 = Change(x, years), 11 = Rate(x, years), 12 = At(x, period), 13 = Latest(x), 14 = First(x),
        15 = YearOf(x), 16 = Interpolate(x), 17 = IfKnown(parts), 18 = Label(x, dimension, member), 19 = Count(x, which),
        20 = Factor(lookup), 21 = Reliable(x), 22 = Where(x, test), 23 = DoubtUnless(x, test), 24 = Apply(function, parts),
    }
    Operator { 0 = Add, 1 = Subtract, 2 = Multiply, 3 = Divide }
    Comparison { 0 = Less, 1 = AtMost, 2 = More, 3 = AtLeast }
    Aggregate { 0 = Sum, 1 = Mean, 2 = Min, 3 = Max }
    Function { 0 = Pow, 1 = Exp, 2 = Ln, 3 = Abs, 4 = Least, 5 = Greatest }
    Counted { 0 = Known, 1 = Listed, 2 = Keyed(key) }
    Test { 0 = Is(member), 1 = In(members), 2 = NotIn(members) }
}
