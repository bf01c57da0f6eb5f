#!/usr/bin/env bash
# The task list. `./build.sh` builds, `./build.sh serve` shows the demo, `./build.sh test` runs
# every test; each task first sets up what it needs, and says what it installs.
set -euo pipefail
cd "$(dirname "$0")"

readonly usage='usage: ./build.sh [task]
  (none)     build pkg/ (the npm package) and dist/ (the static site)
  serve      build, then serve the demo at port $PORT (default 8080)
  test       [chrome|firefox|webkit]: every check and every test, in one browser (default chrome; in webkit
             without the wasm tests, whose runner does not know it)
  kernels    the unsafe code under Miri (many minutes), and the kernels for ARM in an emulator
  reference  compute the reference values of the tests anew with PyTorch, and meta-train there with
             one process and with two
  bench      [ITERATIONS]: meta-training against PyTorch, both timed in one run, on sine waves and with the
             network of the paper (bench/native.md in the build folder); then what
             bench browser [--rounds N] [--only PART,...] does alone: the classifier in a browser, against the
             peak of the machine, TensorFlow.js and an empty page; it goes to target/bench/, what counts to README.md
  figures    DATA: measure the embedded weights on the data sets in folder DATA, natively and in a
             browser; writes tests/fixtures/figures.json and the table in README.md
  paper      DATA [SHARE [MODEL]]: meta-train the models of the Omniglot table in the paper, for a share of
             their meta-iterations (default 1: many hours), and measure them; writes tests/fixtures/paper.json
             and the table in README.md'

# One place for every version that Cargo.lock does not hold. The wasm-bindgen command that has to
# match Cargo.lock is wasm-pack's business: it downloads or builds the right one, once.
readonly wasm_pack_version=0.15.1
readonly geckodriver_version=0.37.1
readonly npm_tools='binaryen@132.0.0 esbuild@0.28.2 selenium-webdriver@4.38.0 typescript@7.0.2'
readonly tensorflow_tools='@tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0
  @tensorflow/tfjs-backend-wasm@4.22.0 @tensorflow/tfjs-backend-webgl@4.22.0'
readonly reference_tools='numpy==2.4.6 pillow==12.3.0 safetensors==0.8.0 torch==2.15.0'

readonly budget_bytes=150000
readonly code_budget_bytes=60000

