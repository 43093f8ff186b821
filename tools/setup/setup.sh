# Gets what this machine lacks, into .tools and node_modules. Nothing to do: under a second or two.
. tools/setup/versions.sh
. tools/setup/rust.sh
. tools/setup/wasm.sh
. tools/setup/cargo-tools.sh
. tools/setup/node.sh
. tools/setup/chromium.sh
. tools/setup/postgres.sh
. tools/setup/mosquitto.sh
. tools/setup/nats.sh
. tools/setup/nginx.sh
. tools/setup/schemathesis.sh

# setup_all [command]: only what the command needs; `setup` alone prepares for serving.
setup_all() {
  local started=$SECONDS
  mkdir -p "$TOOLS/bin"
  setup_rust
  use_tools
  setup_wasm
  setup_node
  # why beside: packages wait for the network and the disk, the two tools below for the processor
  [ "${1:-}" != test ] || { setup_partners & }
  setup_wasm_bindgen
  setup_wasm_split
  case "${1:-}" in
    test) wait; setup_nextest; setup_partners ;;
    bench) setup_chromium; setup_nginx ;;
    check) setup_lints ;;
  esac
  say "✓ tools ready ($((SECONDS - started)) s)"
}

# Who the tests talk to. What a first go beside other steps could not do is told by the second.
setup_partners() {
  setup_chromium
  setup_driver
  setup_postgres
  setup_mosquitto
  setup_nats
}
