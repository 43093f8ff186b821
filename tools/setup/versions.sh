# The versions of what is not already fixed by Cargo.lock and package-lock.json.
RUST_MINIMUM=1.90
# why: speaks the same marks as wasm_split_helpers in Cargo.lock
WASM_SPLIT_VERSION=0.2.4
NODE_MINIMUM=20
NODE_VERSION=22.23.3
NEXTEST_VERSION=0.9.143
SCHEMATHESIS_VERSION=4.32.5
# why: the command-line tool and the library must speak the same version
wasm_bindgen_version() { awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock; }
