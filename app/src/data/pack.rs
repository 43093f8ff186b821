//! Reading a city's pack from shelf or network, and trusting no byte before its hash is right.
//!
//! A manifest is verified against the index, each file against the manifest. What is kept and wrong is thrown
//! away and fetched anew; what arrives wrong is fetched once more, past every cache, before it is an error.

use std::collections::BTreeMap;

use gemeo_shared::pack::{self, Index, IndexEntry, MANIFEST, Manifest, PackError, manifest::sha256};

use super::{
    DataError,
    shelf::{Origin, Shelf, ShelfError},
};

const INDEX_KEY: &str = "meta/index";

/// A pack as far as it was opened: its manifest and where its files are.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Id of the city.
    pub city: String,
    /// Folder of the pack below the packs.
    pub path: String,
    /// SHA-256 of the manifest.
    pub hash: String,
    /// Text of the manifest.
    pub text: String,
    /// The manifest.
    pub manifest: Manifest,
}

/// Shelf and network together.
#[derive(Debug)]
pub struct Library<S, O> {
    /// Where files are kept.
    pub shelf: S,
    /// Where they come from.
    pub origin: O,
}

impl<S: Shelf, O: Origin> Library<S, O> {
    /// The list of cities as it was kept at the last visit.
    pub async fn kept_index(&self) -> Option<Index> {
        let text = self.shelf.get(INDEX_KEY).await?;
        let index = Index::read(text.as_bytes()).ok();
        if index.is_none() {
            self.shelf.remove(INDEX_KEY).await;
        }
        index
    }

    /// The list of cities from the network, kept for the next visit.
    ///
    /// # Errors
    /// [`DataError`], when there is no answer or it is no list of cities.
    pub async fn fresh_index(&self) -> Result<Index, DataError> {
        let mut fault = None;
        for anew in [false, true] {
            let text = self.origin.fetch(pack::index::INDEX, anew).await?;
            match Index::read(text.as_bytes()) {
                Ok(index) => {
                    let _ = self.shelf.put(INDEX_KEY, &text).await;
                    return Ok(index);
                }
                Err(error) => fault = Some(error),
            }
        }
        Err(damaged(fault, pack::index::INDEX))
    }

    /// The manifest of a city that the index names.
    ///
    /// # Errors
    /// [`DataError`].
    pub async fn open(&self, entry: &IndexEntry) -> Result<Opened, DataError> {
        let city = &entry.profile.id;
        let text = self.file(city, &entry.path, MANIFEST, &entry.manifest, |text| {
            let found = sha256(text.as_bytes());
            let expected = entry.manifest.clone();
            let file = MANIFEST.to_owned();
            if found == expected { Ok(()) } else { Err(PackError::Hash { file, expected, found }) }
        });
        opened(city, &entry.path, text.await?)
    }

    /// The last pack of a city that was kept whole, for a visit without connection.
    pub async fn kept_pack(&self, entry: &IndexEntry) -> Option<Opened> {
        let city = &entry.profile.id;
        let hash = self.shelf.get(&whole_key(city)).await?;
        let text = self.shelf.get(&file_key(city, &hash)).await?;
        let whole = sha256(text.as_bytes()) == hash;
        whole.then(|| opened(city, &entry.path, text).ok())?
    }

    /// Some files of an opened pack, by name. Names that the pack has not are left out.
    ///
    /// # Errors
    /// [`DataError`] of the first file that is not to be had.
    pub async fn files(&self, pack: &Opened, names: &[&str]) -> Result<BTreeMap<String, String>, DataError> {
        let mut files = BTreeMap::new();
        for name in names {
            let Some(entry) = pack.manifest.files.get(*name) else { continue };
            let check = |text: &str| pack.manifest.verify(name, text.as_bytes());
            let text = self.file(&pack.city, &pack.path, name, &entry.sha256, check).await?;
            files.insert((*name).to_owned(), text);
        }
        Ok(files)
    }

    /// Notes that a city's pack is kept whole enough to open, and forgets the files of its older ones.
    pub async fn settle(&self, pack: &Opened) {
        if self.shelf.put(&whole_key(&pack.city), &pack.hash).await.is_err() {
            return;
        }
        let wanted: Vec<String> = pack
            .manifest
            .files
            .values()
            .map(|f| file_key(&pack.city, &f.sha256))
            .chain([file_key(&pack.city, &pack.hash)])
            .collect();
        for key in self.shelf.keys(&format!("{}/", pack.city)).await {
            if !wanted.contains(&key) {
                self.shelf.remove(&key).await;
            }
        }
    }

    /// One file by its hash: kept, or fetched and kept.
    async fn file(
        &self,
        city: &str,
        path: &str,
        name: &str,
        hash: &str,
        check: impl Fn(&str) -> Result<(), PackError>,
    ) -> Result<String, DataError> {
        let key = file_key(city, hash);
        if let Some(text) = self.shelf.get(&key).await {
            if check(&text).is_ok() {
                return Ok(text);
            }
            self.shelf.remove(&key).await;
        }
        let mut fault = None;
        for anew in [false, true] {
            let text = self.origin.fetch(&format!("{path}/{name}"), anew).await?;
            match check(&text) {
                Ok(()) => {
                    self.keep(city, &key, &text).await;
                    return Ok(text);
                }
                Err(error) => fault = Some(error),
            }
        }
        Err(damaged(fault, name))
    }

    /// Keeps a file; where there is no room, other cities make some. A file that cannot be kept is still used.
    async fn keep(&self, city: &str, key: &str, text: &str) {
        if self.shelf.put(key, text).await != Err(ShelfError::Full) {
            return;
        }
        let own = format!("{city}/");
        for other in self.shelf.keys("").await {
            if other != INDEX_KEY && !other.starts_with(&own) && other != whole_key(city) {
                self.shelf.remove(&other).await;
            }
        }
        let _ = self.shelf.put(key, text).await;
    }
}

fn opened(city: &str, path: &str, text: String) -> Result<Opened, DataError> {
    let manifest = Manifest::read(text.as_bytes()).map_err(|e| damaged(Some(e), MANIFEST))?;
    if manifest.city != city {
        let error = PackError::OtherCity {
            file: MANIFEST.into(),
            expected: city.into(),
            found: manifest.city.chars().take(64).collect(),
        };
        return Err(damaged(Some(error), MANIFEST));
    }
    let hash = sha256(text.as_bytes());
    Ok(Opened { city: city.into(), path: path.into(), hash, text, manifest })
}

fn file_key(city: &str, hash: &str) -> String {
    format!("{city}/{hash}")
}

fn whole_key(city: &str) -> String {
    format!("meta/whole/{city}")
}

fn damaged(fault: Option<PackError>, file: &str) -> DataError {
    match fault {
        Some(error @ PackError::NewerVersion { .. }) => DataError::Newer(error.to_string()),
        Some(error) => DataError::Damaged { file: file.into(), message: error.to_string() },
        None => DataError::Damaged { file: file.into(), message: String::new() },
    }
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
