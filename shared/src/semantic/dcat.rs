//! The catalogue: packs, sources and indicators as DCAT-AP 3.0.1, so that other portals can harvest them.
//!
//! Source: SEMICeu, DCAT-AP 3.0.1; vocabularies of the Publications Office of the EU for themes, languages, frequency and
//! file types. Every node is typed, because the full set of shapes asks for the class of what a property points at.

use super::{
    licence,
    rdf::{Graph, iri, text, thing, typed},
};
use crate::{
    connect::time::Moment,
    pack::Pack,
    period::Period,
    source::{Reuse, Source},
};

const EU: &str = "http://publications.europa.eu/resource/authority";

/// Who publishes the catalogue, and where.
#[derive(Debug, Clone)]
pub struct Publisher {
    /// Address the twin is served from, ending in `/`.
    pub base: String,
    /// Name of who runs it.
    pub name: String,
    /// A web page or mail address (`mailto:`) for questions.
    pub contact: String,
}

/// An indicator as the catalogue lists it.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Names in Portuguese and English.
    pub name: [String; 2],
    /// What it says, in Portuguese and English.
    pub about: [String; 2],
}

/// The catalogue of packs, their sources and the indicators.
pub fn catalogue(publisher: &Publisher, packs: &[Pack], indicators: &[Indicator]) -> Graph {
    let mut writer =
        Writer { graph: Graph::default(), publisher, catalog: publisher.base.clone() + "catalogue" };
    writer.head();
    let mut sources: Vec<&Source> = packs.iter().flat_map(|p| &p.sources).collect();
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    sources.dedup_by(|a, b| a.id == b.id);
    for source in sources {
        writer.source(source);
    }
    for pack in packs {
        writer.pack(pack);
    }
    for indicator in indicators {
        writer.indicator(indicator, packs);
    }
    writer.graph
}

struct Writer<'a> {
    graph: Graph,
    publisher: &'a Publisher,
    catalog: String,
}

