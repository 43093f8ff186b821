//! The places as GeoJSON (RFC 7946), for maps and exports.

use serde_json::{Value, json};

use super::Geography;
use crate::geo::Level;

impl Geography {
    /// A feature collection of one level: parishes of an edition, the city's land and water, the grid's cells
    /// or the stations. A feature's `id` is its index, `properties.code` its code; parishes have the point of their
    /// `label` too, cells the short name of the `parish` their middle lies in, empty outside all of them.
    pub fn to_geojson(&self, level: Level) -> Value {
        let features: Vec<Value> = match level {
            Level::City => self.surfaces(),
            Level::Parish2013 | Level::Parish2025 => self.areas(level),
            Level::Cell => self.hexagons(),
            Level::Station => self.points(),
            Level::Country | Level::Region | Level::District | Level::Postcode | Level::Section => Vec::new(),
        };
        // A member of our own (RFC 7946, 6.1): who is to be named beside a map.
        let mut collection =
            json!({ "type": "FeatureCollection", "sources": self.sources(), "features": features });
        if let Some(basemap) = self.wire.basemap.as_ref().filter(|_| level == Level::City) {
            collection["basemap"] = json!(basemap);
        }
        collection
    }

    /// Points for the labels of an edition's parishes, as GeoJSON.
    pub fn labels_geojson(&self, edition: Level) -> Value {
        let point = |(id, p): (usize, &super::Parish)| {
            let geometry = json!({ "type": "Point", "coordinates": p.label });
            feature(id, json!({ "code": p.code, "name": p.short }), &geometry)
        };
        let features: Vec<Value> = self.parishes(edition).iter().enumerate().map(point).collect();
        json!({ "type": "FeatureCollection", "features": features })
    }

    /// The city's land and, where it has any, its water: what a map is drawn on.
    fn surfaces(&self) -> Vec<Value> {
        let land = self.outlines(Level::City).into_iter().flat_map(|outline| outline.polygons).collect();
        let surfaces = [("land", land), ("water", self.water())];
        let drawn = surfaces.into_iter().filter(|(_, polygons)| !polygons.is_empty()).enumerate();
        drawn
            .map(|(id, (surface, polygons))| {
                let geometry = json!({ "type": "MultiPolygon", "coordinates": polygons });
                feature(id, json!({ "code": surface, "surface": surface }), &geometry)
            })
            .collect()
    }

    fn areas(&self, level: Level) -> Vec<Value> {
        let areas = self.outlines(level).into_iter().enumerate();
        areas
            .map(|(id, outline)| {
                let parish = self.parish(level, &outline.code);
                let name = parish.map(|p| p.name.as_str()).unwrap_or_default();
                let short = parish.map(|p| p.short.as_str()).unwrap_or_default();
                let geometry = json!({ "type": "MultiPolygon", "coordinates": outline.polygons });
                let label = parish.map(|p| p.label);
                let properties =
                    json!({ "code": outline.code, "name": name, "short": short, "label": label });
                feature(id, properties, &geometry)
            })
            .collect()
    }

    fn hexagons(&self) -> Vec<Value> {
        let hexagons = self.grid().map(super::Grid::hexagons).unwrap_or_default();
        let holders = self.wire.cells.holders();
        let parish = |code: &str| {
            let holder = holders.of(u64::from_str_radix(code, 16).ok()?)?;
            self.wire.parish2025.get(holder).map(|parish| parish.short.as_str())
        };
        let cell = |(id, (code, ring)): (usize, (String, Vec<[f64; 2]>))| {
            let properties = json!({ "code": code, "parish": parish(&code).unwrap_or_default() });
            feature(id, properties, &json!({ "type": "Polygon", "coordinates": [ring] }))
        };
        hexagons.into_iter().enumerate().map(cell).collect()
    }

    fn points(&self) -> Vec<Value> {
        let station = |(id, s): (usize, &super::Station)| {
            let properties = json!({ "code": s.code, "name": s.name, "environment": s.environment,
                "influence": s.influence });
            feature(id, properties, &json!({ "type": "Point", "coordinates": s.at }))
        };
        self.stations().iter().enumerate().map(station).collect()
    }
}

fn feature(id: usize, properties: Value, geometry: &Value) -> Value {
    json!({ "type": "Feature", "id": id, "properties": properties, "geometry": geometry })
}
