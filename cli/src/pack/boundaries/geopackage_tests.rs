use std::path::PathBuf;

use super::*;
use crate::pack::boundaries::boundaries;

/// A GeoPackage in the test's own folder: layers with their SRS and features of code and geometry.
struct Made(PathBuf);

/// Name, SRS, and features of code and geometry.
type Layer<'a> = (&'a str, i64, &'a [(&'a str, Vec<u8>)]);

impl Made {
    fn new(name: &str, layers: &[Layer<'_>]) -> Self {
        let path = std::env::temp_dir().join(format!("gemeo-{}-{name}.gpkg", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let file = Connection::open(&path).expect("a file");
        file.execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
             INSERT INTO gpkg_spatial_ref_sys VALUES ('ETRS89 / PT-TM06', 3763, 'EPSG', 3763, '');
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);",
        )
        .expect("tables");
        for (table, srs, features) in layers {
            let quoted = table.replace('"', "\"\"");
            file.execute_batch(&format!(
                "CREATE TABLE \"{quoted}\" (fid INTEGER PRIMARY KEY, dicofre TEXT, geom BLOB)"
            ))
            .expect("a table");
            file.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'POLYGON', ?2, 0, 0)",
                (table, srs),
            )
            .expect("a layer");
            for (code, blob) in *features {
                file.execute(
                    &format!("INSERT INTO \"{quoted}\" (dicofre, geom) VALUES (?1, ?2)"),
                    (code, blob),
                )
                .expect("a feature");
            }
        }
        Self(path)
    }

    fn faults(&self, codes: &[&str]) -> String {
        let findings = boundaries(&self.0, codes).expect_err("something is wrong");
        findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Bytes of a geometry: header without envelope, little-endian WKB with `extra` further numbers a point.
fn blob(code: u32, ring: &[[f64; 2]], extra: usize) -> Vec<u8> {
    let mut out = vec![b'G', b'P', 0, 1];
    out.extend(4326_i32.to_le_bytes());
    out.push(1);
    out.extend(code.to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out.extend((ring.len() as u32).to_le_bytes());
    for point in ring {
        out.extend(point.iter().flat_map(|n| n.to_le_bytes()));
        out.extend(std::iter::repeat_n(7.0_f64.to_le_bytes(), extra).flatten());
    }
    out
}

fn square(x: f64) -> [[f64; 2]; 5] {
    [[x, 0.0], [x + 1.0, 0.0], [x + 1.0, 1.0], [x, 1.0], [x, 0.0]]
        .map(|[x, y]| [-8.3 + x / 100.0, 41.4 + y / 100.0])
}

#[test]
fn parishes_come_from_the_layer_that_has_codes() {
    let plain = blob(3, &square(0.0), 0);
    // PolygonZ by ISO and by EWKB.
    for high in [blob(1003, &square(1.0), 1), blob(0x8000_0003, &square(1.0), 1)] {
        let made = Made::new("sound", &[("CAOP \"2025\"", 4258, &[("A", plain.clone()), ("B", high)])]);
        let found = boundaries(&made.0, &["A", "B"]).expect("sound");
        assert_eq!(found.arcs.sides().filter(|(l, r)| *l >= 0 && *r >= 0).count(), 1, "one common boundary");
        assert!(found.cells.iter().any(|(parish, _)| *parish == 0));
    }
}

#[test]
fn metres_are_refused_by_the_name_of_their_system() {
    let made = Made::new("metres", &[("parishes", 3763, &[("A", blob(3, &square(0.0), 0))])]);
    let text = made.faults(&["A"]);
    assert!(text.contains("EPSG:3763") && text.contains("parishes"), "{text}");
}

#[test]
fn what_is_wrong_is_told_with_feature_and_place() {
    let bow =
        [[0.0, 0.0], [0.01, 0.01], [0.01, 0.0], [0.0, 0.01], [0.0, 0.0]].map(|[x, y]| [-8.3 + x, 41.4 + y]);
    let line = blob(2, &square(0.0), 0);
    let cut = blob(3, &square(0.0), 0)[..60].to_vec();
    let mut endless = blob(3, &square(0.0), 0);
    endless[13..17].copy_from_slice(&u32::MAX.to_le_bytes());
    let features = [("A", blob(3, &bow, 0)), ("B", line), ("C", cut), ("D", endless), ("E", b"XX".to_vec())];
    let made = Made::new("faults", &[("parishes", 4326, &features)]);
    let text = made.faults(&["A", "B", "C", "D", "E"]);
    for part in [
        "feature 0, parish A, at -8.",
        "feature 1, parish B: has lines",
        "feature 2, parish C: its geometry is cut off",
        "feature 3, parish D: its geometry is cut off",
        "feature 4, parish E: its geometry is no GeoPackage geometry",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn several_layers_no_layer_and_another_file_are_told_apart() {
    let one: &[(&str, Vec<u8>)] = &[("A", blob(3, &square(0.0), 0))];
    let made = Made::new("several", &[("land", 4326, one), ("sea", 4326, one)]);
    assert!(made.faults(&["A"]).contains("several layers (land, sea)"));
    assert!(Made::new("none", &[]).faults(&["A"]).contains("no layer"));
    let other = std::env::temp_dir().join(format!("gemeo-{}-text.gpkg", std::process::id()));
    std::fs::write(&other, "not a database at all, and long enough to have a header").expect("a file");
    let findings = boundaries(&other, &["A"]).expect_err("no database");
    let _ = std::fs::remove_file(&other);
    assert!(findings[0].to_string().contains("is not a GeoPackage"), "{}", findings[0]);
}
