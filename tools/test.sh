# Every test, then one closing line. ./dev test [native] [server] [wasm] [e2e] [map] runs only those parts.
. tools/build.sh
case " ${*:-e2e} " in *" e2e "* | *" map "*) GEMEO_TESTS=${*:-all} build_if_changed ;; esac
exec node tools/testing/run.mjs "$@"
