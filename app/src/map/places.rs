//! The places a map draws: their codes, names and shapes, from the engine's GeoJSON.

use gemeo_shared::{
    geo::Level,
    lean::LeanError,
    pack::geography::Basemap,
    tree::{self, FromTree, Reading},
    tree_struct,
};
use serde_json::{Value, json};

/// Rings of one polygon, longitude and latitude in degrees: the outer one, then its holes.
pub type Polygon = Vec<Vec<[f64; 2]>>;

/// One place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its code at the level.
    pub code: String,
    /// Full name; the code where it has none (cells).
    pub name: String,
    /// Short name, for labels; of a cell the parish it lies in, where that is known.
    pub short: String,
    /// Where a label or a mark stands.
    pub label: [f64; 2],
    /// Its shape; empty for stations.
    pub polygons: Vec<Polygon>,
}

/// All places of a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// The level.
    pub level: Level,
    /// The places, in the order of the pack.
    pub places: Vec<Place>,
    /// Ids of the sources of the shapes.
    pub sources: Vec<String>,
    /// A base map of the city's own; it comes with land and water.
    pub basemap: Option<Basemap>,
}

struct Collection {
    sources: Vec<String>,
    basemap: Option<Basemap>,
    features: Vec<Feature>,
}

struct Feature {
    properties: Properties,
    geometry: Geometry,
}

struct Properties {
    code: String,
    name: String,
    short: String,
    /// Of a cell: the parish its middle lies in.
    parish: String,
    label: Option<[f64; 2]>,
}

enum Geometry {
    Point([f64; 2]),
    Polygon(Polygon),
    MultiPolygon(Vec<Polygon>),
}

tree_struct! {
    Collection { features, basemap; sources }
    Feature { properties, geometry }
    Properties { code, label; name, short, parish }
}

impl FromTree for Geometry {
    fn read(tree: Value, at: &mut Reading) -> Self {
        let mut fields = at.object(tree);
        let kind: String = at.field(&mut fields, "type");
        match kind.as_str() {
            "Point" => Self::Point(at.field(&mut fields, "coordinates")),
            "Polygon" => Self::Polygon(at.field(&mut fields, "coordinates")),
            "MultiPolygon" => Self::MultiPolygon(at.field(&mut fields, "coordinates")),
            _ => {
                at.fault("is neither a point nor a polygon");
                Self::MultiPolygon(Vec::new())
            }
        }
    }
}

/// A side of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Up.
    North,
    /// Down.
    South,
    /// To the left.
    West,
    /// To the right.
    East,
}

impl Place {
    /// Area of the shape in square kilometres, on a sphere with the Earth's mean radius; 0 for stations.
    ///
    /// Chamberlain and Duquette (2007), "Some algorithms for polygons on a sphere", JPL 07-3, equation 1; against the
    /// ellipsoid it is out by at most half a per cent.
    pub fn area_km2(&self) -> f64 {
        const RADIUS_KM: f64 = 6371.0088;
        let edge = |w: &[[f64; 2]]| {
            let sines = libm::sin(w[0][1].to_radians()) + libm::sin(w[1][1].to_radians());
            (w[1][0] - w[0][0]).to_radians() * (2.0 + sines)
        };
        let ring = |ring: &Vec<[f64; 2]>| ring.windows(2).map(edge).sum::<f64>().abs() / 2.0;
        // Holes are the rings after the first.
        let whole = |polygon: &Polygon| {
            polygon.iter().enumerate().map(|(at, r)| if at == 0 { ring(r) } else { -ring(r) }).sum::<f64>()
        };
        self.polygons.iter().map(whole).sum::<f64>() * RADIUS_KM * RADIUS_KM
    }
}

