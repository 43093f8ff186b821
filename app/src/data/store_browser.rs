//! Loading in the browser: what is kept first, what is new after it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

use gemeo_shared::{
    pack::{CORE, DETAIL, GEOGRAPHY, Index, IndexEntry, MANIFEST, SOURCES},
    protocol::Request,
    view::{CityView, Explanation},
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Store;
use crate::{
    browser::{MOMENT_MS, sleep},
    data::{
        DataError,
        browser::{Cupboard, Packs},
        pack::{Library, Opened},
    },
    notice::{self, Load},
    route::Page,
    work,
};

type Shelves = Library<Cupboard, Packs>;

thread_local! {
    static LIBRARY: RefCell<Option<Rc<Shelves>>> = const { RefCell::new(None) };
    /// Packs by city, as they were opened in the engine, with the names of the files it has.
    static OPENED: RefCell<BTreeMap<String, (Opened, Vec<&'static str>)>> = const { RefCell::new(BTreeMap::new()) };
    /// Cities whose detail is on its way.
    static COMING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

async fn library() -> Rc<Shelves> {
    if let Some(library) = LIBRARY.with(|l| l.borrow().clone()) {
        return library;
    }
    let library = Rc::new(Library { shelf: Cupboard::open().await, origin: Packs });
    LIBRARY.with(|l| l.borrow_mut().get_or_insert(library).clone())
}

impl Store {
    /// The kept list at once, then the one of today.
    pub(super) fn load_index(self) {
        let signal = self.index();
        spawn_local(async move {
            let library = library().await;
            if let Some(kept) = library.kept_index().await {
                signal.set(Load::Ready(Arc::new(kept)));
            }
            match library.fresh_index().await {
                Ok(fresh) => self.take_index(fresh),
                Err(error) if signal.with_untracked(|s| s.ready().is_none()) => {
                    signal.set(Load::Failed(error.fault()));
                }
                // why: a kept list serves as well until there is a connection again
                Err(_) => {}
            }
        });
    }

    /// Takes the list of today; cities that changed are loaded anew behind the page.
    fn take_index(self, fresh: Index) {
        let signal = self.index();
        let before = signal.with_untracked(|s| s.ready().cloned());
        if before.as_deref() == Some(&fresh) {
            return;
        }
        for city in &fresh.cities {
            let id = &city.profile.id;
            let changed =
                OPENED.with(|o| o.borrow().get(id).is_some_and(|(pack, _)| pack.hash != city.manifest));
            if changed {
                let (id, entry) = (id.clone(), city.clone());
                spawn_local(async move {
                    if let Ok(view) = load(&id, &entry).await {
                        self.city(&id).set(Load::Ready(Arc::new(view)));
                        notice::toast(crate::t!("data.renewed"));
                    }
                });
            }
        }
        signal.set(Load::Ready(Arc::new(fresh)));
    }

    /// Loads a city's view.
    pub(super) fn load_city(self, id: &str) {
        let (id, signal) = (id.to_owned(), self.city(id));
        spawn_local(async move {
            let result = match self.entry(&id).await {
                Ok(entry) => load(&id, &entry).await,
                Err(error) => Err(error),
            };
            signal.set(match result {
                Ok(view) => Load::Ready(Arc::new(view)),
                Err(error) => Load::Failed(error.fault()),
            });
        });
    }

    /// Adds the files with parishes, cells and outlines to a city's view; does nothing where they are there.
    pub fn need_detail(self, id: &str) {
        let id = id.to_owned();
        spawn_local(async move {
            if let Err(error) = self.detail(&id).await {
                self.city(&id).set(Load::Failed(error.fault()));
            }
        });
    }

    /// The same, for one who waits for it.
    ///
    /// # Errors
    /// [`DataError`].
    pub async fn detail(self, id: &str) -> Result<(), DataError> {
        self.whenever(id).await;
        // why wait: several parts of a page ask for it at once, and one answer serves all
        while COMING.with(|coming| coming.borrow().contains(id)) {
            sleep(MOMENT_MS).await;
        }
        let names = [GEOGRAPHY, DETAIL];
        let Some(pack) = OPENED.with(|o| {
            let opened = o.borrow();
            opened.get(id).filter(|(_, has)| !names.iter().all(|n| has.contains(n))).map(|(p, _)| p.clone())
        }) else {
            return Ok(());
        };
        COMING.with(|coming| coming.borrow_mut().insert(id.into()));
        let done = self.bring(id, &pack, &names).await;
        COMING.with(|coming| coming.borrow_mut().remove(id));
        done
    }

    /// Opens more files of a pack that is open.
    async fn bring(self, id: &str, pack: &Opened, names: &[&'static str]) -> Result<(), DataError> {
        let files = library().await.files(pack, names).await?;
        let view = work::ask::<CityView>(Request::Open { city: id.into(), files }).await?;
        OPENED.with(|o| {
            if let Some((_, has)) = o.borrow_mut().get_mut(id) {
                has.extend(names);
            }
        });
        self.city(id).set(Load::Ready(Arc::new(view)));
        Ok(())
    }

    /// The texts of an open city's pack by name, as they were verified.
    ///
    /// # Errors
    /// [`DataError`] of the first file that is not to be had.
    pub async fn files(self, id: &str) -> Result<BTreeMap<String, String>, DataError> {
        let pack = OPENED.with(|o| o.borrow().get(id).map(|(pack, _)| pack.clone()));
        let pack = pack.ok_or_else(|| DataError::NoCity(id.chars().take(64).collect()))?;
        library().await.files(&pack, &[CORE, DETAIL, GEOGRAPHY, SOURCES]).await
    }

    /// How one value came about.
    ///
    /// # Errors
    /// [`DataError::Engine`].
    pub async fn explain(self, request: Request) -> Result<Explanation, DataError> {
        work::ask(request).await
    }

    /// Keeps what was opened, and all that is opened from now on. Whether the browser does; private windows do not.
    pub async fn keep(self) -> bool {
        library().await.shelf.attach().await
    }

    /// Waits until a city is here or is known not to come.
    pub async fn whenever(self, id: &str) {
        let signal = self.city(id);
        while signal.with_untracked(Load::is_waiting) {
            sleep(MOMENT_MS).await;
        }
    }

    /// Waits until what a page shows first is here.
    pub async fn settled(self, page: &Page) {
        match page {
            Page::City(id) => {
                self.whenever(id).await;
                crate::components::turns::settled().await;
            }
            Page::Inventory(id) => self.whenever(id).await,
            Page::Home | Page::NotFound => self.listed().await,
            Page::Compare | Page::Sources => self.side_by_side().await,
            _ => crate::pages::late::settled(self, page).await,
        }
    }

    async fn listed(self) {
        let index = self.index();
        while index.with_untracked(Load::is_waiting) {
            sleep(MOMENT_MS).await;
        }
    }

    /// Waits for the cities that pages show side by side.
    pub async fn side_by_side(self) {
        self.listed().await;
        let index = self.index().get_untracked();
        let Some(index) = index.ready() else { return };
        for city in crate::components::cities::first(index) {
            self.whenever(&city).await;
        }
    }

    async fn entry(self, id: &str) -> Result<IndexEntry, DataError> {
        let signal = self.index();
        while signal.with_untracked(Load::is_waiting) {
            sleep(MOMENT_MS).await;
        }
        let index = signal.get_untracked();
        let Some(index) = index.ready() else {
            return Err(DataError::Network {
                file: "packs/index.json".into(),
                message: "no list of cities".into(),
            });
        };
        let entry = index.cities.iter().find(|c| c.profile.id == id);
        entry.cloned().ok_or_else(|| DataError::NoCity(id.chars().take(64).collect()))
    }
}

/// Opens a city in the engine from its first files; without connection, from the last pack that was kept.
async fn load(id: &str, entry: &IndexEntry) -> Result<CityView, DataError> {
    let library = library().await;
    let first = [CORE, SOURCES];
    let fresh = async {
        let pack = library.open(entry).await?;
        let files = library.files(&pack, &first).await?;
        Ok((pack, files))
    };
    let (pack, mut files) = match fresh.await {
        Ok(found) => found,
        Err(error) => match library.kept_pack(entry).await {
            Some(pack) => {
                let files = library.files(&pack, &first).await?;
                (pack, files)
            }
            None => return Err(error),
        },
    };
    files.insert(MANIFEST.into(), pack.text.clone());
    let view = work::ask::<CityView>(Request::Open { city: id.into(), files }).await?;
    library.settle(&pack).await;
    OPENED.with(|o| o.borrow_mut().insert(id.into(), (pack, first.to_vec())));
    Ok(view)
}

/// The files of every open city again, for an engine that was started anew.
pub(crate) async fn reopen(city: &str) -> Option<Request> {
    let (pack, names) = OPENED.with(|o| o.borrow().get(city).cloned())?;
    let mut files = library().await.files(&pack, &names).await.ok()?;
    files.insert(MANIFEST.into(), pack.text);
    Some(Request::Open { city: city.into(), files })
}
