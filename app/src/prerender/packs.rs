//! The packs as pages see them: first files for most pages, whole packs with shapes for the maps.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use gemeo_shared::{
    geo::Level,
    indicator::{Catalogue, Engine},
    pack::{CORE, DETAIL, GEOGRAPHY, Geography, Index, MANIFEST, Pack, SOURCES, index::INDEX},
    view::CityView,
};

use super::site::{PrerenderError, read};
use crate::map::{places::Places, shelf::Shapes};

/// Every city.
pub struct Cities {
    /// The list of cities.
    pub index: Index,
    /// What a page shows first, as in the browser: from core and sources.
    pub first: Vec<CityView>,
    /// What a map shows: from all files.
    pub whole: Vec<CityView>,
    /// Shapes of the cities' places.
    pub shapes: Shapes,
}

impl Cities {
    /// Reads the packs that the index names.
    ///
    /// # Errors
    /// [`PrerenderError`] names the file or the city.
    pub fn read(packs: &Path) -> Result<Self, PrerenderError> {
        let index = Index::read(read(&packs.join(INDEX))?.as_bytes()).map_err(fault("index"))?;
        let engine = Engine::new(Catalogue::embedded()?);
        let (mut first, mut whole, mut shapes) = (Vec::new(), Vec::new(), BTreeMap::new());
        for city in &index.cities {
            let (id, folder) = (&city.profile.id, packs.join(&city.path));
            let mut files = BTreeMap::new();
            for name in [MANIFEST, CORE, SOURCES] {
                files.insert(name.to_owned(), read(&folder.join(name))?.into_bytes());
            }
            let mut pack = Pack::read(&files).map_err(fault(id))?;
            first.push(engine.city_view(&pack));
            // A city may have no parishes yet; its pack then has none of these files.
            for name in [GEOGRAPHY, DETAIL] {
                if pack.manifest.files.contains_key(name) {
                    pack.add(name, read(&folder.join(name))?.as_bytes()).map_err(fault(id))?;
                }
            }
            whole.push(engine.city_view(&pack));
            if let Some(geography) = &pack.geography {
                add_shapes(&mut shapes, id, geography)?;
            }
        }
        let give = move |city: &str, level: Level| shapes.get(&(city.to_owned(), level)).cloned();
        Ok(Self { index, first, whole, shapes: Shapes(Arc::new(give)) })
    }
}

type ByPlace = BTreeMap<(String, Level), Places>;

fn add_shapes(shapes: &mut ByPlace, city: &str, geography: &Geography) -> Result<(), PrerenderError> {
    for level in Level::ALL {
        let places = Places::read(level, &geography.to_geojson(level).to_string());
        let places =
            places.map_err(|error| PrerenderError::Shapes { city: city.to_owned(), level, error })?;
        if !places.places.is_empty() {
            shapes.insert((city.to_owned(), level), places);
        }
    }
    Ok(())
}

fn fault(city: &str) -> impl Fn(gemeo_shared::pack::PackError) -> PrerenderError + use<> {
    let city = city.to_owned();
    move |error| PrerenderError::Pack { city: city.clone(), error }
}