impl Places {
    /// The place one would go to from another towards a side; from nowhere, the one nearest to the middle.
    ///
    /// Sideways distance counts twice, so that one walks straight on where one can.
    pub fn towards(&self, from: Option<&str>, direction: Direction) -> Option<&Place> {
        let narrow = self.places.first().map_or(1.0, |p| libm::cos(p.label[1].to_radians()));
        let at = |p: &Place| [p.label[0] * narrow, p.label[1]];
        let Some(start) = from.and_then(|code| self.get(code)) else {
            let n = self.places.len().max(1) as f64;
            let middle =
                self.places.iter().map(at).fold([0.0, 0.0], |m, p| [m[0] + p[0] / n, m[1] + p[1] / n]);
            let far = |p: &Place| libm::hypot(at(p)[0] - middle[0], at(p)[1] - middle[1]);
            return self.places.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        };
        let cost = |p: &Place| {
            let (dx, dy) = (at(p)[0] - at(start)[0], at(p)[1] - at(start)[1]);
            let (ahead, aside) = match direction {
                Direction::North => (dy, dx),
                Direction::South => (-dy, dx),
                Direction::East => (dx, dy),
                Direction::West => (-dx, dy),
            };
            // Within a cone of 120 degrees only: what lies beside is not ahead.
            (ahead > 0.0 && aside.abs() < 1.75 * ahead).then(|| ahead + 2.0 * aside.abs())
        };
        let costs = self.places.iter().filter_map(|p| Some((cost(p)?, p)));
        costs.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, p)| p)
    }

    /// Reads what the engine answers to `geojson`.
    ///
    /// # Errors
    /// Where it is not a collection of points and polygons with a code each.
    pub fn read(level: Level, geojson: &str) -> Result<Self, LeanError> {
        let collection: Collection = tree::from_str(geojson)?;
        let places = collection.features.into_iter().map(place).collect();
        Ok(Self { level, places, sources: collection.sources, basemap: collection.basemap })
    }

    /// The place of a code.
    pub fn get(&self, code: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.code == code)
    }

    /// The place that holds a longitude and latitude; of stations the nearest one.
    pub fn at(&self, [lon, lat]: [f64; 2]) -> Option<&Place> {
        if self.level == Level::Station {
            let narrow = libm::cos(lat.to_radians());
            let far = |p: &Place| libm::hypot((p.label[0] - lon) * narrow, p.label[1] - lat);
            return self.places.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
        }
        self.places.iter().find(|place| holds(&place.polygons, [lon, lat]))
    }

    /// The codes, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|place| place.code.as_str())
    }

    /// The shapes as GeoJSON for the map, with the code alone.
    pub fn shapes(&self) -> Value {
        let shape = |place: &Place| {
            let geometry = if place.polygons.is_empty() {
                json!({"type": "Point", "coordinates": place.label})
            } else {
                json!({"type": "MultiPolygon", "coordinates": place.polygons})
            };
            json!({"type": "Feature", "properties": {"code": place.code}, "geometry": geometry})
        };
        json!({"type": "FeatureCollection", "features": self.places.iter().map(shape).collect::<Vec<_>>()})
    }

    /// The names as GeoJSON points; where names collide, the larger place keeps its own.
    pub fn names(&self) -> Value {
        let name = |place: &Place| {
            json!({"type": "Feature",
                "properties": {"code": place.code, "name": place.short, "order": -extent(place)},
                "geometry": {"type": "Point", "coordinates": place.label}})
        };
        json!({"type": "FeatureCollection", "features": self.places.iter().map(name).collect::<Vec<_>>()})
    }
}

fn place(feature: Feature) -> Place {
    let (polygons, point) = match feature.geometry {
        Geometry::Point(point) => (Vec::new(), Some(point)),
        Geometry::Polygon(polygon) => (vec![polygon], None),
        Geometry::MultiPolygon(polygons) => (polygons, None),
    };
    let Properties { code, name, short, parish, label } = feature.properties;
    let label = point.or(label).or_else(|| middle(polygons.first()?.first()?)).unwrap_or_default();
    let name = if name.is_empty() { code.clone() } else { name };
    let short = [short, parish].into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| name.clone());
    Place { code, name, short, label, polygons }
}

/// Mean of a closed ring's corners: exact enough for a hexagon.
fn middle(ring: &[[f64; 2]]) -> Option<[f64; 2]> {
    let corners = ring.get(1..).filter(|corners| !corners.is_empty())?;
    let sum = corners.iter().fold([0.0, 0.0], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
    Some(sum.map(|s| s / corners.len() as f64))
}

/// Whether a point lies in polygons: a ray from it crosses their rings an odd number of times, holes included.
fn holds(polygons: &[Polygon], [x, y]: [f64; 2]) -> bool {
    let edges = polygons.iter().flatten().flat_map(|ring| ring.windows(2));
    let crossed = edges.filter(|w| {
        let ([ax, ay], [bx, by]) = (w[0], w[1]);
        (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    });
    crossed.count() % 2 == 1
}

/// Area of a place's outer rings in square degrees: good to compare places of one city, for nothing else.
pub fn extent(place: &Place) -> f64 {
    let outer = place.polygons.iter().filter_map(|polygon| polygon.first());
    outer
        .map(|ring| ring.windows(2).map(|w| w[0][0] * w[1][1] - w[1][0] * w[0][1]).sum::<f64>().abs() / 2.0)
        .sum()
}

#[cfg(test)]
#[path = "places_tests.rs"]
mod tests;
