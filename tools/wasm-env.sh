# Source this to build for the browser: `source tools/wasm-env.sh && cargo check -p gemeo-app --target wasm32-unknown-unknown`.
# `./dev setup` wrote .tools/wasm.env with what this machine's WebAssembly compiler needs (nothing where rustup has the target).
_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$_root/.tools/bin:$_root/node_modules/.bin:$PATH"
# why: views of one kind share their code; the app is a tenth smaller in the browser and builds faster
export RUSTFLAGS="--cfg erase_components"
# why: its own folder, so that native and browser builds never wait for each other's lock
export CARGO_TARGET_DIR="$_root/target/wasm"
[ ! -f "$_root/.tools/wasm.env" ] || . "$_root/.tools/wasm.env"
unset _root