target=${CARGO_TARGET_DIR:-target}
case $target in /*) ;; *) target=$PWD/$target ;; esac
readonly target
readonly tools=$target/tools
readonly glue=$target/glue   # what wasm-pack makes: wasm, glue and types, of the classifier and of sine
export PATH="$tools/bin:$tools/node_modules/.bin:$PATH"

# The only place that turns SIMD on. It is for one target, so native builds are left alone.
# Set RUSTFLAGS and cargo ignores it; the tests and `check_simd` fail then. Panics name the file they
# come from: the other flag keeps the builder's home folder out of the wasm.
readonly no_home="--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-C target-feature=+simd128 $no_home"

# The same with relaxed SIMD: fused multiply-adds, which not every browser has. In a build folder of its own,
# so that neither is built anew because of the other.
relaxed() {
  CARGO_TARGET_DIR=$target/relaxed WITH_RELAXED_SIMD=1 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS -C target-feature=+relaxed-simd" \
    "$@"
}

# --- saying things ---------------------------------------------------------------------------

step() { printf '\n== %s\n' "$*"; }
installing() { printf '== set-up: installing %s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# --- set-up: each function looks first, and installs only what is missing --------------------

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

npm_packages_are_installed() {
  local folder=$1 package
  shift
  for package in "$@"; do
    grep -qs "\"version\": \"${package##*@}\"" "$folder/node_modules/${package%@*}/package.json" || return 1
  done
}

npm_install() {
  local folder=$1
  shift
  npm_packages_are_installed "$folder" "$@" && return
  installing "$* (npm)"
  mkdir -p "$folder"
  # No lock file, because it would name a registry.
  npm install --prefix "$folder" --no-save --no-package-lock --no-audit --no-fund --loglevel=error "$@"
}

set_up_npm_tools() {
  have node && have npm || fail 'Node is missing; install version 20 or newer (https://nodejs.org)'
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] || fail 'Node is older than version 20'
  npm_install "$tools" $npm_tools   # a list
}

# Distributions disagree about the driver's name; the first that is there wins.
find_chromedriver() {
  local name
  for name in "${CHROMEDRIVER:-}" chromedriver "${CHROMEWEBDRIVER:-}/chromedriver" chromium.chromedriver \
      /usr/lib/chromium-browser/chromedriver /usr/lib/chromium/chromedriver; do
    if command -v "$name" 2>/dev/null; then return; fi
  done
  return 1
}

# chromedriver looks for the same names by itself; here they only decide whether to install.
chrome_is_installed() {
  local name
  for name in google-chrome google-chrome-stable chrome chromium chromium-browser \
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' \
      '/Applications/Chromium.app/Contents/MacOS/Chromium'; do
    have "$name" && return
  done
  return 1
}

set_up_chrome() {
  if ! chrome_is_installed || ! find_chromedriver >/dev/null; then
    # Debian's names, then Ubuntu's.
    apt_install chromium chromium-driver || apt_install chromium-browser chromium-chromedriver \
      || fail 'Chrome or Chromium, and the chromedriver of the same version, have to be installed'
  fi
  CHROMEDRIVER=$(find_chromedriver) || fail 'chromedriver is not on the PATH'
  export CHROMEDRIVER
}

find_geckodriver() { command -v "${GECKODRIVER:-geckodriver}" || command -v geckodriver; }

set_up_firefox() {
  have firefox || [ -d /Applications/Firefox.app ] || apt_install firefox-esr || apt_install firefox \
    || fail 'Firefox has to be installed'
  if ! find_geckodriver >/dev/null; then
    installing "geckodriver $geckodriver_version (from source, some minutes)"
    cargo install geckodriver --locked --version "$geckodriver_version" --root "$tools"
  fi
  GECKODRIVER=$(find_geckodriver) || fail 'geckodriver is not on the PATH'
  export GECKODRIVER
}

# WebKitGTK: what Linux has of Safari. It wants a screen, and gets one that nobody sees.
set_up_webkit() {
  have "${WEBKITDRIVER:-WebKitWebDriver}" || apt_install webkit2gtk-driver || true
  have "${WEBKITDRIVER:-WebKitWebDriver}" || fail 'WebKitGTK and its WebKitWebDriver have to be installed'
  { have xvfb-run && have xauth; } || apt_install xvfb xauth || fail 'xvfb-run and xauth have to be installed'
}

# --- build -----------------------------------------------------------------------------------

# FOLDER COMMAND ...: runs it, unless what it last left in the folder is still current: cargo knows that by
# itself, but the optimiser after it does not, and is slow. What is edited meanwhile is newer than the stamp.
unless_current() {
  local folder=$1
  shift
  if [ -d "$folder" ] && [ "$(glue_tools)" = "$(cat "$folder.stamp" 2>/dev/null)" ] \
      && [ -z "$(find src Cargo.toml Cargo.lock build.sh -newer "$folder.stamp")" ]; then
    echo 'nothing has changed'
    return
  fi
  rm -f "$folder.stamp"
  glue_tools > "$folder.begun"
  "$@"
  mv "$folder.begun" "$folder.stamp"
}

glue_tools() {
  rustc --version
  wasm-pack --version
}

# wasm-pack takes wasm-opt from the PATH; its flags are in Cargo.toml.
pack() {
  local name=$1 folder=$2
  shift 2
  wasm-pack build --release --target web --no-pack --out-dir "$folder" --out-name "$name" . \
    -- --no-default-features "$@"
}

# Two modules for the same glue: NAME_bg.wasm for every browser, NAME_relaxed_bg.wasm with relaxed SIMD.
pack_twice() {
  local name=$1 folder=$2 with_relaxed=$target/relaxed/glue
  shift 2
  pack "$name" "$folder" "$@"
  relaxed pack "$name" "$with_relaxed" "$@"
  cmp "$folder/$name.js" "$with_relaxed/$name.js" || fail "relaxed SIMD changes $name.js"
  cp "$with_relaxed/${name}_bg.wasm" "$folder/${name}_relaxed_bg.wasm"
}

build_glue() {
  step 'wasm'
  unless_current "$glue" pack_glue
}

pack_glue() {
  pack_twice reptile_sketch "$glue"
  pack reptile_sine "$glue" --features web-sine
}

check_simd() {
  local wasm text
  for wasm in "$glue"/*.wasm; do
    text=$(wasm-dis --all-features "$wasm" -o -)
    case $text in *f32x4.mul*) ;; *) fail "$wasm holds no SIMD opcodes (is RUSTFLAGS set?)" ;; esac
    case $wasm,$text in
      *_relaxed_bg.wasm,*relaxed_madd*) ;;
      *_relaxed_bg.wasm,*) fail "$wasm holds no fused multiply-add" ;;
      *relaxed_madd*) fail "$wasm is not for every browser: it holds relaxed SIMD" ;;
    esac
  done
}

crate_version() {
  cargo metadata --no-deps --format-version 1 \
    | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).packages[0].version'
}

# The package holds what pkg.json's "files" names, in www/ or beside it, the glue of the classifier, the README
# and the licences. The README npm packs by itself; licences it knows by the name LICENSE only.
assemble_package() {
  local file
  rm -rf pkg
  mkdir pkg
  VERSION=$(crate_version) node -e '
    const { readFileSync, writeFileSync } = require("fs");
    const manifest = JSON.parse(readFileSync("pkg.json", "utf8"));
    manifest.version = process.env.VERSION;
    manifest.files = [...new Set([...manifest.files, "LICENSE-MIT", "LICENSE-APACHE"])];
    writeFileSync("pkg/package.json", JSON.stringify(manifest, null, 2) + "\n");
    console.log([...manifest.files, "README.md"].join("\n"));
  ' | while IFS= read -r file; do
    for place in www .; do
      [ -e "$place/$file" ] || continue
      cp -R "$place/$file" "pkg/$file"
      continue 2
    done
    fail "pkg.json names $file, which is nowhere"
  done
  cp "$glue"/reptile_sketch.js "$glue"/reptile_sketch*_bg.wasm pkg/classifier/
}

# Plain files that any static host can serve, under any path. A page, its worker and the library are one
# script each, side by side: of many small ones the last is found and fetched late. The package has the modules
# as written.
assemble_site() {
  local all=$target/site
  rm -rf dist "$all"
  mkdir dist "$all"
  cp -R www/. "$all"
  cp "$glue"/reptile_sketch.js "$all/classifier"
  cp "$glue"/reptile_sine.js "$all/how/lab"
  # Who runs the library without a worker imports the glue by its address; workers have it within.
  bundle_scripts "$all"/classifier/{worker,reptile_sketch}.js "$all/how/lab/lab-worker.js"
  bundle_scripts --external:./reptile_sketch.js "$all"/{demo/page,how/how,index}.js
  cp www/*.html www/*.css www/*.svg www/how/*.css www/how/*.json "$glue"/*.wasm dist/
  leave_out_figures_without_data
}

bundle_scripts() {
  esbuild --bundle --minify --format=esm --target=es2022 --outdir=dist --entry-names=[name] --log-level=warning "$@"
}

# A figure whose data is not there is not asked for.
leave_out_figures_without_data() {
  node -e '
    const { existsSync, readFileSync, writeFileSync } = require("fs");
    const page = readFileSync("dist/how.html", "utf8");
    const known = page.replace(/<link rel="preload" href="([\w.-]+)" .*>\n/g, (link, file) =>
      existsSync(`dist/${file}`) ? link : "");
    writeFileSync("dist/how.html", known);
  '
}

# What a page asks for stands at its top, but for the demo's wasm: which one a browser takes, scripts find out.
# The end-to-end tests measure what a cold load requests.
check_size() {
  local page file files bytes total
  for page in index.html how.html; do
    step "size of $page and what it loads, gzip -9"
    total=0
    files=$(grep -o '<link [^>]*href="[^"/:]*"' "dist/$page" | sed 's/.*href="//; s/"$//')
    [ "$page" != index.html ] || files+=" $(largest dist/reptile_sketch*_bg.wasm)"
    for file in "$page" $files; do
      bytes=$(gzip -9 -n -c "dist/$file" | wc -c)
      total=$((total + bytes))
      printf '%9d  %s\n' "$bytes" "$file"
    done
    printf '%9d  of %d\n' "$total" "$budget_bytes"
    [ "$total" -le "$budget_bytes" ] || fail "$page is over its budget by $((total - budget_bytes)) bytes"
  done
}

# The name of the file that is the largest with gzip -9.
largest() {
  local file
  for file in "$@"; do printf '%s %s\n' "$(gzip -9 -n -c "$file" | wc -c)" "${file##*/}"; done | sort -n | sed -n '$s/.* //p'
}

