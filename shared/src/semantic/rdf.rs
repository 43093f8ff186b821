//! A small set of RDF statements, written as Turtle and JSON-LD: sorted, so that the same statements give the same bytes.
//!
//! Source: RDF 1.1 Turtle (W3C 2014), JSON-LD 1.1 (W3C 2020), expanded form in a `@graph`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::{Map, Value, json};

/// Prefixes of the vocabularies in use.
pub const PREFIXES: [(&str, &str); 22] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("s4city", "https://saref.etsi.org/saref4city/"),
    ("sdmx-a", "http://purl.org/linked-data/sdmx/2009/attribute#"),
    ("sdmx-d", "http://purl.org/linked-data/sdmx/2009/dimension#"),
    ("sdmx-m", "http://purl.org/linked-data/sdmx/2009/measure#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sosa", "http://www.w3.org/ns/sosa/"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A thing or a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// A thing by its address.
    Iri(String),
    /// A text in a language.
    Text(String, String),
    /// A value of a type, by the type's address.
    Typed(String, String),
}

/// Statements, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    statements: BTreeSet<(String, String, Term)>,
}

/// The address of a short name such as `dcat:Dataset`; an address stays as it is.
pub fn iri(name: &str) -> String {
    let known =
        name.split_once(':').and_then(|(p, rest)| Some((PREFIXES.iter().find(|(q, _)| *q == p)?.1, rest)));
    known.map_or_else(|| name.into(), |(base, rest)| format!("{base}{rest}"))
}

/// A thing by address or short name.
pub fn thing(name: &str) -> Term {
    Term::Iri(iri(name))
}

/// A text in a language.
pub fn text(value: &str, lang: &str) -> Term {
    Term::Text(value.into(), lang.into())
}

/// A value of an XSD type, e.g. `typed("2024-01-01", "date")`.
pub fn typed(value: impl ToString, kind: &str) -> Term {
    Term::Typed(value.to_string(), iri(&format!("xsd:{kind}")))
}

impl Graph {
    /// Adds a statement.
    pub fn add(&mut self, subject: &str, predicate: &str, object: Term) {
        self.statements.insert((iri(subject), iri(predicate), object));
    }

    /// Says what a thing is.
    pub fn a(&mut self, subject: &str, class: &str) {
        self.add(subject, "rdf:type", thing(class));
    }

    /// Adds everything another graph says.
    pub fn extend(&mut self, other: Self) {
        self.statements.extend(other.statements);
    }

    /// The statements, sorted.
    pub fn statements(&self) -> impl Iterator<Item = &(String, String, Term)> {
        self.statements.iter()
    }

    /// The graph in Turtle.
    pub fn to_turtle(&self) -> String {
        let mut out = String::new();
        for (prefix, base) in PREFIXES {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "@prefix {prefix}: <{base}> .");
        }
        let mut subject = "";
        for (s, p, o) in &self.statements {
            let verb = if *p == iri("rdf:type") { "a".into() } else { short(p) };
            if s == subject {
                let _ = write!(out, " ;\n    {verb} {}", turtle(o));
            } else {
                let end = if subject.is_empty() { "" } else { " .\n" };
                let _ = write!(out, "{end}\n{}\n    {verb} {}", short(s), turtle(o));
                subject = s;
            }
        }
        out.push_str(if self.statements.is_empty() { "" } else { " .\n" });
        out
    }

    /// The graph in JSON-LD.
    pub fn to_json_ld(&self) -> Value {
        let mut nodes: BTreeMap<&str, BTreeMap<&str, Vec<Value>>> = BTreeMap::new();
        for (s, p, o) in &self.statements {
            let value = match o {
                Term::Iri(iri) if *p == iri_type() => json!(iri),
                Term::Iri(iri) => json!({ "@id": iri }),
                Term::Text(value, lang) => json!({ "@value": value, "@language": lang }),
                Term::Typed(value, kind) => json!({ "@value": value, "@type": kind }),
            };
            let key = if *p == iri_type() { "@type" } else { p.as_str() };
            nodes.entry(s).or_default().entry(key).or_default().push(value);
        }
        let node = |(id, about): (&str, BTreeMap<&str, Vec<Value>>)| {
            let mut map = Map::from_iter([("@id".to_owned(), json!(id))]);
            map.extend(about.into_iter().map(|(k, v)| (k.to_owned(), Value::Array(v))));
            Value::Object(map)
        };
        json!({ "@graph": nodes.into_iter().map(node).collect::<Vec<_>>() })
    }
}

fn iri_type() -> String {
    iri("rdf:type")
}

/// An address as Turtle has it: by prefix where what follows is a plain name.
fn short(iri: &str) -> String {
    for (prefix, base) in PREFIXES {
        if let Some(rest) = iri.strip_prefix(base)
            && !rest.is_empty()
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            return format!("{prefix}:{rest}");
        }
    }
    // IRIREF of the grammar: these characters are escaped, everything else stands for itself.
    let mut out = String::from("<");
    for c in iri.chars() {
        if c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\') {
            let mut bytes = [0; 4];
            for b in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{b:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('>');
    out
}

fn turtle(term: &Term) -> String {
    match term {
        Term::Iri(iri) => short(iri),
        Term::Text(value, lang) => format!("{}@{lang}", quoted(value)),
        // RDF 1.1 Concepts §3.3: a text without a type is a string, and some readers tell the two ways of writing apart.
        Term::Typed(value, kind) if *kind == iri("xsd:string") => quoted(value),
        Term::Typed(value, kind) => format!("{}^^{}", quoted(value), short(kind)),
    }
}

fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_addresses_are_escaped() {
        let mut graph = Graph::default();
        graph.a("https://x.pt/a b", "dcat:Dataset");
        graph.add("https://x.pt/a b", "dcterms:title", text("um \"título\"\n", "pt"));
        graph.add("https://x.pt/a b", "dcterms:issued", typed("2024-01-01", "date"));
        let turtle = graph.to_turtle();
        assert!(
            turtle.contains("<https://x.pt/a%20b>\n    dcterms:issued \"2024-01-01\"^^xsd:date ;"),
            "{turtle}"
        );
        assert!(turtle.contains("dcterms:title \"um \\\"título\\\"\\n\"@pt"), "{turtle}");
        assert!(turtle.trim_end().ends_with("a dcat:Dataset ."), "{turtle}");
        assert_eq!(graph.to_json_ld()["@graph"][0]["@type"][0], "http://www.w3.org/ns/dcat#Dataset");
    }
}
