//! Every connector: what it is called, which files it knows, how it reads them.

#[cfg(feature = "parquet")]
use super::eea;
use super::{
    ConnectError, Import, Input, c40, carris, catalogue, dgeg, entsoe, eredes, eurostat, generic, geojson,
    gtfs, ine, ipma, metro_lisboa, ngsi, open_meteo, osm, qualar, ren,
};

/// A source of data and how its files are read.
pub struct Connector {
    /// Short stable id, e.g. `qualar-hourly`.
    pub id: &'static str,
    /// What it reads, in words.
    pub title: &'static str,
    /// Whether a file is one of this source, judged by name and beginning.
    pub claims: fn(&Input<'_>, head: &str) -> bool,
    /// Reads a file.
    pub read: fn(&Input<'_>) -> Result<Import, ConnectError>,
}

macro_rules! connectors {
    ($($(#[$on:meta])? $id:literal $title:literal $($module:ident)::+;)*) => {
        &[$($(#[$on])? Connector { id: $id, title: $title, claims: $($module)::+::claims, read: $($module)::+::read }),*]
    };
}

/// Every connector, the particular before the general: the first that claims a file reads it.
pub const CONNECTORS: &[Connector] = connectors! {
    "generic" "Any table, read by a mapping" generic;
    "qualar-hourly" "QualAr hourly export of a station (TSV)" qualar::hourly;
    "qualar-day" "QualAr, all stations on a day (JSON)" qualar::day;
    "qualar-station" "QualAr, the hours of a station (JSON)" qualar::station_hours;
    "eredes-billed" "E-REDES billed electricity by municipality and parish (CSV)" eredes::billed;
    "eredes-meters" "E-REDES electricity meters by parish (CSV)" eredes::meters;
    "eredes-hourly" "E-REDES hourly electricity by postal code (CSV)" eredes::hourly;
    "eredes-records" "E-REDES records (Opendatasoft JSON)" eredes::records;
    #[cfg(feature = "parquet")]
    "eea-parquet" "EEA air quality (Parquet)" eea;
    "ine-bgri" "INE census by statistical subsection (BGRI CSV)" ine::bgri;
    "ine-data" "INE indicator data (JSON)" ine::data;
    "ine-meta" "INE indicator metadata (JSON)" ine::meta;
    "eurostat" "Eurostat (JSON-stat 2)" eurostat;
    "ipma-forecast" "IPMA daily forecast (JSON)" ipma::forecast;
    "ipma-observations" "IPMA station observations (JSON)" ipma::stations;
    "ipma-municipal" "IPMA municipal temperatures (CSV)" ipma::municipal;
    "open-meteo" "Open-Meteo (JSON)" open_meteo;
    "ren" "REN Data Hub (JSON)" ren;
    "dgeg-fuel-prices" "DGEG fuel prices (JSON)" dgeg;
    "entsoe" "ENTSO-E generation and load (XML)" entsoe;
    "gtfs" "GTFS timetable (zip)" gtfs::feed;
    "gtfs-stops" "GTFS stops alone (CSV)" gtfs::stops;
    "gtfs-rt-json" "GTFS-RT as JSON" gtfs::realtime::json;
    "gtfs-rt" "GTFS-RT (protobuf)" gtfs::realtime::protobuf;
    "carris-demand" "Carris Metropolitana validations (CSV)" carris::demand;
    "carris-stations" "Carris Metropolitana stations (CSV)" carris::stations;
    "carris-vehicles" "Carris Metropolitana vehicles (JSON)" carris::vehicles;
    "metro-lisboa" "Metro de Lisboa waiting times (JSON)" metro_lisboa;
    "ngsi" "NGSI v2 air quality entities (JSON)" ngsi;
    "ev-municipalities" "dados.gov.pt, charging by municipality (CSV)" catalogue::ev_charging;
    "ckan" "CKAN catalogue (JSON)" catalogue::ckan;
    "udata" "uData catalogue (JSON)" catalogue::udata;
    "ogc-schema" "Schema of an OGC API Features collection (JSON)" geojson::schema;
    "geoapi" "geoapi.pt municipality (JSON)" geojson::geoapi;
    "osm" "OpenStreetMap extract (Overpass JSON)" osm;
    "c40" "C40 GPC inventory, transposed (CSV)" c40;
    "geojson" "Features: CAOP, ArcGIS, OpenStreetMap (GeoJSON)" geojson::features;
};

/// The connector with an id.
pub fn by_id(id: &str) -> Option<&'static Connector> {
    CONNECTORS.iter().find(|c| c.id == id)
}

/// The connector that claims a file.
pub fn claimant(input: &Input<'_>) -> Option<&'static Connector> {
    let head = input.head();
    CONNECTORS.iter().find(|c| (c.claims)(input, &head))
}

/// Reads a file with the connector that claims it, or with the one named.
///
/// # Errors
/// [`ConnectError`] where nobody claims it, where it is a page for people, or where it cannot be read at all.
pub fn import(input: &Input<'_>, connector: Option<&Connector>) -> Result<Import, ConnectError> {
    if input.bytes.is_empty() {
        return Err(ConnectError::Empty { file: input.name.into() });
    }
    refuse_page(input)?;
    let unclaimed = || ConnectError::Unclaimed { file: input.name.into() };
    let connector = connector.or_else(|| claimant(input)).ok_or_else(unclaimed)?;
    let mut import = (connector.read)(input)?;
    import.connector = connector.id;
    Ok(import)
}

/// Sources that are down answer with a page for people, often with the status of success.
fn refuse_page(input: &Input<'_>) -> Result<(), ConnectError> {
    let head = input.head();
    let text = head.trim_start_matches('\u{feff}').trim_start();
    let start: String = text.chars().take(15).collect::<String>().to_ascii_lowercase();
    if !start.starts_with("<!doctype html") && !start.starts_with("<html") {
        return Ok(());
    }
    let lower = head.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|a| Some((a + 7, a + lower[a..].find("</title>")?)));
    let title = title.and_then(|(a, b)| head.get(a..b)).unwrap_or("no title");
    Err(ConnectError::ErrorPage { file: input.name.into(), title: title.trim().chars().take(80).collect() })
}
