//! Features with a geometry: parishes and municipalities (DGT CAOP by OGC API Features), cycleways (ArcGIS REST), extracts
//! of OpenStreetMap, and what describes them.
//!
//! Traps: CAOP of 2025 has parish codes with letters, that of 2024 and before the older edition; Lisboa is 100 km² by
//! law and 87 km² on land; ArcGIS gives at most 1000 or 2000 features a page and says `exceededTransferLimit`; geoapi.pt
//! calls km² `areaha`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ConnectError, Import, Input, Kind, Place, Warning, json, place, series, text::plain};
use crate::{
    geo::{GeoId, Level},
    observation::Status,
    period::Period,
};

/// Corners of one geometry that are read.
const MAX_POINTS: usize = 5_000_000;

/// Any collection of features.
pub mod features {
    use super::*;

    /// Whether a file is a collection of features.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"FeatureCollection\"")
    }

    /// Reads the features: each as a place; areas and populations of parishes and municipalities as observations, and
    /// the length of cycleways by parish.
    ///
    /// # Errors
    /// [`ConnectError`] where there is no list of features.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let mut answer = json::read(input)?;
        if let Some(body) = answer.get_mut("body").filter(|b| b.get("features").is_some()) {
            answer = body.take();
        }
        let mut import = Import::new(source(input));
        let mut cycleways = Cycleways::default();
        let named_2025 = input.name.contains("2025");
        for (feature, number) in json::list(input, &answer, "features")?.iter().zip(1u64..) {
            import.records += 1;
            one(&mut import, feature, number, named_2025, &mut cycleways);
        }
        lengths(&mut import, input, &cycleways);
        for key in ["exceededTransferLimit", "properties"] {
            let more = answer.get(key).is_some_and(|v| {
                v.as_bool() == Some(true)
                    || v.get("exceededTransferLimit").and_then(Value::as_bool) == Some(true)
            });
            if more {
                import.warnings.add(Warning::new(
                    Kind::Partial,
                    "the server has more features: ask again with resultOffset",
                ));
            }
        }
        let matched = json::number_of(&answer, "numberMatched");
        if matched.is_some_and(|m| m > import.records as f64) {
            import.warnings.add(Warning::new(Kind::Partial, "the server has more features than this page"));
        }
        Ok(import)
    }

    fn source(input: &Input<'_>) -> &'static str {
        let head = input.head();
        if head.contains("OpenStreetMap") || input.name.contains("osm") {
            "osm"
        } else if head.contains("arcgis") || head.contains("\"OBJECTID\"") {
            "lisboa-arcgis"
        } else {
            "dgt-caop"
        }
    }
}

fn one(import: &mut Import, feature: &Value, number: u64, named_2025: bool, cycleways: &mut Cycleways) {
    let empty = Value::Null;
    let about = feature.get("properties").unwrap_or(&empty);
    let first =
        |keys: &[&str]| keys.iter().map(|k| json::text(about, k)).find(|t| !t.is_empty()).unwrap_or_default();
    let geometry = feature.get("geometry").unwrap_or(&empty);
    let shape = Shape::of(geometry);
    if shape.too_many {
        import
            .warnings
            .add(Warning::new(Kind::Skipped, "a geometry with too many corners").at(number, "geometry"));
        return;
    }
    let code = first(&["dicofre", "dtmnfr", "Dicofre", "DICOFRE", "dtmn", "DTMN"]);
    let edition = first(&["edition"]);
    let geo = administrative(&code, named_2025, &edition);
    if !code.is_empty() && geo.is_none() {
        import.warnings.add(
            Warning::new(Kind::UnknownPlace, "not a code of the national division")
                .at(number, "dicofre")
                .found(&code),
        );
    }
    let is_line = shape.length_m > 0.0 && shape.area_m2 == 0.0;
    let kind = match geo.as_ref().map(|g| g.level) {
        Some(Level::City) => "municipality",
        Some(_) => "parish",
        None if is_line => "cycleway",
        None => "feature",
    };
    let id = if code.is_empty() { first(&["OBJECTID", "id", "@id", "osm_id"]) } else { code };
    let mut described = Place::new(kind, if id.is_empty() { number.to_string() } else { id });
    described.name = first(&["name", "freguesia", "municipio", "DESIGNACAO", "nome"]);
    described.point = shape.centre();
    described.geo = geo.clone();
    for (key, value) in about.as_object().into_iter().flatten().take(60) {
        described = described.with(key, json::scalar(value));
    }
    import.places.push(described);
    if let Some(geo) = geo {
        measures(import, about, &geo, &edition, named_2025);
    } else if is_line {
        length(import, about, shape.length_m, number, cycleways);
    }
}

/// A parish or municipality by its code; a parish of digits alone is of 2025 where the file is called so.
fn administrative(code: &str, named_2025: bool, edition: &str) -> Option<GeoId> {
    let mut geo = place::by_code(code)?;
    if geo.level == Level::Parish2013 && (edition == "2025" || (named_2025 && edition.is_empty())) {
        geo.level = Level::Parish2025;
    }
    matches!(geo.level, Level::City | Level::Parish2013 | Level::Parish2025).then_some(geo)
}

