# Everything that needs no running program. Each part runs even when one before it failed; the exit code tells.
. tools/build.sh
failed=()

part() {
  local name=$1
  shift
  say ""
  say "=== $name"
  "$@" || { failed+=("$name"); say "✗ $name"; }
}

# why in two: a crate of the server's switches serde_json to another order of keys, for all that is built with it
clippy_native() {
  local everyday; everyday=$(node --input-type=module -e 'import { everyday } from "./tools/build/native.mjs"; console.log(everyday.join(" "))')
  # shellcheck disable=SC2086 # several words are meant
  cargo clippy $everyday --all-targets --quiet -- -D warnings &&
    cargo clippy -p gemeo-server --all-features --all-targets --quiet -- -D warnings
}
clippy_browser() {
  (
    . tools/wasm-env.sh
    # why: Debian's clippy must look into the sysroot that has WebAssembly
    [ -z "${RUSTC:-}" ] || export PATH="/usr/bin:$PATH" SYSROOT="$ROOT/.tools/sysroot"
    cargo clippy -p gemeo-app -p gemeo-worker -p gemeo-hexes --target wasm32-unknown-unknown --quiet -- -D warnings
  )
}
licences() {
  node tools/check/licences.mjs
  # the advisory database needs the network; the other checks do not
  ! cargo deny --version >/dev/null 2>&1 || cargo deny --offline --log-level error check licenses bans sources
}
packs_are_current() {
  rm -rf target/site/packs && mkdir -p target/site/packs
  target/debug/gemeo pack build --out target/site/packs
  diff -r public/packs target/site/packs && say "✓ public/packs is what data/facts gives, byte for byte"
}

part "format" cargo fmt --all --check
part "clippy" clippy_native
part "clippy, WebAssembly" clippy_browser
part "licences" licences
part "site" build_if_changed
part "city packs" packs_are_current
part "rules of the house" node tools/check/rules.mjs
part "size budgets" node tools/check/budgets.mjs "${GEMEO_DIST:-dist}"

say ""
if [ ${#failed[@]} -gt 0 ]; then
  say "✗ failed: $(IFS=,; echo "${failed[*]}")"
  exit 1
fi
say "✓ all checks passed"