# The weights are most of the wasm, and hardly get smaller.
check_code_size() {
  step 'size of the wasm without the weights, gzip -9'
  node -e '
    const { readFileSync } = require("fs");
    const { gzipSync } = require("zlib");
    const [budget, weightsFile, ...modules] = process.argv.slice(1);
    const weights = readFileSync(weightsFile);
    for (const file of modules) {
      const wasm = readFileSync(file);
      const at = wasm.indexOf(weights);
      if (at < 0) throw new Error(`${file} does not hold the weights`);
      const code = Buffer.concat([wasm.subarray(0, at), wasm.subarray(at + weights.length)]);
      const { length } = gzipSync(code, { level: 9 });
      console.log(`${String(length).padStart(9)}  ${file}, of ${budget}`);
      if (length > budget) process.exitCode = 1;
    }
  ' "$code_budget_bytes" src/weights/pretrained.safetensors dist/reptile_sketch*_bg.wasm || fail 'the wasm is too large'
}

build() {
  build_glue
  check_simd
  assemble_package
  assemble_site
  check_size
  check_code_size
}

# --- test, cheapest checks first -------------------------------------------------------------

check_rust() {
  step 'cargo fmt, clippy, doc'
  cargo fmt --check
  cargo clippy --all-targets -- -D warnings
  local wasm=(cargo clippy --target wasm32-unknown-unknown --no-default-features
    --features web-bench,web-sine --lib --test wasm -- -D warnings)
  "${wasm[@]}"
  relaxed "${wasm[@]}"
  RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet
}

