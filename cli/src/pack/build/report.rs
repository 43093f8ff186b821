//! The size of a pack against its budget.

use gemeo_shared::pack::CORE;

use super::{DATA, Files};

/// Largest `core.json` with the manifest, compressed with brotli, in bytes: a first visit loads it.
pub const CORE_BUDGET: usize = 25_000;
/// Largest pack, each file compressed with brotli, in bytes.
pub const CITY_BUDGET: usize = 100_000;

/// Bytes of a file compressed with brotli at its best.
pub fn compressed(bytes: &[u8]) -> usize {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params).unwrap_or(usize::MAX)
}

/// One line: compressed sizes of the files, and what they are together.
pub fn sizes(city: &str, pack: &Files) -> String {
    let size = |name: &str| pack.get(name).map_or(0, |bytes| compressed(bytes));
    let list: Vec<String> =
        DATA.iter().map(|name| format!("{name} {:.1} kB", size(name) as f64 / 1e3)).collect();
    let total: usize = pack.values().map(|bytes| compressed(bytes)).sum();
    let over = |size: usize, budget: usize| if size > budget { " OVER BUDGET" } else { "" };
    format!(
        "{city}: {} (brotli); core of {} kB{}, city {:.1} of {} kB{}",
        list.join(", "),
        CORE_BUDGET / 1000,
        over(size(CORE), CORE_BUDGET),
        total as f64 / 1e3,
        CITY_BUDGET / 1000,
        over(total, CITY_BUDGET),
    )
}
