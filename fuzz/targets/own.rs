//! libFuzzer on [`gemeo_fuzz::own`].
#![no_main]

libfuzzer_sys::fuzz_target!(init: gemeo_fuzz::prepare(), |data: &[u8]| gemeo_fuzz::own(data));
