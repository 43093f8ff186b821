# Programs built from crates.io into .tools, at the version this repository needs. They take minutes, once.
tool_version() { "$TOOLS/bin/$1" --version 2>/dev/null | awk '{ print $2; exit }'; }

# why: a build tool's own speed hardly matters; unoptimised it is ready in half the time
cargo_install() {
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_DEBUG=0 \
    CARGO_TARGET_DIR="$TOOLS/cargo-install" cargo install --quiet --root "$TOOLS" "$@"
  rm -rf "$TOOLS/cargo-install"
}

setup_wasm_bindgen() {
  local version; version=$(wasm_bindgen_version)
  [ "$(tool_version wasm-bindgen)" = "$version" ] && return
  # why not --locked: a dependency in its lock file was withdrawn from the registry
  step "wasm-bindgen $version from source (about 3 min on 2 cores)" cargo_install wasm-bindgen-cli --version "$version"
}

# Cuts the app into parts that load late. It does not tell its version; cargo's list of what it installed does.
setup_wasm_split() {
  grep -qs "^\"wasm_split_cli_support $WASM_SPLIT_VERSION " "$TOOLS/.crates.toml" && return
  step "wasm-split $WASM_SPLIT_VERSION from source (about 1 min)" cargo_install wasm_split_cli_support --version "$WASM_SPLIT_VERSION" --locked --features build-binary
}

setup_nextest() {
  cargo nextest --version >/dev/null 2>&1 && return
  step "cargo-nextest $NEXTEST_VERSION from source (about 5 min on 2 cores)" cargo_install cargo-nextest --version "$NEXTEST_VERSION" --locked ||
    say "  going on with cargo test instead"
}
