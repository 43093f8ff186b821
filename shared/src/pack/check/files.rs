//! Files: present, listed, of the right size and hash, and readable.

use std::collections::BTreeMap;

use super::super::{CORE, DETAIL, GEOGRAPHY, Index, MANIFEST, Manifest, PackError, SOURCES};
use super::super::{file, index::INDEX, manifest};
use super::{Fault, Readable};

/// Every file a pack has beside its manifest.
const DATA: [&str; 4] = [CORE, DETAIL, GEOGRAPHY, SOURCES];

pub(super) fn read(files: &BTreeMap<String, Vec<u8>>, faults: &mut Vec<Fault>) -> Readable {
    let mut pack = Readable::default();
    match files.get(MANIFEST).map(|bytes| Manifest::read(bytes)) {
        Some(Ok(manifest)) => pack.manifest = Some(manifest),
        Some(Err(error)) => faults.push(error.into()),
        None => faults.push(PackError::Missing { file: MANIFEST.into() }.into()),
    }
    for (name, bytes) in files.iter().filter(|(name, _)| *name != MANIFEST) {
        let verified = pack.manifest.as_ref().map_or(Ok(()), |m| m.verify(name, bytes));
        faults.extend(verified.err().map(Fault::from));
    }
    let listed: Vec<&String> = pack.manifest.iter().flat_map(|m| m.files.keys()).collect();
    for name in DATA.into_iter().chain(listed.iter().map(|n| n.as_str())) {
        if !files.contains_key(name) {
            faults.push(PackError::Missing { file: name.into() }.into());
        } else if pack.manifest.is_some() && !listed.iter().any(|l| *l == name) {
            faults.push(PackError::Unlisted { file: name.into() }.into());
        }
    }
    contents(files, &mut pack, faults);
    pack
}

/// Reads what is in the files, right hash or not.
fn contents(files: &BTreeMap<String, Vec<u8>>, pack: &mut Readable, faults: &mut Vec<Fault>) {
    // Without a manifest the core says which city it is about.
    let core = part(files, CORE, faults, file::core);
    let city = pack.manifest.as_ref().map(|m| m.city.clone());
    let city = city.or_else(|| core.as_ref().map(|c| c.profile.id.clone())).unwrap_or_default();
    pack.core = core;
    pack.detail = part(files, DETAIL, faults, |b| file::detail(b, &city));
    pack.geography = part(files, GEOGRAPHY, faults, |b| file::geography(b, &city));
    pack.sources = part(files, SOURCES, faults, |b| file::sources(b, &city));
}

fn part<T>(
    files: &BTreeMap<String, Vec<u8>>,
    name: &str,
    faults: &mut Vec<Fault>,
    read: impl FnOnce(&[u8]) -> Result<T, PackError>,
) -> Option<T> {
    let bytes = files.get(name)?;
    // A file beyond the limit was reported with its size and is not read at all.
    if manifest::limit(name).is_some_and(|limit| bytes.len() as u64 > limit) {
        return None;
    }
    read(bytes).map_err(|error| faults.push(error.into())).ok()
}

/// Profile and targets: ids, codes and numbers that can be.
pub(super) fn profile(pack: &Readable, faults: &mut Vec<Fault>) {
    let Some(core) = &pack.core else { return };
    let mut fault =
        |column: &str, code: &str, message: String| faults.push(Fault::at(CORE, None, column, code, message));
    let profile = &core.profile;
    if let Some(manifest) = pack.manifest.as_ref().filter(|m| m.city != profile.id) {
        fault(
            "profile.id",
            "other-city",
            format!("“{}” where the manifest says “{}”", profile.id, manifest.city),
        );
    }
    let [west, south, east, north] = profile.bbox;
    let [lon, lat] = profile.centre;
    let within = |value: f64, low: f64, high: f64| (low..=high).contains(&value);
    if !(within(west, -180.0, east)
        && within(east, west, 180.0)
        && within(south, -90.0, north)
        && north <= 90.0)
    {
        fault(
            "profile.bbox",
            "range",
            format!("{:?} is not west, south, east, north in degrees", profile.bbox),
        );
    }
    if !(within(lon, west, east) && within(lat, south, north)) {
        fault("profile.centre", "range", format!("{:?} lies outside the bbox", profile.centre));
    }
    for (entry, target) in core.targets.iter().enumerate() {
        let column = |name: &str| format!("targets[{entry}].{name}");
        if target.reduction_pct.is_some_and(|p| !within(p, 0.0, 100.0)) {
            fault(&column("reduction_pct"), "range", "a reduction lies between 0 and 100 per cent".into());
        }
        if target.base_emissions_t.is_some_and(|t| t <= 0.0 || t.is_nan()) {
            fault(&column("base_emissions_t"), "negative", "base-year emissions are above zero".into());
        }
        if target.base_year.is_some_and(|y| y >= target.target_year) {
            fault(&column("base_year"), "range", "the base year lies before the target year".into());
        }
    }
}

/// Checks the index against the packs beside it: `manifests` gives each folder's manifest, as bytes.
pub fn index(bytes: &[u8], manifests: &BTreeMap<String, Vec<u8>>) -> Vec<Fault> {
    let index = match Index::read(bytes) {
        Ok(index) => index,
        Err(error) => return vec![Fault { file: INDEX.into(), ..error.into() }],
    };
    let mut faults = Vec::new();
    for (entry, city) in index.cities.iter().enumerate() {
        let mut fault = |name: &str, code: &str, message: String| {
            faults.push(Fault::at(INDEX, Some(entry), name, code, message));
        };
        match manifests.get(&city.path) {
            None => fault("path", "missing-file", format!("there is no pack in “{}”", city.path)),
            Some(bytes) => {
                let found = manifest::sha256(bytes);
                if found != city.manifest {
                    fault(
                        "manifest",
                        "hash",
                        format!("the manifest's SHA-256 is {found}; build the packs again"),
                    );
                }
                let of = Manifest::read(bytes).ok();
                if of.as_ref().is_some_and(|m| m.city != city.profile.id || m.vintage != city.vintage) {
                    fault("profile", "other-city", "city or vintage are not the manifest's".into());
                }
            }
        }
    }
    for path in manifests.keys().filter(|path| !index.cities.iter().any(|c| c.path == **path)) {
        faults.push(Fault::of_file(INDEX, "unlisted-file", format!("the pack in “{path}” is not listed")));
    }
    faults
}
