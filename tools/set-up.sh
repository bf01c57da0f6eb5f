# Set-up. Each function looks first, installs only what is missing, and says what that is.

apt_install() {
  local as_root=''
  have apt-get || return 1
  [ "$(id -u)" = 0 ] || as_root=sudo
  installing "$* (apt-get)"
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$@"
}

set_up_rust() {
  have cargo || fail 'Rust is missing; install it with rustup (https://rustup.rs)'
  have cc || apt_install build-essential || fail 'a C compiler (cc) is missing'
  set_up_rust_target wasm32-unknown-unknown
  if ! have wasm-pack; then
    installing "wasm-pack $wasm_pack_version (from source, some minutes)"
    cargo install wasm-pack --locked --version "$wasm_pack_version" --root "$tools"
  fi
}

set_up_rust_target() {
  [ ! -d "$(rustc --print sysroot)/lib/rustlib/$1" ] || return 0
  have rustup || fail "rustc has no $1, and there is no rustup to add it"
  installing "the Rust target $1"
  rustup target add "$1"
}

set_up_rust_checks() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 && return
  have rustup || fail 'rustfmt and clippy are missing, and there is no rustup to add them'
  installing 'rustfmt and clippy'
  rustup component add rustfmt clippy
}

# FOLDER MANIFEST: installs the exact versions that the manifest lists.
npm_install() {
  local folder=$1 manifest=$2 missing
  missing=$(node tools/npm-missing.mjs "$folder" "$manifest") && return
  installing "$missing (npm)"
  mkdir -p "$folder"
  cp "$manifest" "$folder/package.json"
  # No lock file, because it would name a registry.
  npm install --prefix "$folder" --no-package-lock --no-audit --no-fund --loglevel=error
}

set_up_npm_tools() {
  have node && have npm || fail 'Node is missing; install version 20 or newer (https://nodejs.org)'
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || fail 'Node is older than version 20'
  npm_install "$tools" tools/package.json
}

set_up_tensorflow() { npm_install "$target/tensorflow" tools/tensorflow/package.json; }

set_up_kernels() {
  if ! cargo +nightly miri --version >/dev/null 2>&1; then
    have rustup || fail 'Miri is missing, and there is no rustup to add it'
    installing 'Miri, with the nightly toolchain'
    rustup toolchain install nightly --component miri,rust-src
  fi
  set_up_rust_target aarch64-unknown-linux-gnu
  { have aarch64-linux-gnu-gcc && have qemu-aarch64; } || apt_install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
    || fail 'a C compiler for aarch64 and qemu-aarch64 have to be installed'
}

set_up_reference() {
  local venv=$target/reference-venv
  have python3 || fail 'Python 3 is missing'
  [ -d "$venv" ] || python3 -m venv "$venv" || { apt_install python3-venv && python3 -m venv "$venv"; }
  if ! "$venv/bin/python" -c 'import numpy, PIL, safetensors, torch' 2>/dev/null; then
    installing "$(tr '\n' ' ' <tools/reference-requirements.txt)(pip, gigabytes)"
    "$venv/bin/python" -m pip install --quiet --requirement tools/reference-requirements.txt
  fi
  reference_python=$venv/bin/python
}
