#!/usr/bin/env bash
# The task list. `./build.sh` builds, `./build.sh serve` shows the demo, `./build.sh test` runs
# every test; each task first sets up what it needs, and says what it installs. What the steps do is
# in tools/.
set -euo pipefail
cd "$(dirname "$0")"

readonly usage='usage: ./build.sh [task]
  (none)     build pkg/ (the npm package) and dist/ (the static site)
  serve      build, then serve the demo at port $PORT (default 8080)
  test       [chrome|firefox|webkit|all]: every check and every test, in one browser or in all three (default chrome;
             in webkit without the wasm tests, whose runner does not know it)
  consumers  the packed package with bundlers, under page policies, in Node, with TypeScript: in
             Chrome; holds the table of bundlers in docs/embedding.md
  kernels    the unsafe code under Miri (many minutes), and the kernels for ARM in an emulator
  reference  compute the reference values of the tests anew with PyTorch, and meta-train there with
             one process and with two; and run the example with candle
  fuzz       [CASES]: every reader on so many damaged files (default 100,000); then, in Chrome, random calls and
             pointer events on the element, and its long use
  bench      [ITERATIONS]: meta-training against PyTorch, both timed in one run, on sine waves and with the
             network of the paper (bench/native.md in the build folder); then what
             bench browser [--rounds N] [--only PART,...] does alone: the classifier in a browser, against the
             peak of the machine, TensorFlow.js and an empty page; it goes to target/bench/, what counts to docs/speed.md
  figures    DATA: measure the embedded weights on the data sets in folder DATA, natively and in a
             browser; writes tests/fixtures/figures.json and the table in docs/results.md
  paper      DATA [SHARE [MODEL]]: meta-train the models of the Omniglot table in the paper, for a share of
             their meta-iterations (default 1: many hours), and measure them; writes tests/fixtures/paper.json
             and the table in docs/paper.md'

for part in environment set-up set-up-browsers wasm site tests consumers kernels reference fuzz bench figures; do
  . "tools/$part.sh"
done

task_build() {
  set_up_rust
  set_up_npm_tools
  build_glue
  check_simd
  assemble_package
  assemble_site
  check_sizes
}

task_serve() {
  task_build
  step 'serving, until Ctrl-C'
  node tests/browser/server.mjs dist "${PORT:-8080}"
}

# The cheapest checks first.
task_test() {
  local browser browsers=("$1")
  [ "$1" != all ] || browsers=(chrome firefox webkit)
  set_up_rust
  set_up_rust_checks
  set_up_npm_tools
  for browser in "${browsers[@]}"; do "set_up_$browser"; done
  check_rust
  task_build            # the types of the glue are needed by the next check
  check_javascript
  check_modules
  test_native
  run_examples
  for browser in "${browsers[@]}"; do test_wasm "$browser"; done
  test_package
  for browser in "${browsers[@]}"; do test_end_to_end "$browser"; done
  check_publishing
  step 'all of it passed'
}

task_consumers() {
  set_up_chrome
  task_build
  set_up_consumers
  test_consumers
}

task_kernels() {
  set_up_rust
  set_up_kernels
  test_kernels_for_arm
  test_kernels_under_miri
}

task_reference() {
  set_up_rust
  set_up_reference
  compute_reference
  test_against_reference
  run_candle
}

task_fuzz() {
  set_up_rust
  fuzz_readers "$1"
  set_up_chrome
  task_build
  fuzz_element
}

task_bench() {
  set_up_rust
  if [ "$1" = browser ]; then
    bench_browser "${@:2}"
    return
  fi
  set_up_reference
  bench_native "$1"
  bench_browser
  print_performance
}

task_figures() {
  need_files "$1" omniglot-train.zip omniglot-validation.txt omniglot-strokes-recovered.json.gz \
    quickdraw-train.zip quickdraw-more.zip
  have python3 || fail 'Python 3 is missing'
  set_up_chrome
  task_build
  build_command_line
  measure_figures "$1"
}

task_paper() {
  need_files "$1" omniglot-train.zip omniglot-validation.txt
  set_up_rust
  set_up_npm_tools
  build_command_line
  measure_paper "$@"
}

wrong_usage() {
  printf '%s\n' "$usage" >&2
  exit 2
}

task=${1:-build}
[ $# -eq 0 ] || shift
case $task:$# in
  build:0 | serve:0 | consumers:0 | kernels:0 | reference:0 | figures:1 | paper:[123] | fuzz:1 | bench:1) ;;
  test:0) set -- chrome ;;
  test:1) case $1 in chrome | firefox | webkit | all) ;; *) wrong_usage ;; esac ;;
  fuzz:0) set -- 100000 ;;
  bench:0) set -- 30000 ;;
  bench:*) [ "$1" = browser ] || wrong_usage ;;
  *) wrong_usage ;;
esac
"task_$task" "$@"
