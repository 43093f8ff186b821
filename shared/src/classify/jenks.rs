//! Natural breaks: the classes with the smallest sum of squared distances from their means.
//!
//! The optimum, not Jenks' iteration: Fisher (1958, doi:10.1080/01621459.1958.10501479) showed that optimal classes
//! of sorted values are contiguous, so dynamic programming finds them. The best beginning of the last class never
//! moves back as values are added, which divides the search: k · n · log n steps instead of k · n².

use super::limits;

/// Limits of `wanted` natural classes of the sorted values.
pub(super) fn limits(sorted: &[f64], wanted: usize) -> Vec<f64> {
    limits::part(sorted, cuts(sorted, wanted).into_iter())
}

/// Where classes begin, other than the first: positions in the sorted values.
pub(super) fn cuts(sorted: &[f64], wanted: usize) -> Vec<usize> {
    let (n, wanted) = (sorted.len(), wanted.min(limits::distinct(sorted)));
    if wanted < 2 {
        return Vec::new();
    }
    let sums = Sums::of(sorted);
    // cost[i]: least cost of the first i values in as many classes as there were rounds
    let mut cost: Vec<f64> = (0..=n).map(|end| sums.cost(0, end)).collect();
    let mut begins: Vec<Vec<usize>> = Vec::with_capacity(wanted - 1);
    for classes in 2..=wanted {
        let mut round =
            Round { sums: &sums, before: &cost, cost: vec![f64::INFINITY; n + 1], begin: vec![0; n + 1] };
        round.fill(classes, n, classes - 1, n - 1);
        let Round { cost: least, begin, .. } = round;
        cost = least;
        begins.push(begin);
    }
    let mut end = n;
    let mut cuts: Vec<usize> = begins
        .iter()
        .rev()
        .map(|begin| {
            end = begin[end];
            end
        })
        .collect();
    cuts.reverse();
    // A tie may put a cut between equal values; those share a class.
    cuts.retain(|cut| *cut > 0 && sorted[cut - 1] < sorted[*cut]);
    cuts
}

/// One more class: the least cost of each beginning of the values.
struct Round<'a> {
    sums: &'a Sums,
    before: &'a [f64],
    cost: Vec<f64>,
    begin: Vec<usize>,
}

impl Round<'_> {
    /// Ends from `low` to `high`, whose last class begins between `first` and `last`.
    fn fill(&mut self, low: usize, high: usize, first: usize, last: usize) {
        if low > high {
            return;
        }
        let end = low + (high - low) / 2;
        let mut best = (f64::INFINITY, first);
        for begin in first..=last.min(end - 1) {
            let cost = self.before[begin] + self.sums.cost(begin, end);
            if cost < best.0 {
                best = (cost, begin);
            }
        }
        (self.cost[end], self.begin[end]) = best;
        if end > low {
            self.fill(low, end - 1, first, best.1);
        }
        self.fill(end + 1, high, best.1, last);
    }
}

/// Sums of the values and of their squares up to each position, around the median so that large values keep digits.
struct Sums(Vec<(f64, f64)>);

impl Sums {
    fn of(sorted: &[f64]) -> Self {
        let middle = sorted[sorted.len() / 2];
        let mut at = (0.0, 0.0);
        let rest = sorted.iter().map(|value| {
            let value = value - middle;
            at = (at.0 + value, at.1 + value * value);
            at
        });
        Self(std::iter::once((0.0, 0.0)).chain(rest).collect())
    }

    /// Sum of squared distances from their mean of the values from `begin` up to, and without, `end`.
    fn cost(&self, begin: usize, end: usize) -> f64 {
        if end <= begin + 1 {
            return 0.0;
        }
        let (sum, squares) = (self.0[end].0 - self.0[begin].0, self.0[end].1 - self.0[begin].1);
        (squares - sum * sum / (end - begin) as f64).max(0.0)
    }
}