check_javascript() {
  step 'tsc --checkJs, node --check'
  # The glue's types stand in the build folder; rootDirs lays it over the rooms that import it.
  cat > "$tools/tsconfig.json" <<END
{ "compilerOptions": {
    "strict": true, "allowJs": true, "checkJs": true, "noEmit": true, "noUnusedLocals": true,
    "target": "es2022", "module": "esnext", "moduleResolution": "bundler", "types": [],
    "lib": ["es2023", "esnext.disposable", "dom", "dom.iterable"],
    "rootDirs": ["$PWD/www/classifier", "$PWD/www/how/lab", "$glue"] },
  "include": ["$PWD/www"] }
END
  tsc --project "$tools/tsconfig.json"
  find www tests/browser -name '*.js' -o -name '*.mjs' | while IFS= read -r file; do
    node --check "$file"
  done
}

test_native() {
  step 'native tests'
  cargo test
}

test_wasm() {
  local browser
  step "wasm tests in $1"
  case $1 in
    chrome) browser=(--chrome --chromedriver "$CHROMEDRIVER") ;;
    firefox) browser=(--firefox --geckodriver "$GECKODRIVER") ;;
    webkit) echo 'left out: wasm-pack does not know WebKitGTK'; return ;;
  esac
  # The runner's own limits (20 s for all tests, 5 s for the driver) are for idle machines.
  export WASM_BINDGEN_TEST_TIMEOUT=300 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=60
  local command=(wasm-pack test --headless "${browser[@]}" --
    --no-default-features --features web-classifier,web-sine --test wasm)
  "${command[@]}"
  # Chrome has relaxed SIMD for certain.
  [ "$1" != chrome ] || relaxed "${command[@]}"
}

