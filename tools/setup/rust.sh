# The native compiler: the default cargo when it is new enough, otherwise Debian's rustc-web beside it.
rustc_version() { "${1:-rustc}" --version 2>/dev/null | awk '{ print $2 }'; }
rust_is_new_enough() { have cargo && have "${1:-rustc}" && version_at_least "$(rustc_version "${1:-rustc}")" "$RUST_MINIMUM"; }

setup_rust() {
  [ ! -f "$TOOLS/native.env" ] || . "$TOOLS/native.env"
  have cargo || [ ! -x "$HOME/.cargo/bin/cargo" ] || export PATH="$HOME/.cargo/bin:$PATH"
  if ! have cc || ! rust_is_new_enough; then native_from_debian; fi
}

native_from_debian() {
  if rust_is_new_enough; then
    is_debian_12 || die "a C compiler is needed to link programs: install gcc or clang"
    step "gcc and libc headers from Debian (about 20 s)" apt_get gcc libc6-dev
    return
  fi
  is_debian_12 || die "Rust $RUST_MINIMUM or newer is needed (found: $(rustc_version || true)); install it from https://rustup.rs or run 'rustup update'"
  [ -x /usr/bin/cargo ] && rust_is_new_enough /usr/bin/rustc ||
    step "Rust from Debian's rustc-web and cargo-web, in place of its older packages (about 1 min)" apt_get rustc-web cargo-web
  rust_is_new_enough /usr/bin/rustc || die "Debian's rustc is older than $RUST_MINIMUM; is bookworm-updates or bookworm-security switched on in its sources?"
  # why: links of our own put Debian's compiler first for us alone, whatever the machine's default is
  mkdir -p "$TOOLS/rust/bin"
  local tool
  for tool in cargo rustc rustdoc rustfmt cargo-fmt cargo-clippy clippy-driver; do ln -sfn "/usr/bin/$tool" "$TOOLS/rust/bin/$tool"; done
  echo 'export PATH="$ROOT/.tools/rust/bin:$PATH"' >"$TOOLS/native.env"
  . "$TOOLS/native.env"
}

# rustfmt and clippy, for ./dev check.
setup_lints() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
  if have rustup && [ ! -f "$TOOLS/native.env" ]; then
    step "rustfmt and clippy from rustup (about 10 s)" timeout 120 rustup component add rustfmt clippy
  elif is_debian_12; then
    step "rustfmt and clippy from Debian (about 20 s)" apt_get rustfmt-web rust-web-clippy
  else
    die "install rustfmt and clippy for your Rust"
  fi
}
