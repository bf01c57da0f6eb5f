# Every check and every test of `./build.sh test`.

check_rust() {
  step 'cargo fmt, clippy, doc'
  cargo fmt --check
  cargo clippy --all-targets -- -D warnings
  cargo clippy --no-default-features --features training -- -D warnings
  local wasm=(cargo clippy --target wasm32-unknown-unknown --no-default-features
    --features web-bench,web-sine,web-train --lib --test wasm -- -D warnings)
  "${wasm[@]}"
  relaxed "${wasm[@]}"
  RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --quiet
}

check_javascript() {
  step 'tsc --checkJs, and the syntax of all other scripts'
  # The build folder, where the glue's types are, may be elsewhere than tools/tsconfig.json says.
  printf '{ "extends": "%s", "compilerOptions": { "rootDirs": ["%s", "%s", "%s", "%s"] }, "include": ["%s"] }\n' \
    "$PWD/tools/tsconfig.json" "$PWD/www/classifier" "$PWD/www/how/lab" "$PWD/www/train" "$glue" "$PWD/www" >"$tools/tsconfig.json"
  tsc --project "$tools/tsconfig.json"
  find tools tests -name '*.js' -o -name '*.mjs' |
    xargs esbuild --format=esm --log-level=warning --outdir="$target/syntax"
}

check_modules() {
  step 'which module uses which'
  node --test tests/tools/*.test.mjs
  node tools/modules/main.mjs
}

test_native() {
  step 'native tests'
  cargo test
}

run_examples() {
  local example
  for example in own_drawings regression black_box; do
    step "the example $example"
    cargo run --quiet --example "$example"
  done
}

test_wasm() {
  local browser folder
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
  # The profiles go, which chromedriver leaves.
  folder=$(mktemp -d)
  TMPDIR=$folder "${command[@]}"
  # Chrome has relaxed SIMD for certain.
  [ "$1" != chrome ] || TMPDIR=$folder relaxed "${command[@]}"
  rm -rf "$folder"
}

test_package() {
  step 'the package in Node'
  node --test --test-reporter=spec tests/browser/*.test.mjs
}

test_end_to_end() {
  local screen=()
  step "end to end in $1"
  [ "$1" != webkit ] || screen=(env -u WAYLAND_DISPLAY xvfb-run -a -s '-screen 0 1400x1200x24')
  # More files at a time than there are cores: a browser often waits.
  TEST_BROWSER=$1 ${screen[@]+"${screen[@]}"} \
    node --test --test-reporter=spec --test-concurrency=4 tests/browser/*.browser.mjs
}

check_publishing() {
  local dirty=''
  step 'cargo publish --dry-run, npm pack --dry-run'
  [ -z "$(git status --porcelain 2>/dev/null)" ] || dirty=--allow-dirty
  # It compiles the crate, which nobody runs then.
  cargo publish --dry-run $dirty --config 'profile.dev.package.reptile-sketch.opt-level=0'
  (cd pkg && npm pack --dry-run --loglevel=error)
}
