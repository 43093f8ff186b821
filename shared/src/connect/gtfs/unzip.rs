//! The files of a zip archive by name, bounded in number and in what they unpack to.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::connect::{ConnectError, Input};

/// Files of an archive.
const MAX_FILES: usize = 200;
/// Bytes of all files, unpacked: a bomb claims little and unpacks to much, so what comes out is counted.
const MAX_UNPACKED: u64 = 512 << 20;

/// Unpacks the files with these names, wherever they lie in the archive.
pub(super) fn files(input: &Input<'_>, wanted: &[&str]) -> Result<BTreeMap<String, Vec<u8>>, ConnectError> {
    let damaged = |e: &dyn std::fmt::Display| {
        input.shape(format!("a damaged zip archive ({e})"), "a GTFS feed; fetch it again")
    };
    let mut archive = ZipArchive::new(Cursor::new(input.bytes)).map_err(|e| damaged(&e))?;
    if archive.len() > MAX_FILES {
        return Err(ConnectError::TooLarge { file: input.name.into(), what: "files", max: MAX_FILES as u64 });
    }
    let mut out = BTreeMap::new();
    let mut left = MAX_UNPACKED;
    for i in 0..archive.len() {
        let entry = archive.by_index(i).map_err(|e| damaged(&e))?;
        let name = entry.name().rsplit('/').next().unwrap_or_default().to_owned();
        if !wanted.contains(&name.as_str()) || out.contains_key(&name) {
            continue;
        }
        let mut bytes = Vec::new();
        entry.take(left + 1).read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
        if bytes.len() as u64 > left {
            return Err(ConnectError::TooLarge {
                file: input.name.into(),
                what: "bytes unpacked",
                max: MAX_UNPACKED,
            });
        }
        left -= bytes.len() as u64;
        out.insert(name, bytes);
    }
    Ok(out)
}
