use std::collections::BTreeSet;

use gemeo_shared::pack::geography::{Geography, OUTSIDE, Parish, Surface, WATER, Wire};
use h3o::CellIndex;

use super::*;
use crate::pack::facts::read_cell;

fn cell(text: &str) -> CellIndex {
    read_cell(text).expect("a cell")
}

/// Parish 0 is a disk of cells; parish 1 a disk beside it, which may lap over; 2 what is left around both.
fn three() -> Vec<(u32, CellIndex)> {
    let middle = cell("8a393375a4affff");
    let near: BTreeSet<CellIndex> = middle.grid_disk::<Vec<_>>(3).into_iter().collect();
    let beside = middle.grid_disk::<Vec<_>>(6)[120];
    let other: BTreeSet<CellIndex> = beside.grid_disk::<Vec<_>>(3).into_iter().collect();
    let all: BTreeSet<CellIndex> = middle.grid_disk::<Vec<_>>(9).into_iter().collect();
    let face = |c: &CellIndex| match (near.contains(c), other.contains(c)) {
        (true, _) => 0,
        (_, true) => 1,
        _ => 2,
    };
    all.iter().map(|c| (face(c), *c)).collect()
}

fn geography(arcs: Arcs, cells: &[(u32, CellIndex)]) -> Geography {
    let parish = |i: u32| Parish {
        code: format!("P{i}"),
        name: format!("P{i}"),
        short: format!("P{i}"),
        parent: None,
        label: [0.0, 0.0],
    };
    let parishes: Vec<Parish> = (0..3).map(parish).collect();
    let land: Vec<_> = cells.iter().map(|(p, c)| (*p, Surface::Land, *c)).collect();
    let wire = Wire {
        sources: Vec::new(),
        parish2013: parishes.clone(),
        parish2025: parishes,
        arcs,
        cells: grid::parish_cells(3, &land),
        grid: None,
        stations: Vec::new(),
        basemap: None,
    };
    Geography::try_from(wire).expect("outlines close")
}

#[test]
fn one_cell_is_a_ring_and_a_cell_given_twice_is_refused() {
    let cell = cell("8a393375a4affff");
    let ring = arcs(&[(0, cell)], &[]).expect("one cell");
    assert_eq!(ring.len(), 1);
    let points = ring.steps(0);
    assert_eq!(points.first(), points.last());
    assert_eq!(arcs(&[(0, cell), (1, cell)], &[]), Err(DissolveError::Twice(cell)));
}

#[test]
fn outlines_close_cover_the_whole_and_never_cross() {
    let cells = three();
    let arcs = arcs(&cells, &[]).expect("dissolves");
    let drawn: Vec<Vec<Step>> = (0..arcs.len()).map(|a| arcs.steps(a)).collect();
    assert!(cross::conflicts(&drawn).is_empty());
    assert!(arcs.sides().any(|(l, r)| l == OUTSIDE || r == OUTSIDE));
    let geography = geography(arcs, &cells);
    let area = |outlines: Vec<gemeo_shared::pack::geography::Outline>| -> f64 {
        let rings = outlines.iter().flat_map(|o| o.polygons.iter().flatten());
        rings.map(|r| r.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>() / 2.0).sum()
    };
    let parts = area(geography.outlines(gemeo_shared::geo::Level::Parish2025));
    let whole = area(geography.outlines(gemeo_shared::geo::Level::City));
    assert!((parts - whole).abs() < 1e-12, "parishes neither overlap nor gape: {parts} {whole}");
    let hexagon = 1.3e-6;
    assert!((whole / (cells.len() as f64 * hexagon) - 1.0).abs() < 0.3, "{whole}");
}

#[test]
fn gaps_between_parishes_are_filled_and_crumbs_given_away() {
    let mut cells = three();
    let hole = cell("8a393375a4affff");
    let whole = arcs(&cells, &[]).expect("dissolves");
    cells.retain(|(_, c)| *c != hole);
    assert_eq!(arcs(&cells, &[]).expect("dissolves"), whole, "a hole of one cell is not drawn");
    cells.push((2, hole));
    assert_eq!(arcs(&cells, &[]).expect("dissolves"), whole, "a crumb of one cell is not drawn");
}

#[test]
fn the_cells_come_back_from_their_digits() {
    let cells = three();
    let geography = geography(arcs(&cells, &[]).expect("dissolves"), &cells);
    for parish in 0..3 {
        let mut expected: Vec<u64> =
            cells.iter().filter(|(p, _)| *p == parish).map(|(_, c)| u64::from(*c)).collect();
        expected.sort_unstable();
        let mut found = geography.cells(&format!("P{parish}"), Surface::Land);
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

#[test]
fn hexagons_of_a_grid_are_within_two_steps_of_the_cells() {
    let middle = cell("8a393375a4affff").parent(Resolution::Nine).expect("a parent");
    let mut cells = middle.grid_disk::<Vec<_>>(14);
    cells.sort();
    let grid = grid::grid(&cells).expect("codes");
    for ((code, ring), cell) in grid.hexagons().iter().zip(&cells) {
        assert_eq!(*code, cell.to_string());
        assert_eq!((ring.len(), ring.first()), (7, ring.last()));
        for corner in cell.boundary().iter() {
            let gap = |p: &[f64; 2]| libm::hypot(p[0] - corner.lng(), p[1] - corner.lat());
            assert!(ring.iter().map(gap).fold(f64::MAX, f64::min) < 2e-5, "{code}");
        }
    }
}

#[test]
fn crossing_arcs_are_found_and_touching_ends_are_not() {
    let a = vec![[0, 0], [100, 100]];
    assert!(cross::conflicts(&[a.clone(), vec![[100, 100], [200, 0]]]).is_empty());
    assert_eq!(cross::conflicts(&[a.clone(), vec![[0, 100], [100, 0]]]).len(), 2);
    assert_eq!(cross::conflicts(&[a.clone(), vec![[0, 0], [50, 50]]]).len(), 2, "one on the other");
    assert_eq!(cross::conflicts(&[a, vec![[50, 50], [200, 0]]]).len(), 2, "an end in the middle");
}

#[test]
fn water_has_one_shore_with_the_land_and_is_no_parish() {
    let cells = three();
    let (water, land): (Vec<_>, Vec<_>) = cells.iter().copied().partition(|(face, _)| *face == 1);
    let water: Vec<CellIndex> = water.into_iter().map(|(_, c)| c).collect();
    let arcs = arcs(&land, &water).expect("dissolves");
    assert!(arcs.sides().any(|(l, r)| (l == WATER && r >= 0) || (r == WATER && l >= 0)), "a shore");
    let geography = geography(arcs, &land);
    assert_eq!(geography.water().len(), 1);
    assert!(geography.outlines(gemeo_shared::geo::Level::Parish2025)[1].polygons.is_empty());
}
