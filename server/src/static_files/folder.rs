//! Looking a path up in the served folder.

use std::{
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{etag::Version, kept::Looked, media, negotiate::Coding, path::SitePath};

/// The page of a folder.
const INDEX: &str = "index.html";
/// The page for addresses that do not exist, where the build makes one.
const NOT_FOUND: &str = "404.html";
/// Files copied one after the other get times a little apart; a sibling this much older still counts.
const COPY_TIME: Duration = Duration::from_secs(2);

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file, with its names from the root down.
    File(Vec<String>),
    /// A folder with a page, asked for without the slash that its relative links need.
    FolderWithoutSlash,
    /// Nothing that is served.
    Nothing,
}

/// A file opened to be sent.
#[derive(Debug)]
pub struct Opened {
    /// Where it lies, the key of its entity tag.
    pub place: PathBuf,
    /// The file itself.
    pub file: File,
    /// Its length and times, taken from the open file.
    pub about: Metadata,
    /// How its content is coded.
    pub coding: Coding,
}

/// Finds what a path names below `root`; folders answer with their page and are never listed.
pub fn find(root: &Path, path: &SitePath) -> Found {
    let place = path.below(root);
    let Ok(about) = fs::metadata(&place) else { return Found::Nothing };
    if about.is_dir() {
        let page = place.join(INDEX);
        return match (is_served(root, &page), path.ends_with_slash()) {
            (false, _) => Found::Nothing,
            (true, false) => Found::FolderWithoutSlash,
            (true, true) => Found::File(with(path.segments(), INDEX)),
        };
    }
    let is_file = !path.ends_with_slash() && is_served(root, &place) && !is_sibling(&place);
    if is_file { Found::File(path.segments().to_vec()) } else { Found::Nothing }
}

/// The page to show where an address does not exist: the not-found page of the language, the
/// common one, or the app's shell, which shows its own.
pub fn not_found_page(root: &Path, path: Option<&SitePath>) -> Option<Vec<String>> {
    let language =
        path.and_then(|path| path.segments().first()).map(|first| vec![first.clone(), NOT_FOUND.into()]);
    let candidates = [language, Some(vec![NOT_FOUND.into()]), Some(vec![INDEX.into()])];
    let exists = |names: &Vec<String>| is_served(root, &place_of(root, names));
    candidates.into_iter().flatten().find(exists)
}

/// Opens the first of the codings that lies there and is not older than the file itself.
pub fn open(root: &Path, names: &[String], codings: &[Coding]) -> io::Result<Opened> {
    let plain = place_of(root, names);
    let modified = fs::metadata(&plain)?.modified().ok();
    let compressed = codings.iter().take_while(|coding| **coding != Coding::Identity);
    let mut opened = compressed.filter_map(|coding| open_sibling(root, &plain, *coding));
    let fresh = |opened: &Opened| !is_stale(modified, opened.about.modified().ok());
    match opened.find(fresh) {
        Some(opened) => Ok(opened),
        None => open_as(plain, Coding::Identity),
    }
}

/// A compressed file left over from an earlier build must not stand for a newer page.
fn is_stale(plain: Option<SystemTime>, sibling: Option<SystemTime>) -> bool {
    let (Some(plain), Some(sibling)) = (plain, sibling) else { return false };
    plain.duration_since(sibling).is_ok_and(|older| older > COPY_TIME)
}

fn open_sibling(root: &Path, plain: &Path, coding: Coding) -> Option<Opened> {
    let sibling = sibling_of(plain, coding);
    if is_served(root, &sibling) { open_as(sibling, coding).ok() } else { None }
}

fn open_as(place: PathBuf, coding: Coding) -> io::Result<Opened> {
    let file = File::open(&place)?;
    let about = file.metadata()?;
    Ok(Opened { place, file, about, coding })
}

/// What [`open`] looks at to choose a coding, and how it is now.
pub fn look(root: &Path, names: &[String], codings: &[Coding], chosen: Coding) -> Looked {
    let plain = place_of(root, names);
    let up_to = codings.iter().position(|coding| *coding == chosen).map_or(codings.len(), |last| last + 1);
    let coded = codings[..up_to].iter().filter(|coding| **coding != Coding::Identity);
    let places = coded.map(|coding| sibling_of(&plain, *coding)).chain([plain.clone()]);
    let look = |place: PathBuf| {
        let version = Version::at(&place);
        (place, version)
    };
    places.map(look).collect()
}

/// A regular file that, links followed, still lies below the root.
fn is_served(root: &Path, place: &Path) -> bool {
    let inside = || Some(place.canonicalize().ok()?.starts_with(root.canonicalize().ok()?));
    place.is_file() && inside() == Some(true)
}

/// `app.js.br` beside `app.js` is a coding of it and has no address of its own.
fn is_sibling(place: &Path) -> bool {
    let coded = [Coding::Brotli, Coding::Gzip];
    let plain = |coding: Coding| place.to_str()?.strip_suffix(coding.suffix()).map(Path::new);
    coded.into_iter().filter_map(plain).any(Path::is_file)
}

fn sibling_of(plain: &Path, coding: Coding) -> PathBuf {
    let mut name = plain.as_os_str().to_owned();
    name.push(coding.suffix());
    name.into()
}

fn place_of(root: &Path, names: &[String]) -> PathBuf {
    names.iter().fold(root.to_path_buf(), |place, name| place.join(name))
}

fn with(names: &[String], last: &str) -> Vec<String> {
    names.iter().cloned().chain([last.to_owned()]).collect()
}

/// The media type of a file by its last name.
pub fn media_type_of(names: &[String]) -> &'static str {
    media::media_type(names.last().map_or("", String::as_str))
}