fn measures(import: &mut Import, about: &Value, geo: &GeoId, edition: &str, named_2025: bool) {
    let year = Period::Year(if named_2025 || edition == "2025" { 2025 } else { 2024 });
    // Area as the law has it, as it is on land, and as the shape gives it, are three measures.
    let km2 = [
        ("area_km2_official", "official", 1.0),
        ("area_ha", "official", 0.01),
        ("area_km2_land", "land", 1.0),
        ("area_km2_computed", "shape", 1.0),
    ];
    for (key, extent, scale) in km2 {
        if let Some(value) = json::number_of(about, key) {
            import.observed.add(
                &series("area", "km2", &[("extent", extent)]),
                geo,
                year,
                Some(value * scale),
                Status::A,
            );
        }
    }
    for (key, year) in [("population_2021", 2021), ("population_2011", 2011)] {
        if let Some(found) = about.get(key) {
            let value = json::number(found);
            let status = if value.is_some() { Status::A } else { Status::M };
            import.observed.add(&series("population", "person", &[]), geo, Period::Year(year), value, status);
        }
    }
}

/// Adds a cycleway to the length of its parish, unless it is only planned.
fn length(import: &mut Import, about: &Value, computed_m: f64, number: u64, cycleways: &mut Cycleways) {
    let state = plain(&json::text(about, "SITUACAO"));
    if !matches!(state.as_str(), "" | "executado" | "existente") {
        let message = "a cycleway that is not built yet";
        import.warnings.add(
            Warning::new(Kind::Skipped, message).at(number, "SITUACAO").found(&json::text(about, "SITUACAO")),
        );
        return;
    }
    let stated = json::number_of(about, "COMP_KM");
    // The source's own length holds; a shape that disagrees by more than half is worth a look.
    if let Some(km) = stated.filter(|km| (km - computed_m / 1000.0).abs() > 0.5 * km.max(0.1)) {
        let message = format!("{km} km by the source, {:.3} km by its shape", computed_m / 1000.0);
        import.warnings.add(Warning::new(Kind::ImplausibleUnit, message).at(number, "COMP_KM"));
    }
    let built = json::number_of(about, "ANO").map(|y| y as i32).filter(|y| (1900..=2200).contains(y));
    cycleways.newest = cycleways.newest.max(built);
    *cycleways.km.entry(json::text(about, "FREGUESIA")).or_default() += stated.unwrap_or(computed_m / 1000.0);
}

/// Cycleways by parish, in kilometres, and the year the newest was built in.
#[derive(Default)]
struct Cycleways {
    km: BTreeMap<String, f64>,
    newest: Option<i32>,
}

/// The network stands in the year it was asked for; a file that does not say when holds for the year of its newest part.
fn lengths(import: &mut Import, input: &Input<'_>, cycleways: &Cycleways) {
    let lisboa = || (import.observed.source == "lisboa-arcgis").then(|| GeoId::city("1106"));
    let Some(city) = input.hints.place.clone().or_else(lisboa).filter(|_| !cycleways.km.is_empty()) else {
        return;
    };
    let Some(year) = input.hints.fetched.map(Period::year).or(cycleways.newest) else {
        let message = "the file does not say when its cycleways were there; give --fetched";
        import.warnings.add(Warning::new(Kind::NotADate, message));
        return;
    };
    for (parish, km) in &cycleways.km {
        let dims: &[(&str, &str)] = if parish.is_empty() { &[] } else { &[("parish_name", parish)] };
        let series = series("cycleway_length", "km", dims);
        import.observed.add(&series, &city, Period::Year(year), Some(*km), Status::A);
    }
}

/// What a geometry is like: its extent, length and area in metres on a sphere.
#[derive(Default)]
struct Shape {
    west: Option<[f64; 4]>,
    length_m: f64,
    area_m2: f64,
    points: usize,
    too_many: bool,
}

impl Shape {
    fn of(geometry: &Value) -> Self {
        let mut shape = Self::default();
        let kind = json::text(geometry, "type");
        if let Some(coordinates) = geometry.get("coordinates") {
            shape.walk(coordinates, kind.contains("Polygon"), 0);
        }
        for part in geometry.get("geometries").and_then(Value::as_array).into_iter().flatten().take(1_000) {
            let kind = json::text(part, "type");
            if let Some(coordinates) = part.get("coordinates") {
                shape.walk(coordinates, kind.contains("Polygon"), 0);
            }
        }
        shape
    }

    /// Walks down to lists of positions; depth is bounded by the JSON reader.
    fn walk(&mut self, value: &Value, polygon: bool, depth: usize) {
        let Some(list) = value.as_array().filter(|_| depth < 6) else { return };
        if let Some(point) = position(value) {
            self.add(point);
            return;
        }
        let mut before: Option<[f64; 2]> = None;
        for item in list {
            if let Some(point) = position(item) {
                self.add(point);
                if let Some(b) = before {
                    self.length_m += place::metres(b, point);
                }
                before = Some(point);
            } else {
                self.walk(item, polygon, depth + 1);
            }
        }
        if before.is_some() && polygon {
            self.area_m2 += 1.0;
        }
    }

