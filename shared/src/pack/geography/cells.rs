//! H3 cells without the H3 library: ids from their digits, and the hexagons of a figure-bearing grid.
//!
//! A cell is written as its path in octal digits: three for the base cell and one a resolution, less what all
//! cells of the city have in common. Source of the bit
//! layout: H3 documentation, "Bit layouts of H3 modes".

use serde::{Deserialize, Serialize};

use super::{GeographyError, arcs::degrees};
use crate::tree_struct;

/// Land or water.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// Land.
    Land,
    /// Sea, estuary or river.
    Water,
}

/// The H3 cells of each 2025 parish.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParishCells {
    /// Resolution of the finest cells.
    pub resolution: u8,
    /// Digits all cells begin with.
    pub prefix: String,
    /// For each parish its land cells, compacted: the digits after the prefix, parted by spaces.
    pub land: Vec<String>,
    /// The same for water.
    pub water: Vec<String>,
}

/// Cells that carry figures of their own, with hexagons to draw them.
///
/// A hexagon is its centre and six corners. Over a city the corners' offsets change evenly from place to
/// place, so they are kept as six offsets with a slope along longitude and latitude each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Resolution of the cells.
    pub resolution: u8,
    /// Digits all cells begin with.
    pub prefix: String,
    /// The digits after the prefix, parted by spaces.
    pub cells: String,
    /// Centres in steps: `x, y` of the first, then differences.
    pub centres: Vec<i32>,
    /// The centre the offsets were fitted around, in steps.
    pub around: [i32; 2],
    /// For each of the six corners, counter-clockwise: the offset at `around` and its slopes,
    /// `[x, x per x, x per y, y, y per x, y per y]`, in steps.
    pub corners: Vec<[f64; 6]>,
}

tree_struct! {
    strict ParishCells { resolution, prefix, land, water }
    strict Grid { resolution, prefix, cells, centres, around, corners }
}

/// The H3 index of the cell with this path: three octal digits of its base cell, then one a resolution.
/// None where that is not a cell's.
pub fn cell_id(path: &str) -> Option<u64> {
    let (base, digits) = path.split_at_checked(3)?;
    let base = u64::from_str_radix(base, 8).ok().filter(|base| *base <= 121)?;
    if digits.len() > 15 {
        return None;
    }
    // Mode 1 (cell), resolution, base cell, then 15 digits of 3 bits, 7 where not used.
    let mut id = (1_u64 << 59) | ((digits.len() as u64) << 52) | (base << 45);
    for place in 0..15 {
        let digit = match digits.as_bytes().get(place) {
            Some(d @ b'0'..=b'6') => u64::from(d - b'0'),
            Some(_) => return None,
            None => 7,
        };
        id |= digit << (3 * (14 - place));
    }
    Some(id)
}

impl ParishCells {
    pub(super) fn of(&self, parish: usize, surface: Surface) -> Vec<u64> {
        let lists = if surface == Surface::Land { &self.land } else { &self.water };
        let text = lists.get(parish).map(String::as_str).unwrap_or_default();
        ids(&self.prefix, text).flatten().collect()
    }

    /// Which parish each cell is of, land or water.
    pub(super) fn holders(&self) -> Holders {
        let lists = self.land.iter().enumerate().chain(self.water.iter().enumerate());
        let cells =
            lists.flat_map(|(parish, text)| ids(&self.prefix, text).flatten().map(move |id| (id, parish)));
        let mut holders = Holders(cells.collect());
        holders.0.sort_unstable();
        holders
    }

    pub(super) fn check(&self, parishes: usize) -> Result<(), GeographyError> {
        for (list, texts) in [("cells.land", &self.land), ("cells.water", &self.water)] {
            if texts.len() != parishes {
                return Err(GeographyError::Length { list, expected: parishes, found: texts.len() });
            }
            for (entry, text) in texts.iter().enumerate() {
                if ids(&self.prefix, text).any(|id| id.is_none()) {
                    let message = "holds what is not an H3 cell's digits".into();
                    return Err(GeographyError::Entry { list, entry, message });
                }
            }
        }
        Ok(())
    }
}

