# How fast it is, natively and in a browser.

bench_native() {
  build_command_line
  step 'sine waves: reptile-sketch and PyTorch'
  "$reference_python" tests/reference/sine.py --bench "$target/release/reptile-sketch" "$1"
  step "the paper's network: the convolutions, and meta-training here and by PyTorch"
  mkdir -p "$target/bench"
  ROOFLINE_JSON=$target/bench/roofline.json cargo bench --bench roofline
  "$reference_python" tests/reference/throughput.py "$target/release/reptile-sketch" "$target/bench" "$target/bench/roofline.json"
}

bench_browser() {
  set_up_chrome
  task_build
  set_up_tensorflow
  build_bench_glue
  step 'the classifier in a browser'
  node tests/browser/bench/bench.mjs "$@"
}

print_performance() {
  step 'docs/speed.md and README.md'
  node tests/browser/bench/performance.mjs native
  REGENERATE=1 cargo test --test performance
}