    fn add(&mut self, [x, y]: [f64; 2]) {
        self.points += 1;
        self.too_many |= self.points > MAX_POINTS;
        let [w, s, e, n] = self.west.unwrap_or([x, y, x, y]);
        self.west = Some([w.min(x), s.min(y), e.max(x), n.max(y)]);
    }

    fn centre(&self) -> Option<[f64; 2]> {
        self.west.and_then(|[w, s, e, n]| place::point(Some((w + e) / 2.0), Some((s + n) / 2.0)))
    }
}

fn position(value: &Value) -> Option<[f64; 2]> {
    let list = value.as_array()?;
    Some([list.first()?.as_f64()?, list.get(1)?.as_f64()?])
}

/// The schema of a collection of OGC API Features.
pub mod schema {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"x-ogc-role\"")
    }

    /// Reads the schema: the collection and its properties as places of kind `collection` and `property`.
    ///
    /// # Errors
    /// [`ConnectError`] where there are no properties.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let properties = answer
            .get("properties")
            .and_then(Value::as_object)
            .ok_or_else(|| input.shape("no “properties”", "a schema"))?;
        let mut import = Import::new("dgt-caop");
        let mut collection = Place::new("collection", json::text(&answer, "$id"));
        collection.name = json::text(&answer, "title");
        import.places.push(collection);
        for (name, property) in properties {
            import.records += 1;
            import.places.push(
                Place::new("property", name)
                    .with("type", json::text(property, "type"))
                    .with("role", json::text(property, "x-ogc-role")),
            );
        }
        Ok(import)
    }
}

/// A municipality of geoapi.pt.
pub mod geoapi {
    use super::*;

    /// Whether a file is such an answer.
    pub fn claims(_: &Input<'_>, head: &str) -> bool {
        head.contains("\"codigoine\"") && head.contains("\"areaha\"")
    }

    /// Reads a municipality: its area and its population. `areaha` is in km² in spite of its name and is not used.
    ///
    /// # Errors
    /// [`ConnectError`] where its code is not known.
    pub fn read(input: &Input<'_>) -> Result<Import, ConnectError> {
        let answer = json::read(input)?;
        let code = json::text(&answer, "codigoine");
        let geo = place::by_code(&code)
            .ok_or_else(|| input.shape(format!("the code “{code}”"), "a code of the national division"))?;
        let mut import = Import::new("geoapi-pt");
        import.records = 1;
        if let Some(ha) = answer.pointer("/geojson/properties/Area_T_ha").and_then(json::number) {
            import.observed.add(
                &series("area", "km2", &[("extent", "official")]),
                &geo,
                Period::Year(2024),
                Some(ha / 100.0),
                Status::A,
            );
            let named = json::number_of(&answer, "areaha");
            if named.is_some_and(|v| (v - ha).abs() > 0.1 * ha) {
                let message = "areaha disagrees with the area of the shape; it holds km²";
                import.warnings.add(
                    Warning::new(Kind::ImplausibleUnit, message)
                        .at(1, "areaha")
                        .found(&json::text(&answer, "areaha")),
                );
            }
        }
        for (pointer, year) in
            [("/censos2011/N_INDIVIDUOS_RESIDENT", 2011), ("/censos2021/N_INDIVIDUOS", 2021)]
        {
            if let Some(value) = answer.pointer(pointer).and_then(json::number) {
                import.observed.add(
                    &series("population", "person", &[]),
                    &geo,
                    Period::Year(year),
                    Some(value),
                    Status::A,
                );
            }
        }
        Ok(import)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::Hints;

    #[test]
    fn parishes_of_both_editions_and_the_two_areas_are_kept_apart() {
        let text = |edition: &str| {
            format!(
                r#"{{"type":"FeatureCollection","features":[{{"properties":{{"dicofre":"030813","area_km2_official":3.5,"area_km2_land":3.1,"edition":"{edition}"}},"geometry":null}},
            {{"properties":{{"dicofre":"0308FA","population_2021":null}},"geometry":{{"type":"Point","coordinates":[-8.3,41.4]}}}}]}}"#
            )
        };
        let places = |name: &str, edition: &str| {
            let text = text(edition);
            let i = features::read(&Input { name, bytes: text.as_bytes(), hints: &Hints::default() })
                .expect("readable");
            assert_eq!(i.observed.len(), 3);
            i.places.iter().filter_map(|p| p.geo.as_ref().map(ToString::to_string)).collect::<Vec<_>>()
        };
        assert_eq!(places("a.geojson", "2013-2024"), ["parish2013/030813", "parish2025/0308FA"]);
        assert_eq!(places("caop2025.geojson", ""), ["parish2025/030813", "parish2025/0308FA"]);
    }
}
