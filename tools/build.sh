# Builds the site. What it was built from is remembered, so that a second time costs nothing.
build_site() {
  local mark; mark=$(node tools/build/inputs.mjs "$@")
  node tools/build/build.mjs "$@"
  echo "$mark" >target/site/built-from
}

build_if_changed() {
  local mark; mark=$(node tools/build/inputs.mjs "$@")
  if [ -f "${GEMEO_DIST:-dist}/index.html" ] && [ "$(cat target/site/built-from 2>/dev/null)" = "$mark" ]; then
    say "✓ nothing changed since the site was built"
  else
    say "→ building the site (the first time about 20 min on 2 cores, later 1 to 8 min)"
    build_site "$@"
  fi
}

[ "$command" != build ] || build_site "$@"
