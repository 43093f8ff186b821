//! The figures in vocabularies that others read: DCAT-AP, NGSI-LD Smart Data Models, SensorThings, SDMX, SOSA, SKOS.
//!
//! [`rdf`] writes statements as Turtle and JSON-LD; [`dcat`] describes the catalogue; [`ngsi_ld`] and [`sensor_things`]
//! write observations as entities and read them back; [`scheme`] gives the concepts as SKOS and the structure as SDMX,
//! [`ontology`] the knowledge model as OWL, [`instances`] a city in its terms. [`licence`] says what
//! follows for data that is combined.

pub mod dcat;
pub mod instances;
pub mod licence;
pub mod ngsi_ld;
pub mod ontology;
pub mod rdf;
pub mod scheme;
pub mod sensor_things;
