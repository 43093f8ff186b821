# Throws made-up input at every way in from outside: under libFuzzer, and by schemathesis at the server's API.
# ./dev soak [SECONDS] [formula] [csv] [xlsx] [own] [parquet] [pack] [wire] [api] [connect] [CONNECTOR…]
# `connect` is every connector of open data; one alone is called by its id, e.g. gtfs. Without SECONDS each target has ten minutes,
# a connector one minute but those that read zip, protobuf and Parquet.
# What is found new is kept in target/soak/corpus; an input that breaks something lies in target/soak/found and
# belongs, once mended, in fuzz/corpus, where the tests replay it.
seconds=
case "${1:-}" in [0-9]*) seconds=$1; shift ;; esac
targets=("$@")
[ $# -gt 0 ] || targets=(formula csv xlsx own parquet pack wire connect api)
fuzzed=()
for target in "${targets[@]}"; do
  if [ "$target" = connect ]; then
    for seed in fuzz/corpus/connect/*; do fuzzed+=("connect-${seed##*/}"); done
  elif [ -f "fuzz/corpus/connect/$target" ]; then
    fuzzed+=("connect-$target")
  elif [ "$target" != api ]; then
    [ -d "fuzz/corpus/$target" ] || die "unknown target: $target; there are formula, csv, xlsx, own, parquet, pack, wire, connect, api and the connectors of fuzz/corpus/connect"
    fuzzed+=("$target")
  fi
done

# How long a target is tried.
time_of() {
  case "$1" in
    connect-gtfs | connect-gtfs-rt | connect-eea-parquet) echo "${seconds:-600}" ;;
    connect-*) echo "${seconds:-60}" ;;
    *) echo "${seconds:-600}" ;;
  esac
}

# why these flags: coverage without a nightly compiler; the optimised profile that unwinds, with its checks on
soak_build() {
  CARGO_TARGET_DIR=target/soak/build CARGO_PROFILE_NATIVE_LTO=off CARGO_PROFILE_NATIVE_OPT_LEVEL=2 \
  CARGO_PROFILE_NATIVE_DEBUG_ASSERTIONS=true CARGO_PROFILE_NATIVE_OVERFLOW_CHECKS=true \
  RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing" \
    cargo build -p gemeo-fuzz --features libfuzzer --profile native --target "$(rustc -vV | sed -n 's/^host: //p')"
}

soak_api() {
  setup_schemathesis
  step "the server" cargo build -p gemeo-server --features tls
  say "→ api for $(time_of api) s"
  node tools/soak/api.mjs "$(time_of api)" "$TOOLS/schemathesis/bin/schemathesis" target/debug/gemeo-server >target/soak/api.log 2>&1 || failed+=(api)
  grep -E '^(✗|FAILED|Test cases|API Operations|  *[0-9]+ (generated|passed|failed|found)|=+ .* =+)' target/soak/api.log >&2 || true
}

soak_fuzzed() {
  have c++ || die "soak needs a C++ compiler for libFuzzer (Debian: apt-get install g++)"
  step "the fuzz programs (about 4 min the first time)" soak_build
  local bin target
  bin=$(dirname "$(find target/soak/build -path '*native/fuzz-formula' -type f | head -n1)")
  for target in "${fuzzed[@]}"; do
    local program=$target seeds=fuzz/corpus/$target
    mkdir -p "target/soak/corpus/$target" "target/soak/found/$target"
    if [ "$target" != "${target#connect-}" ]; then
      program=connect seeds=target/soak/seeds/$target
      mkdir -p "$seeds" && cp "fuzz/corpus/connect/${target#connect-}" "$seeds/"
    fi
    say "→ $target for $(time_of "$target") s"
    GEMEO_CONNECTOR=${target#connect-} "$bin/fuzz-$program" "target/soak/corpus/$target" "$seeds" -max_total_time="$(time_of "$target")" -timeout=10 \
      -rss_limit_mb=1024 -malloc_limit_mb=512 -max_len=16384 -print_final_stats=1 -verbosity=1 \
      -artifact_prefix="target/soak/found/$target/" >"target/soak/$target.log" 2>&1 || failed+=("$target")
    grep -E '^(stat::number_of_executed_units|stat::peak_rss_mb|SUMMARY|thread|panicked)' "target/soak/$target.log" >&2 || true
  done
}

failed=()
mkdir -p target/soak
[ ${#fuzzed[@]} -eq 0 ] || soak_fuzzed
case " ${targets[*]} " in *" api "*) soak_api ;; esac
if [ ${#failed[@]} -gt 0 ]; then
  say "✗ broke: ${failed[*]}; see target/soak/*.log and target/soak/found"
  exit 1
fi
say "✓ ${#targets[@]} targets: no panic, no input over 10 s, no more than 1 GB of memory; of the API no 5xx and no undocumented answer"
