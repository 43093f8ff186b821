//! Marks of points: a shape for each series, so that colour is never alone.

use super::svg::Svg;

/// The shape of a point's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// A disc.
    #[default]
    Circle,
    /// A square.
    Square,
    /// A triangle on its base.
    Triangle,
    /// A square on its tip.
    Diamond,
    /// A triangle on its tip.
    Wedge,
    /// An upright cross.
    Cross,
}

impl Shape {
    /// The shape of the n-th series.
    pub fn nth(n: usize) -> Self {
        [Self::Circle, Self::Square, Self::Triangle, Self::Diamond, Self::Wedge, Self::Cross][n % 6]
    }

    /// The outline around a point as path data; areas are about equal.
    fn path(self, x: f64, y: f64, r: f64) -> String {
        let n = super::svg::num;
        let poly = |points: &[[f64; 2]]| {
            let points: Vec<String> =
                points.iter().map(|[dx, dy]| format!("{} {}", n(x + dx * r), n(y + dy * r))).collect();
            format!("M{}z", points.join("L"))
        };
        match self {
            Self::Circle => format!(
                "M{} {}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 {} 0z",
                n(x - r),
                n(y),
                n(2.0 * r),
                n(-2.0 * r),
                r = n(r)
            ),
            Self::Square => poly(&[[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]]),
            Self::Triangle => poly(&[[0.0, -1.25], [1.15, 0.8], [-1.15, 0.8]]),
            Self::Diamond => poly(&[[0.0, -1.3], [1.15, 0.0], [0.0, 1.3], [-1.15, 0.0]]),
            Self::Wedge => poly(&[[0.0, 1.25], [1.15, -0.8], [-1.15, -0.8]]),
            Self::Cross => poly(&[
                [-0.4, -1.1],
                [0.4, -1.1],
                [0.4, -0.4],
                [1.1, -0.4],
                [1.1, 0.4],
                [0.4, 0.4],
                [0.4, 1.1],
                [-0.4, 1.1],
                [-0.4, 0.4],
                [-1.1, 0.4],
                [-1.1, -0.4],
                [-0.4, -0.4],
            ]),
        }
    }

    /// Draws the mark with classes, e.g. `gx-fill gx-k2`.
    pub(super) fn draw(self, svg: &mut Svg, at: [f64; 2], r: f64, classes: &str) {
        svg.el("path").class(classes).attr("d", &self.path(at[0], at[1], r)).num("stroke-width", 1.75).end();
    }
}
