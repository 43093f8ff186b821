use super::*;

/// Two square parishes side by side, the right one with a hole; the left one and the right one were one
/// parish until 2025.
fn two_squares() -> Wire {
    let parish = |code: &str, parent: Option<&str>| Parish {
        code: code.into(),
        name: code.into(),
        short: code.into(),
        parent: parent.map(Into::into),
        label: [0.0, 0.0],
    };
    Wire {
        sources: vec!["made-up".into()],
        parish2025: vec![parish("A1", Some("A")), parish("A2", Some("A"))],
        parish2013: vec![parish("A", None)],
        arcs: Arcs {
            left: vec![0, 0, 1, OUTSIDE],
            right: vec![1, OUTSIDE, OUTSIDE, 1],
            points: vec![
                // The shared side, upwards, with A1 on its left.
                vec![100, 0, 0, 100],
                // Round A1 from the top of the shared side to its bottom.
                vec![100, 100, -100, 0, 0, -100, 100, 0],
                // Round A2 from bottom to top.
                vec![100, 0, 100, 0, 0, 100, -100, 0],
                // The hole in A2, counter-clockwise with the outside on its left.
                vec![140, 40, 20, 0, 0, 20, -20, 0, 0, -20],
            ],
        },
        cells: ParishCells {
            resolution: 3,
            prefix: "0344".into(),
            land: vec!["05 06".into(), "1".into()],
            water: vec![String::new(), String::new()],
        },
        grid: None,
        stations: Vec::new(),
        basemap: None,
    }
}

#[test]
fn rings_close_turn_the_right_way_and_keep_their_holes() {
    let geography = Geography::try_from(two_squares()).expect("sound");
    let outlines = geography.outlines(Level::Parish2025);
    assert_eq!(outlines.iter().map(|o| o.code.as_str()).collect::<Vec<_>>(), ["A1", "A2"]);
    assert_eq!(outlines[0].polygons[0].len(), 1);
    let with_hole = &outlines[1].polygons[0];
    assert_eq!(with_hole.len(), 2, "outer ring and hole");
    for ring in outlines.iter().flat_map(|o| o.polygons.iter().flatten()) {
        assert_eq!(ring.first(), ring.last());
    }
    let area = |ring: &[[f64; 2]]| -> f64 {
        ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>() / 2.0
    };
    assert!((area(&with_hole[0]) - 1e-6).abs() < 1e-12);
    assert!((area(&with_hole[1]) + 4e-8).abs() < 1e-12, "holes run clockwise");
}

#[test]
fn an_older_edition_leaves_out_the_boundaries_inside_its_unions() {
    let geography = Geography::try_from(two_squares()).expect("sound");
    let union = geography.outlines(Level::Parish2013);
    assert_eq!(union.len(), 1);
    assert_eq!(union[0].polygons[0].iter().map(Vec::len).collect::<Vec<_>>(), [7, 5]);
    assert_eq!(geography.crosswalk(), [("A1", "A"), ("A2", "A")]);
    assert_eq!(geography.neighbours(Level::Parish2025)["A1"], ["A2"]);
    assert!(geography.neighbours(Level::Parish2013)["A"].is_empty());
    assert_eq!(geography.bbox(), Some([0.0, 0.0, 0.002, 0.001]));
}

#[test]
fn arcs_that_leave_a_gap_or_name_no_parish_are_refused() {
    let mut gap = two_squares();
    gap.arcs.points[1] = vec![100, 100, -100, 0, 0, -100, 90, 0];
    assert!(matches!(Geography::try_from(gap), Err(GeographyError::Open { .. })));
    let mut unknown = two_squares();
    unknown.arcs.left[0] = 7;
    assert!(matches!(
        Geography::try_from(unknown),
        Err(GeographyError::Entry { list: "arcs", entry: 0, .. })
    ));
    let mut far = two_squares();
    far.arcs.points[0] = vec![i32::MAX, i32::MAX, i32::MAX, i32::MAX];
    assert!(Geography::try_from(far).is_err());
}

#[test]
fn cells_are_the_h3_indices_their_digits_say() {
    // Resolution 0 cell 28 and its child by digit 4: 0x8039fffffffffff and 0x81393ffffffffff (H3 v4).
    assert_eq!(cell_id("034"), Some(0x0803_9fff_ffff_ffff));
    assert_eq!(cell_id("0344"), Some(0x0813_93ff_ffff_ffff));
    assert_eq!(cell_id("0347"), None);
    let geography = Geography::try_from(two_squares()).expect("sound");
    assert_eq!(geography.cells("A1", Surface::Land).len(), 2);
    assert!(geography.cells("A1", Surface::Water).is_empty());
    assert!(geography.cells("B", Surface::Land).is_empty());
}

#[test]
fn a_cell_of_the_grid_has_the_parish_its_middle_lies_in() {
    // A1 has 034405 and 034406, A2 all of 03441 and, as water, 034402.
    let mut wire = two_squares();
    wire.cells.water[1] = "02".into();
    let holders = wire.cells.holders();
    let of = |path: &str| holders.of(cell_id(path).expect("a cell"));
    // finer, the same, coarser with its middle in 034410 or 034400, and outside
    let asked = ["03440531", "034405", "03441", "0344166", "0344", "034402", "034403", "0345"];
    assert_eq!(asked.map(of), [Some(0), Some(0), Some(1), Some(1), None, Some(1), None, None]);
    wire.cells.land[0] = "00".into();
    assert_eq!(wire.cells.holders().of(cell_id("0344").expect("a cell")), Some(0));
}

#[test]
fn water_shares_the_shore_and_belongs_to_no_parish() {
    let mut wire = two_squares();
    // The hole in A2 is a lake, and off A1's western side lies an estuary.
    wire.arcs.left[3] = WATER;
    let lake = Geography::try_from(wire.clone()).expect("sound");
    let water = lake.water();
    assert_eq!(water.len(), 1);
    let shore = &lake.outlines(Level::Parish2025)[1].polygons[0][1];
    let sorted = |ring: &[[f64; 2]]| {
        let mut points: Vec<String> = ring.iter().map(|p| format!("{p:?}")).collect();
        points.sort();
        points.dedup();
        points
    };
    assert_eq!(sorted(&water[0][0]), sorted(shore));
    let json = lake.to_geojson(Level::City);
    let surfaces: Vec<&str> = json["features"]
        .as_array()
        .expect("features")
        .iter()
        .filter_map(|f| f["properties"]["surface"].as_str())
        .collect();
    assert_eq!(surfaces, ["land", "water"]);
    assert_eq!(lake.bbox(), Some([0.0, 0.0, 0.002, 0.001]));
    wire.arcs.left[3] = -3;
    assert!(Geography::try_from(wire).is_err());
}