impl Writer<'_> {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.publisher.base)
    }

    fn both(&mut self, subject: &str, predicate: &str, [pt, en]: [&str; 2]) {
        self.graph.add(subject, predicate, text(pt, "pt"));
        self.graph.add(subject, predicate, text(en, "en"));
    }

    /// The catalogue itself, its publisher, and what every dataset points at.
    fn head(&mut self) {
        let (catalog, agent) = (self.catalog.clone(), self.at("publisher"));
        self.graph.a(&catalog, "dcat:Catalog");
        self.both(&catalog, "dcterms:title", ["Catálogo do gémeo digital", "Catalogue of the digital twin"]);
        let about = [
            "Conjuntos de dados, fontes e indicadores do gémeo.",
            "Datasets, sources and indicators of the twin.",
        ];
        self.both(&catalog, "dcterms:description", about);
        self.graph.add(&catalog, "dcterms:publisher", thing(&agent));
        self.graph.add(&catalog, "foaf:homepage", thing(&self.publisher.base));
        self.graph.a(&self.publisher.base, "foaf:Document");
        self.agent(&agent, &self.publisher.name.clone());
        for code in ["POR", "ENG"] {
            let language = format!("{EU}/language/{code}");
            self.graph.a(&language, "dcterms:LinguisticSystem");
            self.graph.add(&catalog, "dcterms:language", thing(&language));
        }
        let contact = self.at("contact");
        self.graph.a(&contact, "vcard:Kind");
        self.graph.add(&contact, "vcard:fn", text(&self.publisher.name, "pt"));
        let kind =
            if self.publisher.contact.starts_with("mailto:") { "vcard:hasEmail" } else { "vcard:hasURL" };
        self.graph.add(&contact, kind, thing(&self.publisher.contact));
        self.concept(
            &format!("{EU}/data-theme/ENVI"),
            ["Ambiente", "Environment"],
            &format!("{EU}/data-theme"),
        );
        self.graph.a(&format!("{EU}/data-theme"), "skos:ConceptScheme");
        self.both(&format!("{EU}/data-theme"), "dcterms:title", ["Temas", "Data themes"]);
        self.graph.add(&catalog, "dcat:themeTaxonomy", thing(&format!("{EU}/data-theme")));
    }

    fn agent(&mut self, agent: &str, name: &str) {
        self.graph.a(agent, "foaf:Agent");
        self.graph.add(agent, "foaf:name", text(name, "pt"));
    }

    fn concept(&mut self, concept: &str, names: [&str; 2], scheme: &str) {
        self.graph.a(concept, "skos:Concept");
        self.both(concept, "skos:prefLabel", names);
        self.graph.add(concept, "skos:inScheme", thing(scheme));
    }

    /// What every dataset has.
    fn dataset(&mut self, id: &str, titles: [&str; 2], about: [&str; 2], publisher: &str) {
        let catalog = self.catalog.clone();
        self.graph.a(id, "dcat:Dataset");
        self.graph.add(&catalog, "dcat:dataset", thing(id));
        self.both(id, "dcterms:title", titles);
        self.both(id, "dcterms:description", about);
        self.graph.add(id, "dcterms:identifier", typed(id.trim_start_matches("../"), "string"));
        self.graph.add(id, "dcterms:publisher", thing(publisher));
        self.graph.add(id, "dcat:contactPoint", thing(&self.at("contact")));
        self.graph.add(id, "dcat:theme", thing(&format!("{EU}/data-theme/ENVI")));
        let frequency = format!("{EU}/frequency/IRREG");
        self.graph.a(&frequency, "dcterms:Frequency");
        self.graph.add(id, "dcterms:accrualPeriodicity", thing(&frequency));
    }

    /// A publication that figures were read from.
    fn source(&mut self, source: &Source) {
        let id = self.at(&format!("catalogue/source/{}", source.id));
        let agent = self.at(&format!("catalogue/publisher/{}", slug(&source.publisher)));
        self.agent(&agent, &source.publisher);
        let en = format!("Publication that figures were read from: {}. {}", source.title, source.citation);
        let pt = format!("Publicação de que se leram valores: {}. {}", source.title, source.citation);
        self.dataset(&id, [&source.title, &source.title], [&pt, &en], &agent);
        self.provenance(&id, &source.citation);
        let distribution = format!("{id}/distribution");
        self.graph.a(&distribution, "dcat:Distribution");
        self.graph.add(&id, "dcat:distribution", thing(&distribution));
        let address = address(&source.citation).unwrap_or_else(|| self.at("pt/sources/"));
        self.graph.add(&distribution, "dcat:accessURL", thing(&address));
        let licence = self.licence(source);
        self.graph.add(&distribution, "dcterms:license", thing(&licence));
        self.rights(&distribution, &source.attribution);
        let access = match source.reuse {
            Reuse::Open => "PUBLIC",
            Reuse::Cite => "RESTRICTED",
        };
        self.access(&id, access);
    }

    fn access(&mut self, dataset: &str, right: &str) {
        let rights = format!("{EU}/access-right/{right}");
        self.graph.a(&rights, "dcterms:RightsStatement");
        self.graph.add(dataset, "dcterms:accessRights", thing(&rights));
    }

    fn provenance(&mut self, dataset: &str, words: &str) {
        let statement = format!("{dataset}/provenance");
        self.graph.a(&statement, "dcterms:ProvenanceStatement");
        self.graph.add(&statement, "rdfs:label", text(words, "en"));
        self.graph.add(dataset, "dcterms:provenance", thing(&statement));
    }

    fn rights(&mut self, distribution: &str, attribution: &str) {
        let rights = format!("{distribution}/rights");
        self.graph.a(&rights, "dcterms:RightsStatement");
        self.graph.add(&rights, "rdfs:label", text(attribution, "pt"));
        self.graph.add(distribution, "dcterms:rights", thing(&rights));
    }

    /// The licence of a source: by the address of a known one, else as the publisher words it.
    fn licence(&mut self, source: &Source) -> String {
        let known =
            [("CC BY 4.0", "CC_BY_4_0"), ("CC0", "CC0"), ("ODbL", "ODC_BL"), ("CC BY-SA 4.0", "CC_BYSA_4_0")];
        let known = known.iter().find(|(words, _)| source.licence.starts_with(words));
        let licence = match known {
            Some((_, code)) => format!("{EU}/licence/{code}"),
            None => self.at(&format!("catalogue/licence/{}", slug(&source.licence))),
        };
        self.graph.a(&licence, "dcterms:LicenseDocument");
        self.graph.add(&licence, "rdfs:label", text(&source.licence, "en"));
        licence
    }

    /// A city's pack: a dataset with a distribution for each file.
    fn pack(&mut self, pack: &Pack) {
        let (city, name) = (pack.manifest.city.clone(), pack.profile.name.clone());
        let id = self.at(&format!("catalogue/pack/{city}"));
        let titles = [format!("Dados de {name}"), format!("Data of {name}")];
        let about = [
            format!(
                "Emissões, energia, mobilidade, ambiente e edifícios de {name}, cada valor com a sua fonte."
            ),
            format!(
                "Emissions, energy, mobility, environment and buildings of {name}, every figure with its source."
            ),
        ];
        let agent = self.at("publisher");
        self.dataset(&id, [&titles[0], &titles[1]], [&about[0], &about[1]], &agent);
        self.access(&id, "PUBLIC");
        self.provenance(&id, &format!("Built by gemeo pack build; manifest SHA-256 {}", pack.hash));
        self.graph.add(&id, "dcat:version", typed(&pack.manifest.vintage, "string"));
        for source in &pack.sources {
            self.graph.add(
                &id,
                "dcterms:source",
                thing(&self.at(&format!("catalogue/source/{}", source.id))),
            );
        }
        self.place(&id, pack);
        self.time(&id, pack);
        for (file, entry) in &pack.manifest.files {
            let distribution = format!("{id}/{file}");
            let url = self.at(&format!("packs/{city}/{file}"));
            self.graph.a(&distribution, "dcat:Distribution");
            self.graph.add(&id, "dcat:distribution", thing(&distribution));
            self.graph.add(&distribution, "dcterms:title", text(file, "en"));
            self.graph.add(&distribution, "dcat:accessURL", thing(&url));
            self.graph.add(&distribution, "dcat:downloadURL", thing(&url));
            self.graph.add(&distribution, "dcat:byteSize", typed(entry.bytes, "nonNegativeInteger"));
            self.format(&distribution);
            self.checksum(&distribution, &entry.sha256);
            let mixed = self.at("catalogue/licence/by-source");
            self.graph.a(&mixed, "dcterms:LicenseDocument");
            let words = [
                "A licença de cada valor é a da sua fonte (sources.json).",
                "Each figure has the licence of its source (sources.json).",
            ];
            self.both(&mixed, "rdfs:label", words);
            self.graph.add(&distribution, "dcterms:license", thing(&mixed));
            self.rights(&distribution, &licence::attributions(&pack.sources).join("; "));
        }
    }

    fn format(&mut self, distribution: &str) {
        let (kind, media) =
            (format!("{EU}/file-type/JSON"), "https://www.iana.org/assignments/media-types/application/json");
        self.graph.a(&kind, "dcterms:MediaTypeOrExtent");
        self.graph.a(media, "dcterms:MediaType");
        self.graph.add(distribution, "dcterms:format", thing(&kind));
        self.graph.add(distribution, "dcat:mediaType", thing(media));
    }

    fn checksum(&mut self, distribution: &str, sha256: &str) {
        let checksum = format!("{distribution}/checksum");
        self.graph.a(&checksum, "spdx:Checksum");
        self.graph.a("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm");
        self.graph.add(&checksum, "spdx:algorithm", thing("spdx:checksumAlgorithm_sha256"));
        self.graph.add(&checksum, "spdx:checksumValue", typed(sha256, "hexBinary"));
        self.graph.add(distribution, "spdx:checksum", thing(&checksum));
    }

    fn place(&mut self, dataset: &str, pack: &Pack) {
        let place = self.at(&format!("place/city/{}", pack.profile.code));
        let [w, s, e, n] = pack.profile.bbox;
        self.graph.a(&place, "dcterms:Location");
        self.graph.add(&place, "skos:prefLabel", text(&pack.profile.name, "pt"));
        let wkt = format!("POLYGON(({w} {s}, {e} {s}, {e} {n}, {w} {n}, {w} {s}))");
        self.graph.add(&place, "dcat:bbox", super::rdf::Term::Typed(wkt, iri("geo:wktLiteral")));
        self.graph.add(dataset, "dcterms:spatial", thing(&place));
    }

    fn time(&mut self, dataset: &str, pack: &Pack) {
        let periods = pack.core.period().iter().chain(pack.detail.iter().flat_map(|t| t.period()));
        let years: Vec<i32> = periods.map(|p| p.year()).collect();
        let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { return };
        let span = format!("{dataset}/period");
        self.graph.a(&span, "dcterms:PeriodOfTime");
        self.graph.add(&span, "dcat:startDate", typed(format!("{first:04}-01-01"), "date"));
        // The end of a year that is not over yet says how far the series go, not what is in them.
        self.graph.add(&span, "dcat:endDate", typed(format!("{last:04}-12-31"), "date"));
        self.graph.add(dataset, "dcterms:temporal", thing(&span));
        debug_assert!(Moment::of(Period::Year(*first)).is_some());
    }

    /// An indicator: a dataset whose distributions are its page and the packs it is computed from.
    fn indicator(&mut self, indicator: &Indicator, packs: &[Pack]) {
        let id = self.at(&format!("catalogue/indicator/{}", indicator.id));
        let [pt, en] = &indicator.name;
        let [about_pt, about_en] = &indicator.about;
        let agent = self.at("publisher");
        self.dataset(&id, [pt, en], [about_pt, about_en], &agent);
        self.access(&id, "PUBLIC");
        for pack in packs {
            self.graph.add(
                &id,
                "dcterms:source",
                thing(&self.at(&format!("catalogue/pack/{}", pack.manifest.city))),
            );
        }
        let (page, distribution) =
            (self.at(&format!("pt/indicators/{}/", indicator.id)), format!("{id}/page"));
        self.graph.a(&page, "foaf:Document");
        self.graph.add(&id, "dcat:landingPage", thing(&page));
        self.graph.a(&distribution, "dcat:Distribution");
        self.graph.add(&id, "dcat:distribution", thing(&distribution));
        self.graph.add(&distribution, "dcat:accessURL", thing(&page));
    }
}

/// The address a twin is served from, ending in `/`; or `../`, for a file one folder below it: addresses are then relative and
/// hold wherever the twin is served (RFC 3986 §5; Turtle §6.3, JSON-LD 1.1 §3.2).
///
/// # Errors
/// Says what to write where it is none.
pub fn web_address(base: &str) -> Result<String, String> {
    if base == "../" {
        return Ok(base.into());
    }
    let plain =
        |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`');
    let known =
        ["https://", "http://"].iter().any(|scheme| base.starts_with(scheme) && base.len() > scheme.len());
    if !known || !base.chars().all(plain) {
        return Err(format!(
            "“{base}” is not a web address; write --base https://…/, or --base ../ for a file of the site itself"
        ));
    }
    Ok(format!("{}/", base.trim_end_matches('/')))
}

/// The first web address in a citation.
fn address(citation: &str) -> Option<String> {
    let begin = citation.find("https://").or_else(|| citation.find("http://"))?;
    let rest = &citation[begin..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '>' | '"'))
        .unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('.').into())
}

/// Letters and digits of a name, for an address.
fn slug(name: &str) -> String {
    let plain = crate::connect::text::plain(name);
    plain.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join("-").chars().take(80).collect()
}
