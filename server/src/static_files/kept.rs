//! Files held in memory as they were sent last: an answer then needs no more of the disk than a look whether they still hold.

use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use axum::http::HeaderMap;
use bytes::Bytes;

use super::{
    etag::Version,
    negotiate::{Coding, codings},
};

/// Bytes that are held at most; beyond it the memory starts anew rather than grow.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// What an entry takes beside its bytes, roughly: headers, names, places.
const EACH: usize = 2048;
/// A file that changed less than so long ago may change again without that showing in its times.
const SETTLED: Duration = Duration::from_secs(2);

/// What was looked at to find an answer, and how it was then; none where nothing was there.
pub type Looked = Vec<(PathBuf, Option<Version>)>;

/// A file that was sent whole.
#[derive(Debug)]
pub struct Kept {
    /// What led to it; where any of it changed, the answer may be another.
    pub looked: Looked,
    /// The headers of its answer.
    pub headers: HeaderMap,
    /// Its entity tag.
    pub etag: String,
    /// Its content, coded.
    pub bytes: Bytes,
    /// Its names, for the log.
    pub file: Arc<str>,
}

impl Kept {
    fn holds(&self) -> bool {
        self.looked.iter().all(|(place, then)| Version::at(place) == *then)
    }

    fn size(&self) -> usize {
        self.bytes.len() + EACH
    }
}

/// The files by what was asked for: a path as it was sent, and codings in the order a client prefers them.
#[derive(Debug)]
pub struct KeptFiles {
    settled: Duration,
    known: Mutex<Known>,
}

/// What is held of one path, by the codings that were asked for.
type Variants = Vec<(Vec<Coding>, Arc<Kept>)>;

#[derive(Debug, Default)]
struct Known {
    files: HashMap<String, Variants>,
    bytes: usize,
}

impl Default for KeptFiles {
    fn default() -> Self {
        Self { settled: SETTLED, known: Mutex::default() }
    }
}

impl KeptFiles {
    /// The file, where it is held and nothing that led to it has changed since; `asked` says which codings it may have.
    pub fn get(&self, raw: &str, asked: &HeaderMap) -> Option<Arc<Kept>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let variants = known.files.get(raw)?;
        let codings = codings(asked);
        let kept = variants.iter().find(|(held, _)| *held == codings).map(|(_, kept)| Arc::clone(kept))?;
        // The disk is looked at without the lock.
        drop(known);
        kept.holds().then_some(kept)
    }

    /// Holds a file, unless it has only just changed.
    pub fn put(&self, raw: &str, codings: Vec<Coding>, kept: Kept) {
        if !kept.looked.iter().all(|(_, version)| version.is_none_or(|version| self.has_settled(version))) {
            return;
        }
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.bytes + kept.size() > MOST_BYTES {
            *known = Known::default();
        }
        let mut others = known.files.remove(raw).unwrap_or_default();
        if let Some(at) = others.iter().position(|(asked, _)| *asked == codings) {
            known.bytes -= others.swap_remove(at).1.size();
        }
        known.bytes += kept.size();
        others.push((codings, Arc::new(kept)));
        known.files.insert(raw.to_owned(), others);
    }

    fn has_settled(&self, version: Version) -> bool {
        // A time that lies ahead is that of another clock and says nothing.
        let age = version.changed().and_then(|changed| SystemTime::now().duration_since(changed).ok());
        age.is_some_and(|age| age >= self.settled)
    }
}

impl Version {
    /// The version of what lies there now; none where nothing does.
    pub fn at(place: &std::path::Path) -> Option<Self> {
        fs::metadata(place).ok().map(|about| Self::of(&about))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};
    use std::{fs::File, path::Path};

    fn files(settled: Duration) -> KeptFiles {
        KeptFiles { settled, ..KeptFiles::default() }
    }

    /// Headers of a client that takes these codings.
    fn takes(codings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(codings))])
    }

    fn kept(places: &[&Path], bytes: &[u8]) -> Kept {
        let looked = places.iter().map(|place| (place.to_path_buf(), Version::at(place))).collect();
        let (headers, bytes) = (HeaderMap::new(), Bytes::copy_from_slice(bytes));
        Kept { looked, headers, etag: String::new(), bytes, file: "".into() }
    }

    const BOTH: [Coding; 2] = [Coding::Brotli, Coding::Identity];

    #[test]
    fn what_led_to_an_answer_must_still_be_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let (plain, coded) = (folder.path().join("a"), folder.path().join("a.br"));
        fs::write(&plain, "abc").expect("write");
        let all = files(Duration::ZERO);
        let hold = || all.put("/a", BOTH.to_vec(), kept(&[&coded, &plain], b"abc"));
        let held = || all.get("/a", &takes("br")).map(|kept| kept.bytes.clone());
        hold();
        assert_eq!(held().as_deref(), Some(&b"abc"[..]));
        assert!(all.get("/a", &takes("identity")).is_none(), "other codings");
        assert!(all.get("/a/", &takes("br")).is_none(), "another address");

        fs::write(&coded, "x").expect("write");
        assert_eq!(held(), None, "there is a coded one now");
        hold();
        assert!(held().is_some());
        let time = fs::metadata(&plain).and_then(|about| about.modified()).expect("a time");
        fs::write(&plain, "abd").expect("write");
        File::options().write(true).open(&plain).and_then(|file| file.set_modified(time)).expect("set time");
        assert_eq!(held(), None, "changed in place, its time set back");
        hold();
        fs::remove_file(&plain).expect("remove");
        assert_eq!(held(), None, "gone");
    }

    #[test]
    fn what_has_only_just_changed_is_not_held() {
        let folder = tempfile::tempdir().expect("a folder");
        let plain = folder.path().join("a");
        fs::write(&plain, "abc").expect("write");
        let all = files(Duration::from_secs(3600));
        all.put("/a", BOTH.to_vec(), kept(&[&plain], b"abc"));
        assert!(all.get("/a", &takes("br")).is_none());
    }

    #[test]
    fn memory_is_bounded() {
        let all = files(Duration::ZERO);
        for number in 0..200 {
            let large = kept(&[], &vec![0; 1024 * 1024]);
            all.put(&format!("/{number}"), BOTH.to_vec(), large);
            let known = all.known.lock().expect("known");
            let held: usize = known.files.values().flatten().map(|(_, kept)| kept.size()).sum();
            assert_eq!(known.bytes, held);
            assert!(held <= MOST_BYTES);
        }
        for _ in 0..200 {
            all.put("/same", BOTH.to_vec(), kept(&[], &vec![0; 1024 * 1024]));
        }
        assert!(all.known.lock().expect("known").files.len() > 10, "one that comes again takes no more room");
    }
}
