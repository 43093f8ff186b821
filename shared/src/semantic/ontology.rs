//! The knowledge model as an OWL ontology.
//!
//! Source: OWL 2 Web Ontology Language (W3C 2012), mapping to RDF.

use super::rdf::{Graph, text, thing, typed};
use crate::model::{CLASSES, LINKS};

/// Version of the model; it changes when a class or a link does.
pub const VERSION: &str = "1.0";

/// The model below `base`, the address the twin is served from.
pub fn ontology(base: &str) -> Graph {
    let mut graph = Graph::default();
    let ontology = format!("{base}terms/model");
    graph.a(&ontology, "owl:Ontology");
    graph.add(&ontology, "owl:versionInfo", typed(VERSION, "string"));
    both(
        &mut graph,
        &ontology,
        "dcterms:title",
        ["Modelo de conhecimento do gémeo", "Knowledge model of the twin"],
    );
    for class in CLASSES {
        let id = term(base, class.id);
        graph.a(&id, "owl:Class");
        both(&mut graph, &id, "rdfs:label", class.name);
        both(&mut graph, &id, "rdfs:comment", class.about);
        graph.add(&id, "rdfs:isDefinedBy", thing(&ontology));
        for parent in class
            .within
            .map(|w| term(base, w))
            .into_iter()
            .chain(class.elsewhere.iter().map(|e| (*e).to_owned()))
        {
            graph.add(&id, "rdfs:subClassOf", thing(&parent));
        }
        for kind in class.smart {
            graph.add(&id, "rdfs:seeAlso", thing(&format!("https://smartdatamodels.org/{kind}")));
        }
    }
    for link in LINKS.iter().filter(|l| l.id != "isA") {
        let id = term(base, link.id);
        graph.a(&id, "owl:ObjectProperty");
        both(&mut graph, &id, "rdfs:label", link.name);
        graph.add(&id, "rdfs:domain", thing(&term(base, link.from)));
        graph.add(&id, "rdfs:range", thing(&term(base, link.to)));
        graph.add(&id, "rdfs:subPropertyOf", thing(link.elsewhere));
        graph.add(&id, "rdfs:isDefinedBy", thing(&ontology));
    }
    graph
}

/// The address of a term of ours.
pub fn term(base: &str, id: &str) -> String {
    format!("{base}terms/{id}")
}

fn both(graph: &mut Graph, subject: &str, predicate: &str, [pt, en]: [&str; 2]) {
    graph.add(subject, predicate, text(pt, "pt"));
    graph.add(subject, predicate, text(en, "en"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_elsewhere_has_a_known_prefix() {
        let turtle = ontology("https://x.pt/").to_turtle();
        for name in CLASSES.iter().flat_map(|c| c.elsewhere).chain(LINKS.iter().map(|l| &l.elsewhere)) {
            assert_ne!(super::super::rdf::iri(name), **name, "{name}");
        }
        assert!(turtle.contains("a owl:Ontology") && turtle.contains("rdfs:subClassOf s4city:City"));
    }
}
