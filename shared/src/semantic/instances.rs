//! A city in the terms of the knowledge model: its places, promises and observations.

use super::{
    ontology::term,
    rdf::{Graph, text, thing, typed},
};
use crate::{
    geo::{GeoId, Level},
    observation::Observation,
    pack::Pack,
};

/// Everything a pack says, below `base`; a pack that is open in part gives what is there.
pub fn instances(base: &str, pack: &Pack) -> Graph {
    let mut writer = Writer { base, pack, graph: Graph::default() };
    writer.places();
    writer.targets();
    let tables = [Some(&pack.core), pack.detail.as_ref()];
    for row in tables.into_iter().flatten().flat_map(|t| t.rows()) {
        writer.observation(&row.to_observation());
    }
    writer.graph
}

struct Writer<'a> {
    base: &'a str,
    pack: &'a Pack,
    graph: Graph,
}

impl Writer<'_> {
    fn term(&self, id: &str) -> String {
        term(self.base, id)
    }

    /// Where things of the city have their addresses.
    fn place(&self, geo: &GeoId) -> String {
        format!("{}place/{geo}", self.base)
    }

    fn city(&self) -> String {
        format!("{}place/city/{}", self.base, self.pack.profile.code)
    }

    fn named(&mut self, id: &str, class: &str, name: &str) {
        let class = self.term(class);
        self.graph.a(id, &class);
        let place = self.term("Place");
        self.graph.a(id, &place);
        self.graph.add(id, "rdfs:label", text(name, "pt"));
    }

    fn places(&mut self) {
        let city = self.city();
        self.named(&city, "City", &self.pack.profile.name.clone());
        let pack = self.pack;
        let Some(geography) = &pack.geography else { return };
        for level in [Level::Parish2013, Level::Parish2025] {
            for parish in geography.parishes(level) {
                let id = self.place(&GeoId { level, code: parish.code.clone() });
                self.named(&id, "Parish", &parish.name);
                self.graph.add(&id, &self.term("partOf"), thing(&city));
                self.graph.add(&id, "geo:sfWithin", thing(&city));
                self.graph.add(&id, "dcterms:conformsTo", thing(&self.term(level.as_str())));
            }
        }
        for station in geography.stations() {
            let id = self.place(&GeoId { level: Level::Station, code: station.code.clone() });
            self.named(&id, "Station", &station.name);
            self.graph.add(&id, "geo:sfWithin", thing(&city));
        }
    }

    fn targets(&mut self) {
        for target in &self.pack.targets {
            let id = format!("{}target/{}/{}", self.base, self.pack.manifest.city, target.id);
            self.graph.a(&id, &self.term("Target"));
            self.graph.add(&id, "rdfs:label", text(&target.title.pt, "pt"));
            self.graph.add(&id, "rdfs:label", text(&target.title.en, "en"));
            self.graph.add(&id, &self.term("promisedBy"), thing(&self.city()));
            self.graph.add(&id, &self.term("targetYear"), typed(target.target_year, "integer"));
            if let Some(percent) = target.reduction_pct {
                self.graph.add(&id, &self.term("reduction"), typed(percent, "decimal"));
            }
            self.graph.add(&id, &self.term("inForce"), typed(target.current, "boolean"));
        }
    }

    /// A value of a concept at a place and period. One that is absent on purpose has its notation key and no value.
    fn observation(&mut self, o: &Observation) {
        let dims: Vec<String> = o.series.dims.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let key = format!("{}/{}/{}/{}", o.series.concept, dims.join(";"), o.geo, o.period);
        let id = format!("{}observation/{}", self.base, escape(&key));
        for class in [self.term("Observation"), "sosa:Observation".into(), "qb:Observation".into()] {
            self.graph.a(&id, &class);
        }
        let concept = self.term(&o.series.concept);
        let place = self.place(&o.geo);
        self.graph.add(&id, "sosa:observedProperty", thing(&concept));
        self.graph.add(&id, "sosa:hasFeatureOfInterest", thing(&place));
        self.graph.add(&id, "sdmx-d:refArea", thing(&place));
        self.graph.add(&id, "sdmx-d:refPeriod", typed(o.period, "string"));
        self.graph.add(&id, "sdmx-a:unitMeasure", typed(&o.series.unit, "string"));
        self.graph.add(&id, "sdmx-a:obsStatus", typed(format!("{:?}", o.status), "string"));
        self.graph.add(
            &id,
            "qb:dataSet",
            thing(&format!("{}catalogue/pack/{}", self.base, self.pack.manifest.city)),
        );
        self.graph.add(&id, "dcterms:source", thing(&format!("{}catalogue/source/{}", self.base, o.source)));
        for (dimension, member) in &o.series.dims {
            self.graph.add(&id, &self.term(&format!("dimension/{dimension}")), typed(member, "string"));
        }
        if let Some(value) = o.value {
            self.graph.add(&id, "sdmx-m:obsValue", typed(value, "decimal"));
        }
        if let Some(key) = o.notation {
            self.graph.add(&id, &self.term("notationKey"), typed(format!("{key:?}"), "string"));
        }
    }
}

/// A key as part of an address (RFC 3986: what is not unreserved, or one of `/;=:+,`, is written in per cent).
fn escape(key: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/;=:+,".contains(&b);
    key.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_key_is_a_part_of_an_address() {
        assert_eq!(escape("a/b=1;c=<2>/µ"), "a/b=1;c=%3C2%3E/%C2%B5");
    }
}
