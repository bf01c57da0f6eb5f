# Where the tools stand, what compiles wasm, and how a task speaks. build.sh sources this first.

# The wasm-bindgen command that has to match Cargo.lock is wasm-pack's business: it downloads or builds
# the right one, once. npm's tools are in tools/package.json and tools/tensorflow/, Python's in
# tools/reference-requirements.txt.
readonly wasm_pack_version=0.15.1
readonly geckodriver_version=0.37.1

target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
readonly target
readonly tools=$target/tools
readonly glue=$target/glue   # what wasm-pack makes: wasm, glue and types, of the classifier and of sine
export PATH="$tools/bin:$tools/node_modules/.bin:$PATH"

# The only place that turns SIMD on. It is for one target, so native builds are left alone.
# Set RUSTFLAGS and cargo ignores it; the tests and `check_simd` fail then. Panics name the file they
# come from: the last flag keeps the builder's home folder out of the wasm. The kernels are written with SIMD
# instructions; for all else the compiler's own vectorized loops make the wasm 5 % larger, and the job 7 % slower.
readonly no_home="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-C target-feature=+simd128 -C no-vectorize-loops $no_home"

# The same with relaxed SIMD: fused multiply-adds, which not every browser has. In a build folder of its own,
# so that neither is built anew because of the other.
relaxed() {
  CARGO_TARGET_DIR=$target/relaxed WITH_RELAXED_SIMD=1 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS -C target-feature=+relaxed-simd" \
    "$@"
}

step() { printf '\n== %s\n' "$*"; }
installing() { printf '== set-up: installing %s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# FOLDER FILE ...: fails unless a folder that the user named holds these files.
need_files() {
  local folder=$1 file
  shift
  for file in "$@"; do [ -f "$folder/$file" ] || fail "$folder holds no $file"; done
}

build_command_line() { cargo build --release --bin reptile-sketch; }
