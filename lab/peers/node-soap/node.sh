# Node.js with node-soap, for the scripts of its peers.

# Lets `node` find node-soap: the machine's, or one that is installed once and kept with what cargo builds.
need_node_soap() {
  need node
  modules=${CARGO_TARGET_DIR:-$here/../../../target}/peers/node-soap
  node -e 'require("soap")' 2>/dev/null && return
  export NODE_PATH="$modules/node_modules"
  node -e 'require("soap")' 2>/dev/null && return
  need npm
  mkdir -p "$modules"
  npm install --prefix "$modules" --no-audit --no-fund --no-save --silent soap@1.13.0 >/dev/null 2>&1 ||
    lacking "node-soap is not installed, and cannot be"
}
