//! libFuzzer on [`gemeo_fuzz::connect`], with the connector that GEMEO_CONNECTOR names.
#![no_main]

use std::sync::LazyLock;

static CONNECTOR: LazyLock<String> =
    LazyLock::new(|| std::env::var("GEMEO_CONNECTOR").expect("GEMEO_CONNECTOR names a connector"));

libfuzzer_sys::fuzz_target!(init: gemeo_fuzz::prepare(), |data: &[u8]| gemeo_fuzz::connect(&CONNECTOR, data));