/// Cells with the place in the list of the parish they are of, by id.
pub(super) struct Holders(Vec<(u64, usize)>);

impl Holders {
    /// The parish that a cell's middle lies in.
    pub(super) fn of(&self, cell: u64) -> Option<usize> {
        (0..=15).find_map(|resolution| {
            let central = central(cell, resolution);
            let at = self.0.binary_search_by_key(&central, |(id, _)| *id).ok()?;
            self.0.get(at).map(|(_, parish)| *parish)
        })
    }
}

/// The cell of a resolution that a cell lies in, or the one in its middle: digits left out or zeros put on (H3
/// documentation, "Bit layouts of H3 modes").
fn central(cell: u64, resolution: u64) -> u64 {
    let own = cell >> 52 & 15;
    let digits = (1..=15).fold(0, |digits, at| {
        let digit = match at {
            _ if at > resolution => 7,
            _ if at > own => 0,
            _ => cell >> (3 * (15 - at)) & 7,
        };
        digits << 3 | digit
    });
    cell & !((15 << 52) | ((1 << 45) - 1)) | resolution << 52 | digits
}

impl Grid {
    /// The cells' H3 indices in order.
    pub fn ids(&self) -> Vec<u64> {
        ids(&self.prefix, &self.cells).flatten().collect()
    }

    /// Whether a place code (the index in hexadecimal) is one of the grid's.
    pub fn has(&self, code: &str) -> bool {
        u64::from_str_radix(code, 16).is_ok_and(|id| self.ids().contains(&id))
    }

    /// The centres, longitude and latitude in degrees.
    pub fn centres(&self) -> Vec<[f64; 2]> {
        self.steps().into_iter().map(|c| c.map(degrees)).collect()
    }

    /// Each cell's hexagon: code and six corners counter-clockwise, the first repeated at the end.
    pub fn hexagons(&self) -> Vec<(String, Vec<[f64; 2]>)> {
        let ring = |[x, y]: [i64; 2]| -> Vec<[f64; 2]> {
            let (dx, dy) = ((x - i64::from(self.around[0])) as f64, (y - i64::from(self.around[1])) as f64);
            self.corners
                .iter()
                .chain(self.corners.first())
                .map(|c| {
                    let east = x as f64 + c[0] + c[1] * dx + c[2] * dy;
                    let north = y as f64 + c[3] + c[4] * dx + c[5] * dy;
                    [degrees(libm::round(east) as i64), degrees(libm::round(north) as i64)]
                })
                .collect()
        };
        self.ids().iter().zip(self.steps()).map(|(id, c)| (format!("{id:x}"), ring(c))).collect()
    }

    fn steps(&self) -> Vec<[i64; 2]> {
        let mut at = [0_i64; 2];
        self.centres
            .chunks_exact(2)
            .map(|d| {
                at = [at[0] + i64::from(d[0]), at[1] + i64::from(d[1])];
                at
            })
            .collect()
    }

    pub(super) fn check(&self) -> Result<(), GeographyError> {
        let cells: Vec<Option<u64>> = ids(&self.prefix, &self.cells).collect();
        if let Some(entry) = cells.iter().position(Option::is_none) {
            let message = "is not an H3 cell's digits".into();
            return Err(GeographyError::Entry { list: "grid.cells", entry, message });
        }
        let lengths =
            [("grid.centres", 2 * cells.len(), self.centres.len()), ("grid.corners", 6, self.corners.len())];
        match lengths.into_iter().find(|(_, expected, found)| expected != found) {
            Some((list, expected, found)) => Err(GeographyError::Length { list, expected, found }),
            None => Ok(()),
        }
    }
}

fn ids<'a>(prefix: &'a str, text: &'a str) -> impl Iterator<Item = Option<u64>> + 'a {
    text.split_ascii_whitespace().map(move |digits| cell_id(&format!("{prefix}{digits}")))
}
