//! A derivation as a tree: a row for each part, joined to the part it belongs to.

use super::{Frame, key::Sign, key::key, label::line_height, mark::Shape, measure, svg::Svg, svg::num};

/// What a node stands for; shape and colour tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// An operation on the nodes below it.
    #[default]
    Part,
    /// The result of another calculation.
    Result,
    /// A factor from a table.
    Factor,
    /// A figure as published.
    Figure,
    /// A figure whose source marks it, e.g. as estimated.
    Marked,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Part, Self::Result, Self::Factor, Self::Figure, Self::Marked];

    fn sign(self) -> (Shape, &'static str) {
        match self {
            Self::Part => (Shape::Circle, "gx-ring gx-k6"),
            Self::Result => (Shape::Diamond, "gx-fill gx-k3"),
            Self::Factor => (Shape::Square, "gx-fill gx-k2"),
            Self::Figure => (Shape::Circle, "gx-fill gx-k1"),
            Self::Marked => (Shape::Circle, "gx-ring gx-k1"),
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Depth; a node belongs to the last one before it of less depth.
    pub depth: u8,
    /// What it is.
    pub label: String,
    /// Its value with unit, or why there is none.
    pub value: String,
    /// What it stands for.
    pub kind: Kind,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    /// The nodes from the root on, each before those that belong to it.
    pub nodes: Vec<Node>,
    /// Names of the kinds, in the order of [`Kind`]; those that occur are in the key.
    pub kinds: [String; 5],
}

/// Deeper nodes are drawn no further to the right.
const DEEPEST: u8 = 12;

/// Draws a tree.
pub fn tree(data: &Tree, frame: &Frame<'_>) -> String {
    let (width, size, narrow) = (frame.sane_width(), frame.text_size(), frame.narrow());
    let indent = if narrow { 11.0 } else { 20.0 };
    // On a telephone the value stands below its label.
    let row = line_height(size) * if narrow { 2.0 } else { 1.0 } + 8.0;
    let at = |i: usize| {
        let depth = data.nodes[i].depth.min(DEEPEST);
        [8.0 + f64::from(depth) * indent, row * i as f64 + line_height(size) * 0.5 + 4.0]
    };
    let mut svg = Svg::default();
    for i in 1..data.nodes.len() {
        if let Some(parent) = parent(&data.nodes, i) {
            let ([px, py], [x, y]) = (at(parent), at(i));
            let path = format!("M{} {}V{}H{}", num(px), num(py), num(y), num(x));
            svg.el("path")
                .class("gx-axis")
                .attr("d", &path)
                .attr("fill", "none")
                .num("stroke-width", 1.25)
                .end();
        }
    }
    for (i, node) in data.nodes.iter().enumerate() {
        let [x, y] = at(i);
        let (shape, class) = node.kind.sign();
        shape.draw(&mut svg, [x, y], 4.5, class);
        let (from, base) = (x + 11.0, y + size * 0.35);
        let taken = if narrow { 0.0 } else { measure::text_width(&node.value, size) * 1.08 + 16.0 };
        let label = measure::fit(&node.label, size, (width - from - taken).max(40.0));
        svg.el("text").num("x", from).num("y", base).text(&label);
        let value = svg.el("text").class("gx-strong").attr("font-weight", "600");
        if narrow {
            let text = measure::fit(&node.value, size, width - from);
            value.num("x", from).num("y", base + line_height(size)).text(&text);
        } else {
            value.num("x", width).num("y", base).attr("text-anchor", "end").text(&node.value);
        }
    }
    let occurs = |k: &Kind| data.nodes.iter().any(|n| n.kind == *k);
    let named = Kind::ALL.into_iter().zip(&data.kinds).filter(|(k, name)| occurs(k) && !name.is_empty());
    let entries: Vec<(Sign, String)> = named
        .map(|(k, name)| {
            let (shape, class) = k.sign();
            (Sign::Mark(shape, class.into()), name.clone())
        })
        .collect();
    let end = key(&mut svg, &entries, row * data.nodes.len() as f64 + 8.0, width, size);
    let mut out = frame.begin(end);
    out.nest(&svg.into_body());
    out.finish()
}

/// The node that a node belongs to.
fn parent(nodes: &[Node], at: usize) -> Option<usize> {
    (0..at).rev().find(|i| nodes[*i].depth < nodes[at].depth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{NARROW, WIDE};

    fn node(depth: u8, label: &str, kind: Kind) -> Node {
        Node { depth, label: label.into(), value: "1 t".into(), kind }
    }

    fn data() -> Tree {
        let nodes = vec![
            node(0, "a / b", Kind::Part),
            node(1, "a <b>", Kind::Marked),
            node(1, "@other", Kind::Result),
            node(2, "x", Kind::Figure),
            node(2, &"long ".repeat(60), Kind::Factor),
        ];
        Tree { nodes, kinds: ["part", "result", "factor", "figure", "marked"].map(String::from) }
    }

    #[test]
    fn each_node_but_the_root_is_joined_to_the_one_above_it() {
        let above: Vec<Option<usize>> = (0..5).map(|i| parent(&data().nodes, i)).collect();
        assert_eq!(above, [None, Some(0), Some(0), Some(2), Some(2)]);
        let svg = tree(&data(), &Frame { prefix: "t", title: "t", desc: "", width: WIDE });
        assert_eq!(svg.matches("class=\"gx-axis\"").count(), 4);
        assert_eq!(svg.matches("1 t").count(), 5);
    }

    #[test]
    fn a_drawing_is_plain_at_every_width_and_long_labels_are_cut() {
        for width in [NARROW, WIDE, f64::NAN] {
            let svg = tree(&data(), &Frame { prefix: "t", title: "t", desc: "", width });
            assert!(svg.contains("a &lt;b&gt;") && svg.contains("…") && svg.contains("marked"), "{svg}");
            assert!(!svg.contains("NaN") && !svg.contains("style="));
        }
        let none = tree(&Tree::default(), &Frame { prefix: "t", title: "t", desc: "", width: WIDE });
        assert!(none.ends_with("</svg>"));
    }
}
