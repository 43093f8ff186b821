# Rebuilds the city packs from data/facts. Same input, same bytes.
step "the gemeo command (about 3 min the first time)" cargo build -p gemeo-cli
exec target/debug/gemeo pack build "$@"
