# A compiler for wasm32-unknown-unknown. Whatever way is found is written to .tools/wasm.env, which tools/wasm-env.sh reads.
# GEMEO_WASM=debian forces Debian's way, to try it where rustup works too.
TARGET=wasm32-unknown-unknown
SYSROOT_OF_OURS=$TOOLS/sysroot

has_wasm_std() { compgen -G "$1/lib/rustlib/$TARGET/lib/libstd-*.rlib" >/dev/null; }

setup_wasm() {
  if [ "${GEMEO_WASM:-}" != debian ]; then
    if has_wasm_std "$(rustc --print sysroot)" || wasm_from_rustup; then
      std_source_of_rustup >"$TOOLS/wasm.env"
      return
    fi
  fi
  if is_debian_12; then wasm_from_debian; return; fi
  die "this machine has no Rust target $TARGET. Install it: 'rustup target add $TARGET' (rustup from https://rustup.rs), or your system's package of the Rust standard library for WebAssembly (Fedora: rust-std-static-$TARGET, Arch: rust-wasm, Alpine: rust-wasm)."
}

wasm_from_rustup() {
  have rustup && [ ! -f "$TOOLS/native.env" ] || return 1
  say "→ the target $TARGET from rustup (about 5 s)"
  RUSTUP_MAX_RETRIES=0 timeout 90 rustup target add "$TARGET" >/dev/null 2>&1 && has_wasm_std "$(rustc --print sysroot)" && return
  say "  rustup could not get it; going on with another way"
  return 1
}

# The source of the standard library: with it the site's programs are a tenth smaller (tools/build/program.mjs); they work without.
std_source_of_rustup() {
  local source; source=$(rustc --print sysroot)/lib/rustlib/src/rust/library/std
  if [ ! -d "$source" ] && have rustup; then
    say "→ the source of the standard library from rustup (about 5 s)" >&2
    RUSTUP_MAX_RETRIES=0 timeout 90 rustup component add rust-src >/dev/null 2>&1 ||
      say "  rustup could not get it; the site's programs will be a tenth larger" >&2
  fi
  [ ! -d "$source" ] || echo "export GEMEO_STD_SOURCE=1"
}

# Debian has the compiler but no ready-made standard library for WebAssembly: we build it once, into a
# sysroot of our own, and change neither rustup nor /usr beyond the packages.
wasm_from_debian() {
  local needs=(rustc-web cargo-web rust-web-src rust-web-llvm lld-22)
  dpkg -s "${needs[@]}" >/dev/null 2>&1 ||
    step "Debian packages ${needs[*]} (about 1 min)" apt_get "${needs[@]}"
  local version; version=$(/usr/bin/rustc --version)
  if [ "$(cat "$SYSROOT_OF_OURS/.built-by" 2>/dev/null)" != "$version" ]; then
    step "the standard library for WebAssembly from Debian's source (about 1 min)" build_wasm_std
    echo "$version" >"$SYSROOT_OF_OURS/.built-by"
  fi
  cat >"$TOOLS/bin/rustc-wasm" <<'SCRIPT'
#!/bin/sh
# Debian's compiler with the sysroot that has WebAssembly.
exec /usr/bin/rustc --sysroot "$(dirname "$0")/../sysroot" "$@"
SCRIPT
  chmod +x "$TOOLS/bin/rustc-wasm"
  cat >"$TOOLS/wasm.env" <<'ENV'
export RUSTC="$_root/.tools/bin/rustc-wasm"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=/usr/bin/rust-lld
ENV
}

build_wasm_std() {
  local work=$TOOLS/std-build lib=$SYSROOT_OF_OURS/lib/rustlib
  rm -rf "$work" "$SYSROOT_OF_OURS"
  mkdir -p "$work" "$lib/$TARGET/lib"
  ln -s /usr/lib/rustlib/x86_64-unknown-linux-gnu "$lib/x86_64-unknown-linux-gnu"
  ln -s /usr/lib/rustlib/src "$lib/src"
  # why: cargo writes beside the sources, and the installed ones must stay as they are
  cp -rL /usr/lib/rustlib/src/rust/library "$work/library"
  # why: std is built with the flags its own build uses, so that its crates get the names the compiler looks for
  env -u CARGO_TARGET_DIR RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 __CARGO_DEFAULT_LIB_METADATA=stablestd \
    RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked" \
    /usr/bin/cargo build --release --target "$TARGET" --target-dir "$work/target" \
    --manifest-path "$work/library/sysroot/Cargo.toml" --features panic-unwind,compiler-builtins-mem
  cp "$work/target/$TARGET/release/deps/"*.rlib "$lib/$TARGET/lib/"
  rm -rf "$work"
}
