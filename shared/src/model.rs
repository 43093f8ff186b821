//! The knowledge model: what the twin speaks of, how those things hang together, and what they are called elsewhere.
//!
//! The page of the model draws it, `semantic::ontology` writes it as OWL, `semantic::instances` fills it. Equal names elsewhere are
//! those of SOSA/SSN (W3C 2017), the RDF Data Cube (W3C 2014), PROV-O (W3C 2013), DCAT 3 (W3C 2024), DQV (W3C 2016), the Organization
//! Ontology (W3C 2014), SAREF4CITY (ETSI TS 103 410-4) and the Smart Data Models.

/// A class of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Name in addresses, e.g. `Indicator`.
    pub id: &'static str,
    /// Names in Portuguese and English.
    pub name: [&'static str; 2],
    /// What it is, in Portuguese and English.
    pub about: [&'static str; 2],
    /// The class of ours that it is one of.
    pub within: Option<&'static str>,
    /// Classes elsewhere that it is one of, by short name.
    pub elsewhere: &'static [&'static str],
    /// Types of the Smart Data Models it is written as.
    pub smart: &'static [&'static str],
    /// Column and row in the drawing.
    pub at: (u8, u8),
}

/// How things of two classes hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Name in addresses, e.g. `ofIndicator`.
    pub id: &'static str,
    /// Names in Portuguese and English.
    pub name: [&'static str; 2],
    /// From things of this class …
    pub from: &'static str,
    /// … to things of this one.
    pub to: &'static str,
    /// The property elsewhere that it is one of.
    pub elsewhere: &'static str,
}

/// The classes, by column and row.
pub const CLASSES: [Class; 17] = [
    Class {
        id: "Policy",
        name: ["Política", "Policy"],
        about: [
            "Um plano, um contrato ou uma medida da cidade.",
            "A plan, a contract or a measure of the city.",
        ],
        within: None,
        elsewhere: &["prov:Plan"],
        smart: &[],
        at: (0, 0),
    },
    Class {
        id: "Role",
        name: ["Papel", "Role"],
        about: [
            "Quem, na cidade, responde por um valor ou uma medida.",
            "Who in the city answers for a figure or a measure.",
        ],
        within: None,
        elsewhere: &["org:Role"],
        smart: &[],
        at: (0, 1),
    },
    Class {
        id: "Target",
        name: ["Meta", "Target"],
        about: [
            "O que a cidade prometeu: redução, ano de base e ano da promessa.",
            "What the city promised: reduction, base year and year of the promise.",
        ],
        within: None,
        elsewhere: &["prov:Entity"],
        smart: &[],
        at: (1, 0),
    },
    Class {
        id: "City",
        name: ["Município", "City"],
        about: ["Uma cidade, pelo código do município.", "A city, by the code of its municipality."],
        within: Some("Place"),
        elsewhere: &["s4city:City"],
        smart: &[],
        at: (1, 1),
    },
    Class {
        id: "Parish",
        name: ["Freguesia", "Parish"],
        about: [
            "Uma freguesia, na edição de 2013 ou de 2025.",
            "A parish, of the edition of 2013 or of 2025.",
        ],
        within: Some("Place"),
        elsewhere: &["s4city:AdministrativeArea"],
        smart: &[],
        at: (1, 2),
    },
    Class {
        id: "Cell",
        name: ["Célula", "Cell"],
        about: ["Um hexágono da grelha H3.", "A hexagon of the H3 grid."],
        within: Some("Place"),
        elsewhere: &["geo:Feature"],
        smart: &[],
        at: (1, 3),
    },
    Class {
        id: "Indicator",
        name: ["Indicador", "Indicator"],
        about: [
            "O que se segue e como se calcula: fórmula, unidade, método.",
            "What is followed and how it is computed: formula, unit, method.",
        ],
        within: None,
        elsewhere: &["s4city:KeyPerformanceIndicator"],
        smart: &["KeyPerformanceIndicator"],
        at: (2, 0),
    },
    Class {
        id: "Concept",
        name: ["Conceito", "Concept"],
        about: [
            "O que é observado: emissões, energia, mobilidade, ambiente, edifícios, resíduos, governança.",
            "What is observed: emissions, energy, mobility, environment, buildings, waste, governance.",
        ],
        within: None,
        elsewhere: &["sosa:ObservableProperty", "skos:Concept"],
        smart: &[],
        at: (2, 1),
    },
    Class {
        id: "Station",
        name: ["Estação", "Station"],
        about: ["Onde um sensor mede.", "Where a sensor measures."],
        within: Some("Place"),
        elsewhere: &["sosa:Platform"],
        smart: &["Device"],
        at: (2, 2),
    },
    Class {
        id: "Reading",
        name: ["Leitura", "Reading"],
        about: ["Um valor em tempo real.", "A value in real time."],
        within: Some("Observation"),
        elsewhere: &["sosa:Observation"],
        smart: &["AirQualityObserved", "TrafficFlowObserved", "EVChargingStation", "SolarEnergy"],
        at: (2, 3),
    },
    Class {
        id: "IndicatorValue",
        name: ["Valor", "Indicator value"],
        about: [
            "O valor de um indicador num lugar e período, com a sua linhagem.",
            "The value of an indicator at a place and period, with its lineage.",
        ],
        within: None,
        elsewhere: &["s4city:KeyPerformanceIndicatorAssessment", "prov:Entity"],
        smart: &["KeyPerformanceIndicator"],
        at: (3, 0),
    },
    Class {
        id: "Observation",
        name: ["Observação", "Observation"],
        about: [
            "Um valor publicado: conceito, lugar, período, unidade, estado e fonte.",
            "A published value: concept, place, period, unit, status and source.",
        ],
        within: None,
        elsewhere: &["sosa:Observation", "qb:Observation"],
        smart: &["CarbonFootprint", "KeyPerformanceIndicator"],
        at: (3, 1),
    },
    Class {
        id: "Place",
        name: ["Lugar", "Place"],
        about: ["Onde: município, freguesia, célula ou estação.", "Where: city, parish, cell or station."],
        within: None,
        elsewhere: &["geo:Feature", "sosa:FeatureOfInterest"],
        smart: &[],
        at: (3, 2),
    },
    Class {
        id: "Forecast",
        name: ["Previsão", "Forecast"],
        about: [
            "O que um modelo espera, com intervalos e o registo dos seus acertos.",
            "What a model expects, with intervals and the record of how often it was right.",
        ],
        within: None,
        elsewhere: &["prov:Entity"],
        smart: &[],
        at: (4, 0),
    },
    Class {
        id: "Source",
        name: ["Fonte", "Source"],
        about: [
            "A publicação de onde se leram valores, com a sua licença.",
            "The publication figures were read from, with its licence.",
        ],
        within: None,
        elsewhere: &["dcat:Dataset"],
        smart: &[],
        at: (4, 1),
    },
    Class {
        id: "Pack",
        name: ["Pacote", "Pack"],
        about: [
            "Os dados de uma cidade, como o gémeo os publica.",
            "The data of a city, as the twin publishes them.",
        ],
        within: None,
        elsewhere: &["dcat:Dataset"],
        smart: &[],
        at: (4, 2),
    },
    Class {
        id: "Quality",
        name: ["Qualidade", "Quality"],
        about: [
            "Quantas verificações passaram, por dimensão da ISO/IEC 25012.",
            "How many checks held, by dimension of ISO/IEC 25012.",
        ],
        within: None,
        elsewhere: &["dqv:QualityMeasurement"],
        smart: &[],
        at: (4, 3),
    },
];

