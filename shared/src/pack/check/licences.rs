//! Licences: every source has one, every source cited exists, and boundaries are open.

use std::collections::BTreeSet;

use super::super::{CORE, GEOGRAPHY, SOURCES};
use super::{Fault, Readable};
use crate::source::{Reuse, Source};

pub(super) fn check(pack: &Readable, faults: &mut Vec<Fault>) {
    let Some(sources) = &pack.sources else { return };
    let mut seen = BTreeSet::new();
    for (entry, source) in sources.iter().enumerate() {
        let mut fault = |column: &str, code: &str, message: String| {
            faults.push(Fault::at(SOURCES, Some(entry), column, code, message));
        };
        if !seen.insert(&source.id) {
            fault("id", "duplicate", format!("“{}” is listed twice", source.id));
        }
        for (column, text) in texts(source) {
            if text.trim().is_empty() {
                fault(column, "licence", format!("the source “{}” has no {column}", source.id));
            }
        }
    }
    let find = |id: &str| sources.iter().find(|s| s.id == id);
    for (entry, target) in pack.core.iter().flat_map(|c| c.targets.iter().enumerate()) {
        for id in target.sources.iter().filter(|id| find(id).is_none()) {
            let column = format!("targets[{entry}].sources");
            faults.push(Fault::at(CORE, None, &column, "source", format!("“{id}” is not in sources.json")));
        }
    }
    let Some(geography) = &pack.geography else { return };
    for id in geography.sources() {
        // Boundaries are passed on as a file; figures of a `cite` source are only shown.
        match find(id).map(|s| s.reuse) {
            Some(Reuse::Open) => {}
            Some(Reuse::Cite) => {
                let message =
                    format!("“{id}” allows figures with citation only; boundaries need an open licence");
                faults.push(Fault::at(GEOGRAPHY, None, "sources", "licence", message));
            }
            None => {
                let message = format!("“{id}” is not in sources.json");
                faults.push(Fault::at(GEOGRAPHY, None, "sources", "source", message));
            }
        }
    }
    for (entry, station) in geography.stations().iter().enumerate() {
        if find(&station.source).is_none() {
            let message = format!("“{}” is not in sources.json", station.source);
            faults.push(Fault::at(GEOGRAPHY, Some(entry), "stations.source", "source", message));
        }
    }
}

fn texts(source: &Source) -> [(&'static str, &str); 6] {
    [
        ("id", &source.id),
        ("title", &source.title),
        ("publisher", &source.publisher),
        ("citation", &source.citation),
        ("licence", &source.licence),
        ("attribution", &source.attribution),
    ]
}
