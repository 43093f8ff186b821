//! Corners of many cells at little cost.
//!
//! H3 lays its grid flat on each face of an icosahedron and takes it to the sphere by the gnomonic projection (H3
//! documentation, “Overview of the H3 geospatial indexing system”). A point of the sphere, divided by its part along the
//! face's middle, therefore is a point of a flat lattice: with three cells' middles known, the corners of all others
//! on the face follow by adding. That needs one logarithm and one arctangent a corner where the way through the index
//! needs eight such functions and emulated fused multiplications.

use h3o::{BaseCell, CellIndex, LatLng, Resolution};

/// A point or direction in space; the Earth's radius is 1.
pub type Vector = [f64; 3];

/// Middles of the icosahedron's faces.
#[derive(Debug, Clone)]
pub struct Faces(Vec<Vector>);

/// The lattice of a face around a cell.
#[derive(Debug, Clone)]
pub struct Plane {
    base: BaseCell,
    resolution: Resolution,
    /// Lattice coordinates of the cell it is built around, and the cell's place on the face.
    start: [i32; 2],
    origin: Vector,
    /// Steps of the two lattice axes.
    steps: [Vector; 2],
    /// How far from the origin cells are surely on the same face.
    reach: f64,
}

impl Faces {
    /// The faces, from the twelve pentagons that are the icosahedron's corners.
    pub fn new() -> Self {
        let corners: Vec<Vector> =
            CellIndex::base_cells().filter(|cell| cell.is_pentagon()).map(middle).collect();
        // Neighbouring corners are atan(2) = 63.4° apart, others at least 116.6°.
        let near = |a: usize, b: usize| dot(corners[a], corners[b]) > 0.0;
        let mut faces = Vec::with_capacity(20);
        for a in 0..corners.len() {
            for b in a + 1..corners.len() {
                for c in b + 1..corners.len() {
                    if near(a, b) && near(b, c) && near(a, c) {
                        faces.push(unit(sum(sum(corners[a], corners[b]), corners[c])));
                    }
                }
            }
        }
        Self(faces)
    }

    /// The face a point lies on, and how far its nearest edge is, as an angle.
    fn of(&self, point: Vector) -> Option<(Vector, f64)> {
        let face = *self.0.iter().max_by(|a, b| dot(**a, point).total_cmp(&dot(**b, point)))?;
        let edge = |other: &Vector| {
            let across = difference(face, *other);
            libm::asin((dot(across, point) / length(across)).clamp(-1.0, 1.0))
        };
        let others = self.0.iter().filter(|other| **other != face);
        Some((face, others.map(edge).fold(f64::INFINITY, f64::min)))
    }
}

impl Default for Faces {
    fn default() -> Self {
        Self::new()
    }
}

impl Plane {
    /// The lattice around a cell; none at an edge of a face and around pentagons, where it is bent.
    pub fn around(cell: CellIndex, faces: &Faces) -> Option<Self> {
        if cell.base_cell().is_pentagon() {
            return None;
        }
        let at = middle(cell);
        let (face, edge) = faces.of(at)?;
        let flat = |cell: CellIndex| {
            let point = middle(cell);
            scaled(point, 1.0 / dot(point, face))
        };
        let start = lattice(cell);
        let origin = flat(cell);
        let ring: Vec<CellIndex> = cell.grid_disk(1);
        let step = |along: [i32; 2]| {
            let next = ring.iter().find(|next| {
                let [i, j] = lattice(**next);
                next.base_cell() == cell.base_cell() && [i - start[0], j - start[1]] == along
            })?;
            Some(difference(flat(*next), origin))
        };
        // Where the neighbour on one side is of another base cell, the one on the other side will do.
        let axis = |along: [i32; 2]| step(along).or_else(|| Some(scaled(step(along.map(|n| -n))?, -1.0)));
        let steps = [axis([1, 0])?, axis([0, 1])?];
        let reach = edge - 3.0 * length(steps[0]);
        let (base, resolution) = (cell.base_cell(), cell.resolution());
        (reach > 0.0).then_some(Self { base, resolution, start, origin, steps, reach })
    }

    /// The six corners of a cell in turn, from the Earth's middle, of any length; none where the lattice does not reach.
    pub fn corners(&self, cell: CellIndex) -> Option<[Vector; 6]> {
        if cell.base_cell() != self.base || cell.resolution() != self.resolution {
            return None;
        }
        let [i, j] = lattice(cell);
        let (i, j) = (f64::from(i - self.start[0]), f64::from(j - self.start[1]));
        let away = self.offset(i, j);
        if length(away) > self.reach {
            return None;
        }
        let middle = sum(self.origin, away);
        // The axes are 120° apart, so that the neighbours in turn are i, i + j, j, −i, −i − j, −j; a corner is the
        // middle of a cell and two neighbours.
        let thirds = [(2.0, 1.0), (1.0, 2.0), (-1.0, 1.0), (-2.0, -1.0), (-1.0, -2.0), (1.0, -1.0)];
        Some(thirds.map(|(i, j)| sum(middle, self.offset(i / 3.0, j / 3.0))))
    }

    fn offset(&self, i: f64, j: f64) -> Vector {
        sum(scaled(self.steps[0], i), scaled(self.steps[1], j))
    }
}

