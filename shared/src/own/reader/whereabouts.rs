//! Where a row is about.

use super::{MAX_NAMES, MAX_REMEMBERED, Reader, Value};
use crate::{
    geo::{GeoId, Level},
    own::{FaultCode, How, NameRead, NamedPlace, PlaceFrom, PlaceHow, guess::is_plain, parse::code_of},
};

/// What a text of the place column means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Where {
    Place(u32),
    Fault(FaultCode),
}

impl Reader<'_> {
    fn place_number(&mut self, geo: &GeoId) -> u32 {
        if let Some(number) = self.places.get(geo) {
            return *number;
        }
        let name = self.known.get(geo).map_or_else(|| geo.code.clone(), |p| p.name.clone());
        self.place_list.push(NamedPlace { geo: geo.clone(), name });
        let number = self.place_list.len() as u32 - 1;
        self.places.insert(geo.clone(), number);
        number
    }

    /// The place of a row, or none with a fault.
    pub(super) fn place(&mut self, row: u64, cells: &[Value<'_>]) -> Option<u32> {
        let (column, within) = match &self.mapping.place {
            PlaceFrom::Fixed(geo) => return Some(self.place_number(&geo.clone())),
            PlaceFrom::Column { column, within, .. } => (*column, *within),
        };
        let text = |c: usize| cells.get(c).map(Value::text).unwrap_or_default();
        let (name, city) = (text(column), within.map(text).unwrap_or_default());
        if let Some((said, Where::Place(number))) = &self.stayed
            && (&*said.0, &*said.1) == (&*name, &*city)
        {
            if let Some(listed) = self.names.get_mut(&*name) {
                listed.rows += 1;
            }
            return Some(*number);
        }
        let key = (name.into_owned(), city.into_owned());
        let found = match self.wheres.get(&key) {
            Some(found) => *found,
            None => {
                let found = self.understand(&key.0, &key.1);
                if self.wheres.len() >= MAX_REMEMBERED {
                    self.wheres.clear();
                }
                self.wheres.insert(key.clone(), found);
                found
            }
        };
        if let Some(name) = self.names.get_mut(&key.0) {
            name.rows += 1;
        }
        self.stayed = Some((key.clone(), found));
        match found {
            Where::Place(number) => Some(number),
            Where::Fault(code) => {
                self.fault(code, row, column, &key.0);
                None
            }
        }
    }

    /// What a text of the place column means; what is not plain is listed.
    fn understand(&mut self, text: &str, city: &str) -> Where {
        let PlaceFrom::Column { how, edition, within, .. } = &self.mapping.place else {
            return Where::Fault(FaultCode::Place);
        };
        if let Some(geo) = self.mapping.names.get(text) {
            self.list(text, How::Chosen, Some(geo));
            return Where::Place(self.place_number(&geo.clone()));
        }
        if *how == PlaceHow::Code {
            return match code_of(text, *edition, self.known) {
                Some(geo) => Where::Place(self.place_number(&geo)),
                None => {
                    self.list(text, How::Unknown, None);
                    Where::Fault(FaultCode::Place)
                }
            };
        }
        let city = within.map(|_| {
            let found = self.known.named(city, Level::City, None).at;
            found.map(|at| self.known.places[at].city.clone()).or_else(|| {
                code_of(city, *edition, self.known).filter(|g| g.level == Level::City).map(|g| g.code)
            })
        });
        // The row says that it is about a municipality that is not here.
        if city == Some(None) {
            return Where::Fault(FaultCode::City);
        }
        let found = self.known.named(text, *edition, city.flatten().as_deref());
        match found.at {
            Some(at) => {
                let geo = self.known.places[at].geo.clone();
                if !is_plain(found.how) {
                    self.list(text, found.how, Some(&geo));
                }
                Where::Place(self.place_number(&geo))
            }
            None => {
                self.list(text, found.how, None);
                let several = found.how == How::Ambiguous;
                Where::Fault(if several { FaultCode::Ambiguous } else { FaultCode::Place })
            }
        }
    }

    fn list(&mut self, text: &str, how: How, geo: Option<&GeoId>) {
        if self.names.len() >= MAX_NAMES || text.is_empty() {
            return;
        }
        let PlaceFrom::Column { edition, .. } = &self.mapping.place else { return };
        let named = |geo: &GeoId| {
            (geo.clone(), self.known.get(geo).map_or_else(|| geo.code.clone(), |p| p.name.clone()))
        };
        let maybe = if geo.is_none() { self.known.maybe(text, *edition) } else { Vec::new() };
        let maybe = maybe.into_iter().map(|at| named(&self.known.places[at].geo)).collect();
        let read = NameRead { found: text.to_owned(), how, place: geo.map(named), maybe, rows: 0 };
        self.names.insert(text.to_owned(), read);
    }
}
