//! libFuzzer on [`gemeo_fuzz::wire`].
#![no_main]

libfuzzer_sys::fuzz_target!(init: gemeo_fuzz::prepare(), |data: &[u8]| gemeo_fuzz::wire(data));
