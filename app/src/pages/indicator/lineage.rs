//! Where a value comes from, as a drawing: the parts of its formula down to the figures that were published.

use gemeo_shared::{
    chart::tree::{Kind, Node, Tree, tree},
    view::{Explanation, Input, Step, StepKind},
};
use leptos::prelude::*;

use crate::{components::chart::drawn, format, t};

/// More parts than this are told in a list, not drawn.
const MOST: usize = 60;

/// The tree of a derivation; the list of steps below it says the same in words.
pub fn drawn_tree(found: &Explanation, decimals: u8) -> AnyView {
    let data = data(found, decimals);
    let title = t!("explain.tree");
    view! { <h4>{title.clone()}</h4>{drawn("lineage", &title, "", &|frame| tree(&data, frame))} }.into_any()
}

fn data(found: &Explanation, decimals: u8) -> Tree {
    let mut nodes: Vec<Node> = found.steps.iter().flat_map(|s| of_step(s, &found.inputs, decimals)).collect();
    if nodes.len() > MOST {
        let label = t!("explain.more", n = (nodes.len() - MOST).to_string());
        nodes.truncate(MOST);
        nodes.push(Node { depth: 1, label, ..Node::default() });
    }
    let names = t!("explain.kinds");
    let mut names = names.split(" | ").map(String::from);
    Tree { nodes, kinds: std::array::from_fn(|_| names.next().unwrap_or_default()) }
}

/// A part of the formula; below one that reads observations, these, each with its source.
fn of_step(step: &Step, inputs: &[Input], decimals: u8) -> Vec<Node> {
    let value = step.value.map_or_else(|| "—".into(), |v| format::quantity(v, decimals.max(2), &step.unit));
    let kind = match step.kind {
        StepKind::Indicator => Kind::Result,
        StepKind::Factor => Kind::Factor,
        StepKind::Part | StepKind::Data => Kind::Part,
    };
    let below = step
        .inputs
        .iter()
        .filter_map(|i| inputs.get(*i as usize))
        .map(|i| of_input(i, step.depth.saturating_add(1)));
    std::iter::once(Node { depth: step.depth, label: step.expr.clone(), value, kind }).chain(below).collect()
}

fn of_input(input: &Input, depth: u8) -> Node {
    let why = if input.notation.is_empty() { &input.status } else { &input.notation };
    let value = input.value.map_or_else(|| why.clone(), |v| format::quantity(v, decimals_of(v), &input.unit));
    let label = format!("{} · {}", input.source, format::period(&input.period));
    let kind = if input.status == "A" { Kind::Figure } else { Kind::Marked };
    Node { depth, label, value, kind }
}

/// As many decimals as a figure was published with, up to four.
fn decimals_of(value: f64) -> u8 {
    value.to_string().split_once('.').map_or(0, |(_, d)| d.len().min(4) as u8)
}
