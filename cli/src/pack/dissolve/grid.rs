//! Coding H3 cells as digits below a common ancestor, and hexagons as a centre with six corners.

use std::collections::BTreeMap;

use gemeo_shared::pack::geography::{Arcs, Grid, ParishCells, Surface};
use h3o::{CellIndex, LatLng};

use super::{DissolveError, Step, step};

/// Codes the cells of parishes; each comes with the index of its parish.
pub fn parish_cells(parishes: usize, cells: &[(u32, Surface, CellIndex)]) -> ParishCells {
    let prefix = common(cells.iter().map(|(_, _, cell)| *cell));
    let mut lists: BTreeMap<(u32, Surface), Vec<String>> = BTreeMap::new();
    for (parish, surface, cell) in cells {
        lists.entry((*parish, *surface)).or_default().push(digits(*cell)[prefix.len()..].into());
    }
    let mut text = |surface: Surface| -> Vec<String> {
        (0..parishes as u32)
            .map(|p| {
                let mut list = lists.remove(&(p, surface)).unwrap_or_default();
                list.sort();
                list.join(" ")
            })
            .collect()
    };
    let (land, water) = (text(Surface::Land), text(Surface::Water));
    let resolution = cells.iter().map(|(_, _, c)| u8::from(c.resolution())).max().unwrap_or(0);
    ParishCells { resolution, prefix, land, water }
}

/// Codes cells that carry figures, in order of their index, with their hexagons.
///
/// # Errors
/// [`DissolveError::TooFar`] where the cells lie too far apart.
pub fn grid(cells: &[CellIndex]) -> Result<Grid, DissolveError> {
    let mut cells = cells.to_vec();
    cells.sort();
    cells.dedup();
    let prefix = common(cells.iter().copied());
    let list: Vec<String> = cells.iter().map(|c| digits(*c)[prefix.len()..].to_owned()).collect();
    let centres: Vec<Step> = cells.iter().map(|c| step(LatLng::from(*c))).collect();
    let around = centres.get(centres.len() / 2).copied().unwrap_or_default();
    Ok(Grid {
        resolution: cells.first().map_or(0, |c| u8::from(c.resolution())),
        prefix,
        cells: list.join(" "),
        centres: Arcs::delta(&centres).ok_or(DissolveError::TooFar)?,
        around: around.map(|c| c as i32),
        corners: corners(&cells, &centres, around),
    })
}

/// The digits all paths begin with; one digit at least stays for each cell itself.
fn common(cells: impl Iterator<Item = CellIndex>) -> String {
    let mut prefix: Option<String> = None;
    for cell in cells {
        let digits = digits(cell);
        let known = prefix.as_deref().unwrap_or(&digits);
        let same = known.bytes().zip(digits.bytes()).take_while(|(a, b)| a == b).count();
        prefix = Some(digits[..same.min(digits.len() - 1)].into());
    }
    prefix.unwrap_or_default()
}

/// A cell's path: its base cell in three octal digits, then one digit a resolution.
fn digits(cell: CellIndex) -> String {
    let (id, resolution) = (u64::from(cell), u8::from(cell.resolution()));
    let digit = |r: u8| char::from(b'0' + ((id >> (3 * (15 - u32::from(r)))) & 7) as u8);
    let base = format!("{:03o}", u8::from(cell.base_cell()));
    base.chars().chain((1..=resolution).map(digit)).collect()
}

/// Fits, for each corner, its offset from the centre as a plane over longitude and latitude.
fn corners(cells: &[CellIndex], centres: &[Step], around: Step) -> Vec<[f64; 6]> {
    let Some(middle) = cells.get(cells.len() / 2) else { return vec![[0.0; 6]; 6] };
    let reference: Vec<[f64; 2]> = offsets(*middle);
    let mut fits = vec![[Fit::default(); 2]; 6];
    for (cell, centre) in cells.iter().zip(centres) {
        let at = [(centre[0] - around[0]) as f64, (centre[1] - around[1]) as f64];
        for offset in offsets(*cell) {
            let gap = |r: &[f64; 2]| libm::hypot(r[0] - offset[0], r[1] - offset[1]);
            let nearest =
                (0..reference.len()).min_by(|a, b| gap(&reference[*a]).total_cmp(&gap(&reference[*b])));
            let Some(fit) = nearest.and_then(|n| fits.get_mut(n)) else { continue };
            fit[0].add(at, offset[0]);
            fit[1].add(at, offset[1]);
        }
    }
    let flat = |fit: &[Fit; 2]| {
        let ([a, b, c], [d, e, f]) = (fit[0].solve(), fit[1].solve());
        [a, b, c, d, e, f]
    };
    fits.iter().map(flat).collect()
}

/// Offsets of a cell's corners from its centre in steps, counter-clockwise.
fn offsets(cell: CellIndex) -> Vec<[f64; 2]> {
    let at = |p: LatLng| [p.lng() * 1e5, p.lat() * 1e5];
    let centre = at(LatLng::from(cell));
    let boundary = cell.boundary();
    boundary.iter().map(|p| at(*p)).map(|p| [p[0] - centre[0], p[1] - centre[1]]).collect()
}

/// Least squares of a plane `a + b·x + c·y`.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    sums: [[f64; 3]; 3],
    right: [f64; 3],
}

impl Fit {
    fn add(&mut self, at: [f64; 2], value: f64) {
        let row = [1.0, at[0], at[1]];
        for (i, a) in row.iter().enumerate() {
            self.right[i] += a * value;
            for (j, b) in row.iter().enumerate() {
                self.sums[i][j] += a * b;
            }
        }
    }

    /// Solves by elimination; where the cells lie on a line, the slopes are left at zero.
    fn solve(&self) -> [f64; 3] {
        let (mut m, mut r) = (self.sums, self.right);
        for i in 0..3 {
            if m[i][i].abs() < 1e-6 {
                let mean = if self.sums[0][0] > 0.0 { self.right[0] / self.sums[0][0] } else { 0.0 };
                return [decimals(mean, 3), 0.0, 0.0];
            }
            for k in i + 1..3 {
                let f = m[k][i] / m[i][i];
                let upper = m[i];
                for (below, above) in m[k].iter_mut().zip(upper) {
                    *below -= f * above;
                }
                r[k] -= f * r[i];
            }
        }
        let c = r[2] / m[2][2];
        let b = (r[1] - m[1][2] * c) / m[1][1];
        let a = (r[0] - m[0][1] * b - m[0][2] * c) / m[0][0];
        [decimals(a, 3), decimals(b, 8), decimals(c, 8)]
    }
}

/// Rounded, so that the last bits of a platform's arithmetic do not show in the file.
fn decimals(value: f64, places: i32) -> f64 {
    let scale = libm::pow(10.0, f64::from(places));
    libm::round(value * scale) / scale + 0.0
}
