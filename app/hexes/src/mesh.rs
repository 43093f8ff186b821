//! Triangles of cells in Web Mercator, around a point of their own so that single precision is enough.

use h3o::{CellIndex, LatLng};

use crate::plane::{Faces, Plane, Vector, length};

/// The triangles of a list of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mesh {
    /// What positions are counted from: Web Mercator, the world from 0 to 1, y downwards.
    pub origin: [f64; 2],
    /// `x, y` of each corner, from the origin.
    pub corners: Vec<f32>,
    /// For each corner the place of its cell in the list.
    pub cell: Vec<u32>,
    /// Corners of the triangles, three each.
    pub triangles: Vec<u32>,
}

impl Mesh {
    /// The triangles of cells; an id that is no cell has none.
    ///
    /// Cells on both sides of the antimeridian come out side by side: longitudes are counted on from the first cell's.
    pub fn new(cells: &[u64]) -> Self {
        let first = cells.iter().find_map(|id| CellIndex::try_from(*id).ok());
        let Some(first) = first.map(LatLng::from) else { return Self::default() };
        let on_map = OnMap::around(first);
        let origin = on_map.at;
        let corners = Vec::with_capacity(cells.len() * 12);
        let (cell, triangles) = (Vec::with_capacity(cells.len() * 6), Vec::with_capacity(cells.len() * 12));
        let mut mesh = Self { origin, corners, cell, triangles };
        let mut planes = Planes::default();
        for (index, id) in cells.iter().enumerate() {
            let Ok(cell) = CellIndex::try_from(*id) else { continue };
            match planes.corners(cell) {
                Some(corners) => {
                    mesh.add(index as u32, corners.into_iter().map(|corner| on_map.point(corner)))
                }
                None => {
                    let boundary = cell.boundary();
                    mesh.add(
                        index as u32,
                        boundary.iter().map(|corner| mercator(corner.lng(), corner.lat())),
                    );
                }
            }
        }
        mesh
    }

    /// A fan: cells are convex.
    fn add(&mut self, index: u32, corners: impl Iterator<Item = [f64; 2]>) {
        let base = self.cell.len() as u32;
        for [x, y] in corners {
            let across = x - self.origin[0];
            self.corners.extend([(across - libm::round(across)) as f32, (y - self.origin[1]) as f32]);
            self.cell.push(index);
        }
        let count = self.cell.len() as u32 - base;
        for corner in 1..count.saturating_sub(1) {
            self.triangles.extend([base, base + corner, base + corner + 1]);
        }
    }
}

/// The lattice in use; cells of a city come in the order of their index, neighbours after each other.
#[derive(Default)]
struct Planes {
    faces: Option<Faces>,
    plane: Option<Plane>,
    /// Cells to go without a lattice before looking for one again.
    rest: u32,
}

impl Planes {
    /// Making a lattice costs as much as this many cells made one by one.
    const REST: u32 = 16;

    fn corners(&mut self, cell: CellIndex) -> Option<[Vector; 6]> {
        if let Some(corners) = self.plane.as_ref().and_then(|plane| plane.corners(cell)) {
            return Some(corners);
        }
        if self.rest > 0 {
            self.rest -= 1;
            return None;
        }
        self.plane = Plane::around(cell, self.faces.get_or_insert_default());
        self.rest = Self::REST;
        self.plane.as_ref()?.corners(cell)
    }
}

/// Where directions from the Earth's middle lie on the map; near a place at little cost.
struct OnMap {
    /// The place on the map.
    at: [f64; 2],
    /// Cosine and sine of its longitude.
    east: [f64; 2],
    /// Sine of its latitude.
    sine: f64,
}

impl OnMap {
    /// Below it the first terms left out of the series are smaller than a number's last digit.
    const NEAR: f64 = 0.01;

    fn around(place: LatLng) -> Self {
        let (lat, lng) = (place.lat().to_radians(), place.lng().to_radians());
        let east = [libm::cos(lng), libm::sin(lng)];
        Self { at: mercator(place.lng(), place.lat()), east, sine: libm::sin(lat) }
    }

    /// x is the longitude, y asinh(tan φ) = artanh(sin φ); both are counted from the place by their addition theorems.
    fn point(&self, point: Vector) -> [f64; 2] {
        let ([x, y, z], [cosine, sine]) = (point, self.east);
        let turn = 2.0 * std::f64::consts::PI;
        let (ahead, aside) = (cosine * x + sine * y, cosine * y - sine * x);
        let far = length(point);
        let (east, north) = (aside / ahead, (z / far - self.sine) / (1.0 - z / far * self.sine));
        if ahead > 0.0 && east.abs() < Self::NEAR && north.abs() < Self::NEAR {
            return [self.at[0] + series(east, -1.0) / turn, self.at[1] - series(north, 1.0) / turn];
        }
        [0.5 + libm::atan2(y, x) / turn, 0.5 - libm::log((far + z) / (far - z)) / (2.0 * turn)]
    }
}

/// x + s x³/3 + x⁵/5 + s x⁷/7: the arctangent where s is −1, the area hyperbolic tangent where it is 1.
fn series(x: f64, s: f64) -> f64 {
    let square = x * x;
    x * (1.0 + square * (s / 3.0 + square * (0.2 + square * s / 7.0)))
}

