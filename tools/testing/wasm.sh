#!/usr/bin/env bash
# Runs the tests marked for the browser in headless Chromium; `--no-run` compiles them alone.
set -euo pipefail
. tools/wasm-env.sh
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=$PWD/tools/testing/webdriver.json
export WASM_BINDGEN_TEST_TIMEOUT=120
exec cargo test -p gemeo-app -p gemeo-worker --lib --tests --target wasm32-unknown-unknown --no-fail-fast "$@"
