# A browser and its driver; only tests and benches need them. CHROMIUM and CHROMEDRIVER name others.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    [ -n "$name" ] && have "$name" && command -v "$name" && return
  done
  return 1
}

setup_chromium() {
  find_chromium >/dev/null || chromium_from_debian chromium
  CHROMIUM=$(find_chromium) || die "no Chromium found; set CHROMIUM to a browser"
  export CHROMIUM
}

setup_driver() {
  have "${CHROMEDRIVER:-chromedriver}" || chromium_from_debian chromium chromium-driver
  CHROMEDRIVER=$(command -v "${CHROMEDRIVER:-chromedriver}")
  export CHROMEDRIVER
}

chromium_from_debian() {
  have apt-get || die "install Chromium and its chromedriver, or name them with CHROMIUM and CHROMEDRIVER"
  step "Debian's $* (about 1 min)" apt_get "$@"
}
