//! How long a browser may keep a file without asking.
//!
//! A file whose address changes with its content may be kept for ever; every other one is asked
//! for again with its entity tag. The address holds a hash where
//! - a folder on the way is named by a hash alone (`/worker/0a1b2c3d/engine.wasm`), or
//! - a piece of the file name between `-`, `_` and `.` is one (`app-90f1…c4_bg.wasm`, `pt.0a1b2c3d.json`).
//!
//! A hash is eight or more lower-case hexadecimal digits with at least one figure and one letter, so
//! that neither a date (`20240101`) nor a word (`fabaceae`) passes for one. A cell of H3 (15 digits,
//! the first an 8) is an address, not a hash. Pages and the service worker are always asked for again.

use super::media::is_page;

/// For what never changes under its address (RFC 8246).
pub const KEEP: &str = "public, max-age=31536000, immutable";
/// For the rest: keep it, but ask before each use.
pub const ASK: &str = "no-cache";

/// The `Cache-Control` of a file by its place: the names from the root down.
pub fn cache_control(segments: &[String]) -> &'static str {
    let Some((name, folders)) = segments.split_last() else { return ASK };
    let hashed = folders.iter().any(|folder| is_hash(folder)) || holds_hash(name);
    if hashed && !is_page(name) && name != "sw.js" { KEEP } else { ASK }
}

fn holds_hash(name: &str) -> bool {
    // The ending is no part of it: nothing stops an ending from looking like a hash.
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.split(['-', '_', '.']).any(is_hash)
}

fn is_hash(text: &str) -> bool {
    let is_hex = text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let is_mixed = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_lowercase());
    let is_cell = text.len() == 15 && text.starts_with('8');
    text.len() >= 8 && is_hex && is_mixed && !is_cell
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> &'static str {
        cache_control(&path.split('/').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_the_build_hashes_is_kept() {
        for path in [
            "gemeo-app-90f1a2b3c4d5e6f7.js",
            "gemeo-app-90f1a2b3c4d5e6f7_bg.wasm",
            // Trunk does not pad its hash: 15 digits happen.
            "style-0f1a2b3c4d5e6f7.css",
            "locales/pt.0a1b2c3d.json",
            "worker/0a1b2c3d/gemeo_worker_bg.wasm",
            "map/0a1b2c3d4e5f/fonts/Noto Sans/0-255.pbf",
            "0a1b2c3d.js",
        ] {
            assert_eq!(of(path), KEEP, "{path}");
        }
    }

    #[test]
    fn what_keeps_its_address_is_asked_for() {
        for path in [
            "",
            "index.html",
            "pt/lisboa/index.html",
            "sw.js",
            "manifest.webmanifest",
            "packs/lisboa/core.json",
            "packs/20240101/core.json",
            "report-20240101.csv",
            "fabaceae.png",
            "cells/8939336b407ffff.json",
            "8939336b407ffff/x.json",
            "pt/0a1b2c3d/index.html",
            "worker/0a1b2c3d/sw.js",
            "ABCDEF12.js",
            "x-0a1b2c.js",
            "core.0a1b2c3d",
            "my0a1b2c3dname.js",
        ] {
            assert_eq!(of(path), ASK, "{path}");
        }
    }
}
