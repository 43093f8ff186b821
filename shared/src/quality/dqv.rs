//! Grades in the W3C's Data Quality Vocabulary (DQV, W3C Note 2016).

use super::{Dimension, Report};
use crate::semantic::rdf::{Graph, text, thing, typed};

impl Dimension {
    /// The dimension's name in ISO/IEC 25012.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::Completeness => "completeness",
            Self::Consistency => "consistency",
            Self::Credibility => "credibility",
            Self::Currentness => "currentness",
        }
    }
}

/// The grades of a report as measurements of a dataset; `base` is the address the catalogue lies under.
pub fn measurements(report: &Report, dataset: &str, base: &str) -> Graph {
    let mut graph = Graph::default();
    let category = format!("{base}catalogue/quality/iso-25012");
    graph.a(&category, "dqv:Category");
    graph.add(&category, "skos:prefLabel", text("ISO/IEC 25012, inherent data quality", "en"));
    for grade in &report.grades {
        let name = grade.dimension.name();
        let (dimension, metric) =
            (format!("{category}/{name}"), format!("{base}catalogue/quality/metric/{name}"));
        graph.a(&dimension, "dqv:Dimension");
        graph.add(&dimension, "skos:prefLabel", text(name, "en"));
        graph.add(&dimension, "dqv:inCategory", thing(&category));
        graph.a(&metric, "dqv:Metric");
        graph.add(&metric, "skos:prefLabel", text(&format!("share of checks of {name} that held"), "en"));
        graph.add(
            &metric,
            "skos:definition",
            text(&format!("rules of {name} that found no fault, of all that were applied"), "en"),
        );
        graph.add(&metric, "dqv:inDimension", thing(&dimension));
        graph.add(&metric, "dqv:expectedDataType", thing("xsd:decimal"));
        let measurement = format!("{dataset}/quality/{name}");
        graph.a(&measurement, "dqv:QualityMeasurement");
        graph.add(&measurement, "dqv:computedOn", thing(dataset));
        graph.add(&measurement, "dqv:isMeasurementOf", thing(&metric));
        graph.add(&measurement, "dqv:value", typed(format!("{:.4}", grade.share), "decimal"));
        graph.add(dataset, "dqv:hasQualityMeasurement", thing(&measurement));
    }
    graph
}
