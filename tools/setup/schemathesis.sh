# schemathesis from PyPI, for ./dev soak, in an environment of its own below .tools.
setup_schemathesis() {
  local place=$TOOLS/schemathesis
  [ "$("$place/bin/schemathesis" --version 2>/dev/null | awk '{ print $NF }')" = "$SCHEMATHESIS_VERSION" ] && return
  have python3 || die "soak of the API needs Python 3.10 or newer with venv (Debian: apt-get install python3-venv)"
  step "schemathesis $SCHEMATHESIS_VERSION from PyPI (about 1 min)" schemathesis_from_pypi "$place"
}

schemathesis_from_pypi() { python3 -m venv "$1" && "$1/bin/pip" install --quiet "schemathesis==$SCHEMATHESIS_VERSION"; }
