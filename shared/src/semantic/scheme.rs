//! The concepts as a SKOS scheme and the long table as an SDMX data structure in the RDF Data Cube, with SOSA beside.
//!
//! Source: W3C, The RDF Data Cube Vocabulary (2014); SDMX content-oriented guidelines; W3C and OGC, SSN and SOSA (2017).

use super::rdf::{Graph, text, thing, typed};
use crate::pack::vocabulary::CONCEPTS;

/// Concepts, their dimensions and units, and the structure of the table; `base` is the address the twin is served from.
pub fn scheme(base: &str) -> Graph {
    let mut graph = Graph::default();
    let scheme = format!("{base}terms/concepts");
    graph.a(&scheme, "skos:ConceptScheme");
    graph.add(&scheme, "dcterms:title", text("Conceitos do gémeo", "pt"));
    graph.add(&scheme, "dcterms:title", text("Concepts of the twin", "en"));
    for concept in CONCEPTS.iter().filter(|c| !c.promise) {
        let id = format!("{base}terms/{}", concept.id);
        graph.a(&id, "skos:Concept");
        // What is observed is a property of a place.
        graph.a(&id, "sosa:ObservableProperty");
        graph.add(&id, "skos:inScheme", thing(&scheme));
        graph.add(&scheme, "skos:hasTopConcept", thing(&id));
        graph.add(&id, "skos:prefLabel", text(&concept.id.replace('_', " "), "en"));
        graph.add(&id, "skos:notation", typed(concept.id, "string"));
        graph.add(&id, "sdmx-a:unitMeasure", typed(concept.unit, "string"));
        for dimension in concept.dimensions {
            let property = format!("{base}terms/dimension/{dimension}");
            graph.a(&property, "qb:DimensionProperty");
            graph.add(&property, "rdfs:label", text(dimension, "en"));
            graph.add(&id, "rdfs:seeAlso", thing(&property));
        }
    }
    structure(&mut graph, base);
    graph
}

/// The data structure definition: place, period and concept; a measure; unit, status and source.
fn structure(graph: &mut Graph, base: &str) {
    let dsd = format!("{base}terms/structure");
    graph.a(&dsd, "qb:DataStructureDefinition");
    let components = [
        ("qb:dimension", "sdmx-d:refArea", "qb:DimensionProperty"),
        ("qb:dimension", "sdmx-d:refPeriod", "qb:DimensionProperty"),
        ("qb:measure", "sdmx-m:obsValue", "qb:MeasureProperty"),
        ("qb:attribute", "sdmx-a:unitMeasure", "qb:AttributeProperty"),
        ("qb:attribute", "sdmx-a:obsStatus", "qb:AttributeProperty"),
    ];
    for (role, property, class) in components {
        let component = format!("{dsd}/{}", property.rsplit(':').next().unwrap_or(property));
        graph.a(property, class);
        graph.a(&component, "qb:ComponentSpecification");
        graph.add(&component, role, thing(property));
        graph.add(&dsd, "qb:component", thing(&component));
    }
}

#[cfg(test)]
mod tests {
    use super::scheme;

    #[test]
    fn every_concept_is_in_the_scheme_and_nothing_promised_is() {
        let turtle = scheme("https://x.pt/").to_turtle();
        for concept in crate::pack::vocabulary::CONCEPTS {
            let there = turtle.contains(&format!("skos:notation \"{}\"", concept.id));
            assert_eq!(there, !concept.promise, "{}", concept.id);
        }
        assert!(turtle.contains("a qb:DataStructureDefinition"));
    }
}
