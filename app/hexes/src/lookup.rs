//! Which cell lies under a point: exact, by the cell's index, without asking the graphics card.

use h3o::{CellIndex, LatLng, Resolution};

/// Cells by index.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    /// Cell and its place in the list given, by cell.
    sorted: Vec<(CellIndex, u32)>,
    resolutions: Vec<Resolution>,
}

impl Lookup {
    /// Looks cells up in a list; what is no cell is left out and found nowhere.
    pub fn new(cells: &[u64]) -> Self {
        let valid =
            cells.iter().enumerate().filter_map(|(i, id)| Some((CellIndex::try_from(*id).ok()?, i as u32)));
        let mut sorted: Vec<(CellIndex, u32)> = valid.collect();
        sorted.sort_unstable();
        let mut resolutions: Vec<Resolution> = sorted.iter().map(|(cell, _)| cell.resolution()).collect();
        resolutions.sort_unstable();
        resolutions.dedup();
        // The finest first: where cells of two sizes lie over each other, the small one is meant.
        resolutions.reverse();
        Self { sorted, resolutions }
    }

    /// The place in the list of the cell that holds a longitude and latitude in degrees.
    pub fn at(&self, lng: f64, lat: f64) -> Option<u32> {
        let at = LatLng::new(lat, lng).ok()?;
        self.resolutions.iter().find_map(|resolution| {
            let cell = at.to_cell(*resolution);
            let found = self.sorted.binary_search_by_key(&cell, |(cell, _)| *cell).ok()?;
            self.sorted.get(found).map(|(_, index)| *index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells() -> Vec<CellIndex> {
        let middle = LatLng::new(38.72, -9.14).expect("Lisboa").to_cell(Resolution::Ten);
        middle.grid_disk::<Vec<_>>(12)
    }

    #[test]
    fn a_point_just_inside_a_border_belongs_to_that_cell() {
        let cells = cells();
        let ids: Vec<u64> = cells.iter().map(|c| u64::from(*c)).collect();
        let lookup = Lookup::new(&ids);
        for (index, cell) in cells.iter().enumerate() {
            let centre = LatLng::from(*cell);
            for corner in cell.boundary().iter() {
                // A hundredth of the way in from each corner, some 70 cm.
                let towards = |a: f64, b: f64| a + (b - a) * 0.99;
                let (lng, lat) = (towards(centre.lng(), corner.lng()), towards(centre.lat(), corner.lat()));
                assert_eq!(lookup.at(lng, lat), Some(index as u32));
            }
        }
    }

    #[test]
    fn a_point_outside_all_cells_and_what_is_no_cell_are_found_nowhere() {
        let lookup = Lookup::new(&[u64::from(cells()[0]), 7]);
        assert_eq!(lookup.at(0.0, 0.0), None);
        assert_eq!(lookup.at(f64::NAN, 0.0), None);
        let centre = LatLng::from(cells()[0]);
        assert_eq!(lookup.at(centre.lng(), centre.lat()), Some(0));
    }

    #[test]
    fn the_smaller_of_two_cells_over_each_other_is_meant() {
        let small = cells()[0];
        let large = small.parent(Resolution::Eight).expect("a parent");
        let lookup = Lookup::new(&[u64::from(large), u64::from(small)]);
        let centre = LatLng::from(small);
        assert_eq!(lookup.at(centre.lng(), centre.lat()), Some(1));
    }
}
