//! Labels that do not lie on each other: each tries its places in turn and takes the first that is free.

/// A rectangle: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect(pub [f64; 4]);

impl Rect {
    /// Around a point.
    pub fn around(x: f64, y: f64, reach: f64) -> Self {
        Self([x - reach, y - reach, x + reach, y + reach])
    }

    fn hits(&self, other: &Self) -> bool {
        let ([l, t, r, b], [ol, ot, or, ob]) = (self.0, other.0);
        l < or && ol < r && t < ob && ot < b
    }

    fn within(&self, other: &Self) -> bool {
        let ([l, t, r, b], [ol, ot, or, ob]) = (self.0, other.0);
        l >= ol && t >= ot && r <= or && b <= ob
    }
}

/// What is taken, and how far labels may go.
#[derive(Debug)]
pub struct Places {
    bounds: Rect,
    taken: Vec<Rect>,
}

/// Where a label was put: x, baseline of its first line, and the `text-anchor`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Horizontal place of the anchor.
    pub x: f64,
    /// Baseline of the first line.
    pub y: f64,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
}

impl Places {
    /// Nothing taken yet.
    pub fn new(bounds: Rect) -> Self {
        Self { bounds, taken: Vec::new() }
    }

    /// Keeps labels off a rectangle.
    pub fn block(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    /// Keeps labels off a straight line.
    pub fn block_line(&mut self, from: [f64; 2], to: [f64; 2]) {
        let long = (to[0] - from[0]).abs().max((to[1] - from[1]).abs());
        let steps = (long / 6.0).clamp(1.0, 400.0) as usize;
        for i in 0..=steps {
            let t = i as f64 / steps as f64;
            let at = |axis: usize| from[axis] + (to[axis] - from[axis]) * t;
            self.block(Rect::around(at(0), at(1), 2.0));
        }
    }

    /// A place for one line of text that begins at `from`, just above or below it, or none.
    pub fn along(&mut self, from: [f64; 2], width: f64, line: f64) -> Option<Spot> {
        let [x, y] = from;
        for top in [y - line - 2.5, y + 2.5] {
            let rect = Rect([x, top, x + width, top + line]);
            if rect.within(&self.bounds) && !self.taken.iter().any(|t| t.hits(&rect)) {
                self.block(rect);
                return Some(Spot { x, y: top + line * 0.78, anchor: "start" });
            }
        }
        None
    }

    /// A place beside a point for a label `width` wide with lines of `line` height, or none.
    pub fn beside(&mut self, point: [f64; 2], width: f64, lines: usize, line: f64) -> Option<Spot> {
        let [x, y] = point;
        let height = line * lines as f64;
        let ascent = line * 0.78;
        let gap = 9.0;
        for push in [0.0, 10.0, 24.0] {
            let (up, down) = (y - gap - push - height, y + gap + push);
            let tries = [
                (x, up, "middle"),
                (x, down, "middle"),
                (x + gap + push, y - height / 2.0, "start"),
                (x - gap - push, y - height / 2.0, "end"),
                (x - 3.0, up, "start"),
                (x + 3.0, up, "end"),
                (x - 3.0, down, "start"),
                (x + 3.0, down, "end"),
                (x + gap, up, "start"),
                (x - gap, down, "end"),
                (x - gap, up, "end"),
                (x + gap, down, "start"),
            ];
            for (x, top, anchor) in tries {
                let left = match anchor {
                    "start" => x,
                    "end" => x - width,
                    _ => x - width / 2.0,
                };
                let rect = Rect([left - 2.0, top, left + width + 2.0, top + height]);
                if rect.within(&self.bounds) && !self.taken.iter().any(|t| t.hits(&rect)) {
                    self.block(rect);
                    return Some(Spot { x, y: top + ascent, anchor });
                }
            }
        }
        None
    }
}

/// Moves labels at heights `wanted` apart so that each has `gap` room, within `low..high`, moving them
/// as little as needed; the order is kept.
pub fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut placed = wanted.to_vec();
    let mut least = low;
    for i in &order {
        placed[*i] = placed[*i].max(least);
        least = placed[*i] + gap;
    }
    let mut most = high;
    for i in order.iter().rev() {
        placed[*i] = placed[*i].min(most);
        most = placed[*i] - gap;
    }
    placed
}
