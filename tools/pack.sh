# Rebuilds the city packs from data/facts. Same input, same bytes.
step "the gemeo command (about 1 min the first time)" cargo build -p gemeo-cli --profile native
exec target/native/gemeo pack build "$@"
