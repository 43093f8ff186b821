//! libFuzzer on [`gemeo_fuzz::parquet`].
#![no_main]

libfuzzer_sys::fuzz_target!(init: gemeo_fuzz::prepare(), |data: &[u8]| gemeo_fuzz::parquet(data));
