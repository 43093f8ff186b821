//! Strong entity tags from the content of files, computed once for each version of a file.

use std::{
    collections::HashMap,
    fs::{File, Metadata},
    io::{self, Read, Seek},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

/// More files than a twin has; beyond it the memory starts anew rather than grow.
const MOST_REMEMBERED: usize = 20_000;

/// Remembers the tag of each file as long as its length and times stay the same.
#[derive(Debug, Default)]
pub struct Tags {
    known: Mutex<HashMap<PathBuf, (Version, String)>>,
}

/// What tells two versions of a file apart without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    len: u64,
    modified: Option<SystemTime>,
    /// A file replaced by renaming another over it gets a new one, even with the time preserved.
    inode: (u64, u64),
    /// When it last changed, which no program can set: seconds since 1970 and nanoseconds.
    changed: Option<(i64, i64)>,
}

impl Tags {
    /// The tag of an open file, quotes included; the file is left at its beginning.
    pub fn of(&self, place: &Path, file: &mut File, about: &Metadata) -> io::Result<String> {
        let version = Version::of(about);
        if let Some(tag) = self.recall(place, version) {
            return Ok(tag);
        }
        let tag = hash(file)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(place.to_path_buf(), (version, tag.clone()));
        Ok(tag)
    }

    fn recall(&self, place: &Path, version: Version) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(place).filter(|(seen, _)| *seen == version).map(|(_, tag)| tag.clone())
    }
}

impl Version {
    /// The version of what this is said of.
    pub fn of(about: &Metadata) -> Self {
        #[cfg(unix)]
        let (inode, changed) = {
            use std::os::unix::fs::MetadataExt;
            ((about.dev(), about.ino()), Some((about.ctime(), about.ctime_nsec())))
        };
        #[cfg(not(unix))]
        let (inode, changed) = ((0, 0), None);
        Self { len: about.len(), modified: about.modified().ok(), inode, changed }
    }

    /// When it last changed, as far as that is known.
    pub fn changed(self) -> Option<SystemTime> {
        let Some((seconds, nanos)) = self.changed else { return self.modified };
        let since = Duration::new(u64::try_from(seconds).ok()?, u32::try_from(nanos).ok()?);
        SystemTime::UNIX_EPOCH.checked_add(since)
    }
}

/// The first 128 bits of SHA-256: enough that two versions never share a tag.
fn hash(file: &mut File) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match file.read(&mut chunk)? {
            0 => break,
            read => hasher.update(&chunk[..read]),
        }
    }
    file.rewind()?;
    let digits: String = hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("\"{digits}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(tags: &Tags, place: &Path) -> String {
        let mut file = File::open(place).expect("open");
        let about = file.metadata().expect("metadata");
        tags.of(place, &mut file, &about).expect("tag")
    }

    #[test]
    fn the_tag_follows_the_content() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let tags = Tags::default();
        std::fs::write(&one, "abc").expect("write");
        std::fs::write(&two, "abc").expect("write");
        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        assert_eq!(tag(&tags, &one), "\"ba7816bf8f01cfea414140de5dae2223\"");
        assert_eq!(tag(&tags, &one), tag(&tags, &two));
        std::fs::write(&one, "abcd").expect("write");
        assert_ne!(tag(&tags, &one), tag(&tags, &two));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_replaced_with_its_time_preserved_gets_a_new_tag() {
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        let tags = Tags::default();
        std::fs::write(&old, "abc").expect("write");
        std::fs::write(&new, "xyz").expect("write");
        let before = tag(&tags, &old);
        let time = std::fs::metadata(&old).and_then(|about| about.modified()).expect("time");
        File::options().write(true).open(&new).and_then(|file| file.set_modified(time)).expect("set time");
        std::fs::rename(&new, &old).expect("rename");
        assert_ne!(tag(&tags, &old), before);
    }
}
