//! Features of a GeoJSON file (RFC 7946).

use serde::Deserialize;
use serde_json::Value;

use super::{Feature, Polygons, read::CODE};

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    crs: Value,
    features: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    properties: Value,
    geometry: Option<Geometry>,
}

type Rings = Vec<Vec<Vec<f64>>>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Rings),
    MultiPolygon(Vec<Rings>),
}

/// The features of a collection.
pub(super) fn features(text: &str) -> Result<Vec<Feature>, String> {
    let collection: Collection =
        serde_json::from_str(text).map_err(|e| format!("is not a GeoJSON collection of polygons: {e}"))?;
    if let Some(name) = foreign_crs(&collection.crs) {
        return Err(format!(
            "the coordinates are in “{name}”; reproject them to longitude and latitude (EPSG:4326)"
        ));
    }
    let feature = |item: Item| Feature { code: code_of(&item.properties), shape: shape(item.geometry) };
    Ok(collection.features.into_iter().map(feature).collect())
}

/// The name of a coordinate system that is not longitude and latitude (the `crs` of GeoJSON 2008).
fn foreign_crs(crs: &Value) -> Option<String> {
    let name = crs["properties"]["name"].as_str()?;
    let plain = ["CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4258", "EPSG:4258"]
        .iter()
        .any(|known| name.ends_with(known));
    (!plain).then(|| name.to_owned())
}

fn code_of(properties: &Value) -> Option<String> {
    let value = CODE.iter().map(|name| &properties[*name]).find(|v| !v.is_null())?;
    // A code is text; a number has lost its leading zero.
    value.as_str().map(str::to_owned).or_else(|| value.as_u64().map(|n| format!("{n:06}")))
}

fn shape(geometry: Option<Geometry>) -> Result<Polygons, String> {
    let polygons = match geometry {
        Some(Geometry::Polygon(polygon)) => vec![polygon],
        Some(Geometry::MultiPolygon(polygons)) => polygons,
        None => return Err("has no geometry".into()),
    };
    let point = |point: Vec<f64>| match point[..] {
        [lng, lat, ..] => Ok([lng, lat]),
        _ => Err("a point has fewer than two numbers".to_owned()),
    };
    let ring = |ring: Vec<Vec<f64>>| ring.into_iter().map(point).collect::<Result<Vec<_>, _>>();
    let rings = |rings: Rings| rings.into_iter().map(ring).collect::<Result<Vec<_>, _>>();
    polygons.into_iter().map(rings).collect()
}