test_package() {
  step 'the package in Node'
  node --test --test-reporter=spec tests/browser/package.test.mjs
}

test_end_to_end() {
  local screen=()
  step "end to end in $1"
  [ "$1" != webkit ] || screen=(env -u WAYLAND_DISPLAY xvfb-run -a -s '-screen 0 1400x1200x24')
  TEST_BROWSER=$1 ${screen[@]+"${screen[@]}"} \
    node --test --test-reporter=spec --test-concurrency=1 tests/browser/*.browser.mjs
}

check_publishing() {
  local dirty=''
  step 'cargo publish --dry-run, npm pack --dry-run'
  [ -z "$(git status --porcelain 2>/dev/null)" ] || dirty=--allow-dirty
  cargo publish --dry-run $dirty
  (cd pkg && npm pack --dry-run --loglevel=error)
}

# --- tasks -----------------------------------------------------------------------------------

set_up_build() {
  set_up_rust
  set_up_npm_tools
}

task_build() {
  set_up_build
  build
}

task_serve() {
  set_up_build
  build
  step 'serving, until Ctrl-C'
  node tests/browser/server.mjs dist "${PORT:-8080}"
}

task_test() {
  local browser=$1
  set_up_build
  set_up_rust_checks
  "set_up_$browser"
  check_rust
  build            # the types of the glue are needed by the next check
  check_javascript
  test_native
  test_wasm "$browser"
  test_package
  test_end_to_end "$browser"
  check_publishing
  step 'all of it passed'
}

set_up_kernels() {
  set_up_rust
  if ! cargo +nightly miri --version >/dev/null 2>&1; then
    have rustup || fail 'Miri is missing, and there is no rustup to add it'
    installing 'Miri, with the nightly toolchain'
    rustup toolchain install nightly --component miri,rust-src
  fi
  set_up_rust_target aarch64-unknown-linux-gnu
  { have aarch64-linux-gnu-gcc && have qemu-aarch64; } || apt_install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user \
    || fail 'a C compiler for aarch64 and qemu-aarch64 have to be installed'
}

task_kernels() {
  set_up_kernels
  step 'the kernels for ARM'
  CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER='qemu-aarch64 -L /usr/aarch64-linux-gnu' \
    cargo test --release --target aarch64-unknown-linux-gnu --lib --no-default-features kernels::
  step 'the products, the lanes and the normalisation under Miri'
  MIRIFLAGS=-Zmiri-disable-isolation CARGO_TARGET_DIR=$target/miri \
    cargo +nightly miri test --lib --no-default-features -- kernels::product kernels::lanes kernels::rows kernels::normalization
}

set_up_reference() {
  local venv=$target/reference-venv
  have python3 || fail 'Python 3 is missing'
  [ -d "$venv" ] || python3 -m venv "$venv" || { apt_install python3-venv && python3 -m venv "$venv"; }
  if ! "$venv/bin/python" -c 'import numpy, PIL, safetensors, torch' 2>/dev/null; then
    installing "$reference_tools (pip, gigabytes)"
    "$venv/bin/python" -m pip install --quiet $reference_tools
  fi
  reference_python=$venv/bin/python
}

# In this order: the script of the inner loop needs the weights that the one before it makes.
task_reference() {
  local fixtures=tests/fixtures
  export PYTHONDONTWRITEBYTECODE=1
  set_up_rust
  set_up_reference
  step 'the layers'
  "$reference_python" tests/reference/layers.py $fixtures/layers.json
  step 'meta-training with one process and with two'
  cargo build --release --bin reptile-sketch
  "$reference_python" tests/reference/check_training.py "$target/release/reptile-sketch" \
    "$target/reference" $fixtures/torch.safetensors
  step 'one inner loop'
  "$reference_python" tests/reference/reproduce.py $fixtures/inner_loop.json \
    src/weights/pretrained.safetensors $fixtures/torch.safetensors
  step 'the sine waves'
  "$reference_python" tests/reference/sine.py $fixtures/sine.json
  ls -l $fixtures/layers.json $fixtures/inner_loop.json $fixtures/torch.safetensors $fixtures/sine.json
  step 'the crate against these values'
  cargo test --test layers --test reference --test sine
  step 'all of it agrees with PyTorch'
}

# The wasm of the benchmark is built as the one that is shipped, with more in it.
build_bench_glue() {
  local folder=$target/bench-glue
  step 'wasm of the benchmark'
  unless_current "$folder" pack_twice reptile_bench "$folder" --features web-bench
}

bench_browser() {
  set_up_build
  set_up_chrome
  npm_install "$target/tensorflow" $tensorflow_tools   # a list
  build
  build_bench_glue
  step 'the classifier in a browser'
  node tests/browser/bench/bench.mjs "$@"
}

task_bench() {
  if [ "$1" = browser ]; then
    shift
    bench_browser "$@"
    return
  fi
  set_up_rust
  set_up_reference
  cargo build --release --bin reptile-sketch
  step 'sine waves: reptile-sketch and PyTorch'
  "$reference_python" tests/reference/sine.py --bench "$target/release/reptile-sketch" "$1"
  step 'the paper'"'"'s network: the convolutions, and meta-training here and by PyTorch'
  mkdir -p "$target/bench"
  ROOFLINE_JSON=$target/bench/roofline.json cargo bench --bench roofline
  "$reference_python" tests/reference/throughput.py "$target/release/reptile-sketch" "$target/bench" "$target/bench/roofline.json"
  bench_browser
  step 'README.md'
  node tests/browser/bench/readme.mjs
  REGENERATE=1 cargo test --test performance
}

task_figures() {
  local file sound=yes
  for file in omniglot-train.zip omniglot-validation.txt omniglot-strokes-recovered.json.gz; do
    [ -f "$1/$file" ] || fail "$1 holds no $file"
  done
  have python3 || fail 'Python 3 is missing'
  set_up_build
  set_up_chrome
  build
  step 'figures'
  cargo build --release --bin reptile-sketch
  # The figures are written even when they are not good enough, and the README goes with them.
  node tests/browser/figures.mjs "$1" || sound=no
  if [ -f README.md ]; then
    REGENERATE=1 cargo test --test figures
  else
    echo 'there is no README.md to print them in'
  fi
  [ "$sound" = yes ] || fail 'the figures are not as they should be'
}

task_paper() {
  local file
  for file in omniglot-train.zip omniglot-validation.txt; do
    [ -f "$1/$file" ] || fail "$1 holds no $file"
  done
  set_up_build
  cargo build --release --bin reptile-sketch
  step 'the table of the paper'
  node tests/reference/paper.mjs "$@"
  REGENERATE=1 cargo test --test paper
}

case ${1:-build} in
  build | serve | kernels | reference)
    [ $# -le 1 ] || { printf '%s\n' "$usage" >&2; exit 2; }
    "task_${1:-build}"
    ;;
  test)
    case ${2:-chrome} in chrome | firefox | webkit) ;; *) printf '%s\n' "$usage" >&2; exit 2 ;; esac
    [ $# -le 2 ] || { printf '%s\n' "$usage" >&2; exit 2; }
    task_test "${2:-chrome}"
    ;;
  bench)
    [ $# -le 2 ] || [ "$2" = browser ] || { printf '%s\n' "$usage" >&2; exit 2; }
    shift
    task_bench "${@:-30000}"
    ;;
  figures)
    [ $# -eq 2 ] || { printf '%s\n' "$usage" >&2; exit 2; }
    task_figures "$2"
    ;;
  paper)
    [ $# -ge 2 ] && [ $# -le 4 ] || { printf '%s\n' "$usage" >&2; exit 2; }
    shift
    task_paper "$@"
    ;;
  *)
    printf '%s\n' "$usage" >&2
    exit 2
    ;;
esac
