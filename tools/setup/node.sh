# Node for the build steps, and the packages of package-lock.json.
node_is_new_enough() { have node && version_at_least "$(node --version | tr -d v)" "$NODE_MINIMUM"; }

setup_node() {
  [ ! -x "$TOOLS/node/node_modules/node/bin/node" ] || export PATH="$TOOLS/node/node_modules/node/bin:$PATH"
  have npm || npm_from_system
  node_is_new_enough || node_from_npm
  node_packages
}

npm_from_system() {
  is_debian_12 || die "Node $NODE_MINIMUM or newer with npm is needed; install it from your system or https://nodejs.org"
  step "npm from Debian (about 1 min)" apt_get nodejs npm
}

# npm's own `node` package is a plain Node binary: it stays in .tools and the system's Node stays as it is.
node_from_npm() {
  step "Node $NODE_VERSION from npm's node package (about 15 s)" npm install --prefix "$TOOLS/node" --no-save --no-audit --no-fund "node@$NODE_VERSION"
  export PATH="$TOOLS/node/node_modules/node/bin:$PATH"
  hash -r
  node_is_new_enough || die "npm's node package did not give a Node $NODE_MINIMUM or newer"
}

node_packages() {
  node tools/setup/packages.mjs && return
  step "Node packages of package-lock.json (about 30 s)" npm ci --no-audit --no-fund
}