/// Steps along the two axes that each digit of an index stands for: none, k, j, j + k, i, i + k, i + j, where k is
/// −i − j; 7 is no digit.
const DIGITS: [[i32; 2]; 8] = [[0, 0], [-1, -1], [0, 1], [-1, 0], [1, 0], [0, -1], [1, 1], [0, 0]];

/// Coordinates of a cell in its base cell's lattice, from the digits of its index.
///
/// Each resolution has seven times as many cells: its lattice is turned and stretched by √7, to one side at odd
/// resolutions and to the other at even ones, and the digit is a step in it (H3 documentation, “Coordinate systems”;
/// `_downAp7` and `_downAp7r` of its library). The library's own way asks for pentagons and faces that
/// [`Plane::around`] has ruled out.
fn lattice(cell: CellIndex) -> [i32; 2] {
    let index = u64::from(cell);
    let finest = u32::from(u8::from(cell.resolution()));
    (1..=finest).fold([0, 0], |[i, j], resolution| {
        let [i, j] = if resolution % 2 == 1 { [2 * i + j, 3 * j - i] } else { [3 * i - j, i + 2 * j] };
        let [along_i, along_j] = DIGITS[((index >> (3 * (15 - resolution))) & 7) as usize];
        [i + along_i, j + along_j]
    })
}

fn middle(cell: CellIndex) -> Vector {
    let at = LatLng::from(cell);
    let (lat, lng) = (at.lat().to_radians(), at.lng().to_radians());
    let round = libm::cos(lat);
    [round * libm::cos(lng), round * libm::sin(lng), libm::sin(lat)]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Length of a vector.
pub fn length(a: Vector) -> f64 {
    libm::sqrt(dot(a, a))
}

fn unit(a: Vector) -> Vector {
    scaled(a, 1.0 / length(a))
}

fn scaled(a: Vector, by: f64) -> Vector {
    a.map(|part| part * by)
}

fn sum(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn difference(a: Vector, b: Vector) -> Vector {
    sum(a, scaled(b, -1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_twenty_faces_around_the_earth() {
        let faces = Faces::new();
        assert_eq!(faces.0.len(), 20);
        let together = faces.0.iter().fold([0.0; 3], |all, face| sum(all, *face));
        assert!(length(together) < 1e-12);
    }

    #[test]
    fn the_lattice_is_that_of_the_library() {
        for (lat, lng) in [(38.72, -9.14), (-33.87, 151.21), (64.15, -21.94), (1.35, 103.82)] {
            for resolution in [Resolution::Three, Resolution::Eight, Resolution::Ten, Resolution::Thirteen] {
                let cell = LatLng::new(lat, lng).expect("a place").to_cell(resolution);
                let [i, j] = lattice(cell);
                let near = cell.grid_disk::<Vec<_>>(12);
                for other in near.into_iter().filter(|other| other.base_cell() == cell.base_cell()) {
                    let way = |of: CellIndex| of.to_local_ij(cell).expect("near").coord;
                    let (own, theirs) = (lattice(other), way(other));
                    let start = way(cell);
                    assert_eq!([own[0] - i, own[1] - j], [theirs.i - start.i, theirs.j - start.j], "{other}");
                }
            }
        }
    }

    #[test]
    fn corners_are_those_of_the_index_to_a_tenth_of_a_millimetre() {
        let faces = Faces::new();
        let mut compared = 0;
        for (lat, lng) in [
            (38.72, -9.14),
            (41.44, -8.29),
            (-33.87, 151.21),
            (64.15, -21.94),
            (1.35, 103.82),
            (35.68, 139.69),
        ] {
            for resolution in
                [Resolution::Five, Resolution::Eight, Resolution::Nine, Resolution::Ten, Resolution::Twelve]
            {
                let cell = LatLng::new(lat, lng).expect("a place").to_cell(resolution);
                let Some(plane) = Plane::around(cell, &faces) else { continue };
                for near in cell.grid_disk::<Vec<_>>(20) {
                    let Some(corners) = plane.corners(near) else { continue };
                    let boundary = near.boundary();
                    assert_eq!(boundary.len(), 6);
                    for corner in boundary.iter() {
                        let (lat, lng) = (corner.lat().to_radians(), corner.lng().to_radians());
                        let point = [
                            libm::cos(lat) * libm::cos(lng),
                            libm::cos(lat) * libm::sin(lng),
                            libm::sin(lat),
                        ];
                        let apart = corners.iter().map(|c| length(difference(unit(*c), point)));
                        let metres = apart.fold(f64::INFINITY, f64::min) * 6_371_007.0;
                        assert!(metres < 1e-4, "{near}: {metres}");
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 50_000, "{compared}");
    }

    #[test]
    fn no_lattice_reaches_over_an_edge_or_a_pentagon() {
        let faces = Faces::new();
        let pentagon = CellIndex::try_from(0x0800_9fff_ffff_ffff).expect("a cell");
        assert!(Plane::around(pentagon, &faces).is_none());
        // Every hexagon that lies on two faces has more corners or is refused.
        let cells = CellIndex::base_cells().flat_map(|base| base.children(Resolution::Three));
        for cell in cells.filter(|cell| !cell.is_pentagon()) {
            if cell.icosahedron_faces().iter().count() > 1 {
                let plane = Plane::around(cell, &faces);
                assert!(plane.is_none_or(|plane| plane.corners(cell).is_none()), "{cell}");
            }
        }
    }
}
