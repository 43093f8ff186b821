//! Least squares by normal equations, the simplex search, and order statistics.

/// Normal equations of a regression, filled row by row.
#[derive(Debug, Clone)]
pub struct Normal {
    n: usize,
    xtx: Vec<f64>,
    xty: Vec<f64>,
    /// Rows taken in.
    pub rows: usize,
}

impl Normal {
    /// Of `n` unknowns.
    pub fn new(n: usize) -> Self {
        Self { n, xtx: vec![0.0; n * n], xty: vec![0.0; n], rows: 0 }
    }

    /// Takes a row in; entries that are zero cost nothing.
    pub fn push(&mut self, x: &[f64], y: f64) {
        for (i, &xi) in x.iter().enumerate().take(self.n) {
            if xi == 0.0 {
                continue;
            }
            self.xty[i] += xi * y;
            for (entry, &xj) in self.xtx[i * self.n..=i * self.n + i].iter_mut().zip(x) {
                *entry += xi * xj;
            }
        }
        self.rows += 1;
    }

    /// The part of the sum of squares that coefficients explain: `2 b'X'y − b'X'Xb`.
    pub fn explained(&self, b: &[f64]) -> f64 {
        let mut quadratic = 0.0;
        for i in 0..self.n {
            for j in 0..i {
                quadratic += 2.0 * b[i] * b[j] * self.xtx[i * self.n + j];
            }
            quadratic += b[i] * b[i] * self.xtx[i * self.n + i];
        }
        2.0 * dot(b, &self.xty) - quadratic
    }

    /// Solves by Cholesky's method with a ridge: `ridge` times the diagonal is added to it. The first unknown, the
    /// constant, is not shrunk.
    pub fn solve(&self, ridge: f64) -> Vec<f64> {
        let n = self.n;
        let mut l = self.xtx.clone();
        let mean: f64 = (0..n).map(|i| l[i * n + i]).sum::<f64>() / n.max(1) as f64;
        for i in 0..n {
            let d = l[i * n + i];
            l[i * n + i] += if i == 0 { 1e-9 * d } else { ridge * d } + 1e-10 * mean + 1e-300;
        }
        for j in 0..n {
            let mut d = l[j * n + j];
            for k in 0..j {
                d -= l[j * n + k] * l[j * n + k];
            }
            let d = d.max(1e-300).sqrt();
            l[j * n + j] = d;
            for i in j + 1..n {
                let mut s = l[i * n + j];
                for k in 0..j {
                    s -= l[i * n + k] * l[j * n + k];
                }
                l[i * n + j] = s / d;
            }
        }
        let mut z = self.xty.clone();
        for i in 0..n {
            for k in 0..i {
                z[i] -= l[i * n + k] * z[k];
            }
            z[i] /= l[i * n + i];
        }
        for i in (0..n).rev() {
            for k in i + 1..n {
                z[i] -= l[k * n + i] * z[k];
            }
            z[i] /= l[i * n + i];
        }
        z
    }
}

/// Sum of products.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Minimises a function by the simplex of Nelder and Mead (The Computer Journal 7, 1965), with at most `budget`
/// evaluations; points outside `[low, high]` are moved to the border.
pub fn simplex(
    start: &[f64],
    bounds: &[(f64, f64)],
    budget: usize,
    f: &mut dyn FnMut(&[f64]) -> f64,
) -> (Vec<f64>, f64) {
    let n = start.len();
    let inside = |x: &mut [f64]| x.iter_mut().zip(bounds).for_each(|(v, (lo, hi))| *v = v.clamp(*lo, *hi));
    let mut points: Vec<(Vec<f64>, f64)> = Vec::with_capacity(n + 1);
    let mut used = 0;
    for corner in 0..=n {
        let mut x = start.to_vec();
        if corner > 0 {
            let (lo, hi) = bounds[corner - 1];
            let reach = 0.2 * (hi - lo);
            x[corner - 1] += if x[corner - 1] + reach <= hi { reach } else { -reach };
        }
        inside(&mut x);
        let value = f(&x);
        used += 1;
        points.push((x, value));
    }
    let along = |centre: &[f64], worst: &[f64], t: f64| {
        let mut x: Vec<f64> = centre.iter().zip(worst).map(|(c, w)| c + t * (c - w)).collect();
        inside(&mut x);
        x
    };
    while used < budget {
        points.sort_by(|a, b| a.1.total_cmp(&b.1));
        if (points[n].1 - points[0].1).abs() <= 1e-6 * (points[0].1.abs() + 1e-12) {
            break;
        }
        let centre: Vec<f64> =
            (0..n).map(|i| points[..n].iter().map(|p| p.0[i]).sum::<f64>() / n as f64).collect();
        let worst = points[n].0.clone();
        let reflected = along(&centre, &worst, 1.0);
        let value = f(&reflected);
        used += 1;
        if value < points[0].1 {
            let further = along(&centre, &worst, 2.0);
            let far = f(&further);
            used += 1;
            points[n] = if far < value { (further, far) } else { (reflected, value) };
        } else if value < points[n - 1].1 {
            points[n] = (reflected, value);
        } else {
            let inner = along(&centre, &worst, if value < points[n].1 { 0.5 } else { -0.5 });
            let near = f(&inner);
            used += 1;
            if near < points[n].1.min(value) {
                points[n] = (inner, near);
            } else {
                let best = points[0].0.clone();
                for point in &mut points[1..] {
                    point.0.iter_mut().zip(&best).for_each(|(v, b)| *v = b + 0.5 * (*v - b));
                    point.1 = f(&point.0);
                    used += 1;
                }
            }
        }
    }
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    points.swap_remove(0)
}

/// Middle of the values that are not NaN; NaN where there is none.
pub fn median(values: &[f64]) -> f64 {
    let mut kept: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    let n = kept.len();
    if n == 0 {
        return f64::NAN;
    }
    let (low, middle, _) = kept.select_nth_unstable_by(n / 2, f64::total_cmp);
    let middle = *middle;
    if n % 2 == 1 {
        return middle;
    }
    let below = low.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    0.5 * (below + middle)
}

/// Robust standard deviation: 1.4826 times the median distance from the median.
pub fn mad_sd(values: &[f64]) -> f64 {
    let middle = median(values);
    let distances: Vec<f64> = values.iter().map(|v| (v - middle).abs()).collect();
    1.4826 * median(&distances)
}

/// Mean of the values that are not NaN.
pub fn mean(values: &[f64]) -> f64 {
    let (sum, n) = values.iter().filter(|v| !v.is_nan()).fold((0.0, 0usize), |(s, n), v| (s + v, n + 1));
    if n == 0 { f64::NAN } else { sum / n as f64 }
}