/// How the classes hang together.
pub const LINKS: [Link; 17] = [
    link("serves", ["serve", "serves"], "Policy", "Target", "prov:influenced"),
    link("answeredForBy", ["a cargo de", "answered for by"], "Policy", "Role", "prov:qualifiedAttribution"),
    link("promisedBy", ["prometida por", "promised by"], "Target", "City", "prov:wasAttributedTo"),
    link("measures", ["mede", "measures"], "Indicator", "Target", "dcterms:relation"),
    link("ofIndicator", ["de", "of"], "IndicatorValue", "Indicator", "prov:specializationOf"),
    link("uses", ["usa", "uses"], "Indicator", "Concept", "dcterms:references"),
    link(
        "derivedFrom",
        ["deriva de", "derived from"],
        "IndicatorValue",
        "Observation",
        "prov:wasDerivedFrom",
    ),
    link("observes", ["observa", "observes"], "Observation", "Concept", "sosa:observedProperty"),
    link("at", ["em", "at"], "Observation", "Place", "sosa:hasFeatureOfInterest"),
    link("from", ["lida em", "from"], "Observation", "Source", "dcterms:source"),
    link("continues", ["continua", "continues"], "Forecast", "IndicatorValue", "prov:wasDerivedFrom"),
    link("carriedBy", ["segue no", "carried by"], "Source", "Pack", "dcterms:isReferencedBy"),
    link("gradeOf", ["avalia", "grades"], "Quality", "Pack", "dqv:computedOn"),
    link("partOf", ["parte de", "part of"], "Parish", "City", "geo:sfWithin"),
    link("inside", ["dentro de", "inside"], "Cell", "Parish", "geo:sfWithin"),
    link("isA", ["é um", "is a"], "Station", "Place", "rdfs:subClassOf"),
    link("measuredAt", ["medida na", "measured at"], "Reading", "Station", "sosa:madeBySensor"),
];

const fn link(
    id: &'static str,
    name: [&'static str; 2],
    from: &'static str,
    to: &'static str,
    elsewhere: &'static str,
) -> Link {
    Link { id, name, from, to, elsewhere }
}

/// A class by its name.
pub fn class(id: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|c| c.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn links_and_parents_name_classes_and_no_two_boxes_cover_each_other() {
        for link in LINKS {
            assert!(class(link.from).is_some() && class(link.to).is_some(), "{}", link.id);
        }
        assert!(CLASSES.iter().filter_map(|c| c.within).all(|id| class(id).is_some()));
        let places: BTreeSet<(u8, u8)> = CLASSES.iter().map(|c| c.at).collect();
        assert_eq!(places.len(), CLASSES.len());
    }

    #[test]
    fn a_link_is_drawn_between_neighbours() {
        for link in LINKS {
            let [(a, b), (c, d)] = [link.from, link.to].map(|id| class(id).map_or((9, 9), |c| c.at));
            assert_eq!(a.abs_diff(c) + b.abs_diff(d), 1, "{}", link.id);
        }
    }
}
