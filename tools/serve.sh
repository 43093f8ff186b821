# Builds what changed and serves it.
. tools/build.sh
build_if_changed "$@"
cargo build --quiet -p gemeo-server --features tls
listen=${GEMEO_LISTEN:-127.0.0.1:8080}
say "✓ the twin is on http://$listen${GEMEO_BASE:-/} (Ctrl+C stops it)"
exec "target/debug/gemeo-server" --root "${GEMEO_DIST:-dist}" --listen "$listen" --base "${GEMEO_BASE:-/}"
