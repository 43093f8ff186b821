# Figures of the built site. ./dev bench [bytes] [engine] [packs] [lighthouse] runs only those.
. tools/build.sh
build_if_changed
exec node bench/run.mjs "$@"
