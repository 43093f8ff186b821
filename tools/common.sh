# Words every script shares: saying what happens, timing it, finding the tools.
ROOT=$PWD
TOOLS=$ROOT/.tools

say() { printf '%s\n' "$*" >&2; }
die() { say "dev: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 1.95.0 1.90
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n1)" = "$2" ]; }

# step "what, about how long" command… : runs quietly, keeps a log, beats every 30 s, shows the log's end on failure.
step() {
  local what=$1 start=$SECONDS log status=0
  shift
  mkdir -p "$TOOLS/log"
  log=$TOOLS/log/$(printf '%s' "$what" | tr -cs 'a-zA-Z0-9.' '-' | cut -c1-40).log
  say "→ $what"
  "$@" >"$log" 2>&1 &
  local job=$!
  (while sleep 30; do say "  … $((SECONDS - start)) s"; done) &
  local beat=$!
  wait "$job" || status=$?
  kill "$beat" 2>/dev/null; wait "$beat" 2>/dev/null || true
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    say "✗ failed after $((SECONDS - start)) s; the whole log: $log"
    return "$status"
  fi
  say "  done in $((SECONDS - start)) s"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else die "this needs root and there is no sudo; run as root: $*"
  fi
}

is_debian_12() { [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ]); }

apt_update_once() {
  [ -n "${APT_UPDATED:-}" ] || as_root apt-get update
  APT_UPDATED=1
}

apt_get() {
  apt_update_once && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Puts what setup found or made on the path of the commands that follow.
use_tools() {
  [ ! -f "$TOOLS/native.env" ] || . "$TOOLS/native.env"
  export PATH="$TOOLS/bin:$ROOT/node_modules/.bin:$PATH"
}
