//! libFuzzer on [`gemeo_fuzz::xlsx`].
#![no_main]

libfuzzer_sys::fuzz_target!(init: gemeo_fuzz::prepare(), |data: &[u8]| gemeo_fuzz::xlsx(data));