/// Web Mercator (EPSG:3857) with the world from 0 to 1, y downwards, as the map engine counts.
pub fn mercator(lng: f64, lat: f64) -> [f64; 2] {
    let y = libm::asinh(libm::tan(lat.to_radians()));
    [(lng + 180.0) / 360.0, 0.5 - y / (2.0 * std::f64::consts::PI)]
}

#[cfg(test)]
mod tests {
    use h3o::Resolution;

    use super::*;

    fn disk(lat: f64, lng: f64, resolution: Resolution, k: u32) -> Vec<u64> {
        let middle = LatLng::new(lat, lng).expect("a place").to_cell(resolution);
        middle.grid_disk::<Vec<_>>(k).into_iter().map(u64::from).collect()
    }

    fn area(mesh: &Mesh) -> f64 {
        let at =
            |i: u32| [f64::from(mesh.corners[i as usize * 2]), f64::from(mesh.corners[i as usize * 2 + 1])];
        let triangle = |t: &[u32]| {
            let (a, b, c) = (at(t[0]), at(t[1]), at(t[2]));
            (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        };
        mesh.triangles.chunks_exact(3).map(|t| triangle(t) / 2.0).sum()
    }

    #[test]
    fn six_corners_and_four_triangles_a_hexagon() {
        let mesh = Mesh::new(&disk(38.72, -9.14, Resolution::Ten, 2));
        assert_eq!((mesh.cell.len(), mesh.triangles.len()), (19 * 6, 19 * 4 * 3));
        assert!(mesh.cell.windows(2).all(|w| w[0] <= w[1]));
        assert_eq!(Mesh::new(&[1, 2]), Mesh::default());
    }

    #[test]
    fn all_triangles_turn_the_same_way_and_cover_the_cells() {
        let ids = disk(38.72, -9.14, Resolution::Ten, 6);
        let mesh = Mesh::new(&ids);
        // km² on the sphere to Web Mercator: the scale is 1 / (R cos φ · 2π)².
        let km2: f64 = ids.iter().filter_map(|id| CellIndex::try_from(*id).ok()).map(|c| c.area_km2()).sum();
        let scale = 6371.007 * libm::cos(38.72_f64.to_radians()) * 2.0 * std::f64::consts::PI;
        let expected = km2 / (scale * scale);
        assert!((area(&mesh).abs() / expected - 1.0).abs() < 0.01, "{} {expected}", area(&mesh));
    }

    #[test]
    fn near_a_place_the_map_is_the_same_as_far_from_it() {
        let near = OnMap::around(LatLng::new(38.72, -9.14).expect("a place"));
        for (lat, lng) in
            [(38.72, -9.14), (38.9, -9.5), (39.2, -8.7), (38.0, -9.14), (20.0, 100.0), (-60.0, -9.0)]
        {
            let (phi, lambda) = (f64::to_radians(lat), f64::to_radians(lng));
            let point = [
                3.0 * libm::cos(phi) * libm::cos(lambda),
                3.0 * libm::cos(phi) * libm::sin(lambda),
                3.0 * libm::sin(phi),
            ];
            let ([x, y], [there_x, there_y]) = (near.point(point), mercator(lng, lat));
            // A ten-thousandth of a millimetre.
            assert!((x - there_x).abs() < 2.5e-15 && (y - there_y).abs() < 2.5e-15, "{lat} {lng}");
        }
    }

    #[test]
    fn corners_are_a_few_millimetres_true() {
        let ids = disk(41.44, -8.29, Resolution::Ten, 40);
        let mesh = Mesh::new(&ids);
        let mut corner = 0;
        for id in &ids {
            let boundary = CellIndex::try_from(*id).expect("a cell").boundary();
            let own = &mesh.corners[corner * 2..(corner + boundary.len()) * 2];
            for point in boundary.iter() {
                let [x, y] = mercator(point.lng(), point.lat());
                let away = own.chunks_exact(2).map(|c| {
                    libm::hypot(mesh.origin[0] + f64::from(c[0]) - x, mesh.origin[1] + f64::from(c[1]) - y)
                });
                let metres = away.fold(f64::INFINITY, f64::min) * 40_075_016.0;
                assert!(metres < 0.01, "{metres}");
            }
            corner += boundary.len();
        }
    }

    #[test]
    fn cells_across_the_antimeridian_lie_side_by_side() {
        let mesh = Mesh::new(&disk(-16.8, 180.0, Resolution::Eight, 4));
        let widest = mesh.corners.chunks_exact(2).map(|c| c[0].abs()).fold(0.0_f32, f32::max);
        assert!(widest < 0.001, "{widest}");
        let metres_across = f64::from(widest) * 40_075_016.0;
        assert!(metres_across > 1_000.0, "{metres_across}");
    }

    #[test]
    fn pentagons_have_their_corners_too() {
        // Base cell 4 is one of the twelve pentagons (H3 documentation, "Pentagons").
        let pentagon = CellIndex::try_from(0x0800_9fff_ffff_ffff).expect("a cell");
        assert!(pentagon.is_pentagon());
        let mesh = Mesh::new(&[u64::from(pentagon)]);
        assert_eq!((mesh.cell.len(), mesh.triangles.len()), (5, 9));
    }
}
