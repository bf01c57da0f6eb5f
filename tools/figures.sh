# How good the weights are, and the paper's table.

measure_figures() {
  local sound=yes
  step 'figures'
  # The figures are written even when they are not good enough, and the pages go with them.
  node tests/browser/figures.mjs "$1" || sound=no
  REGENERATE=1 cargo test --test figures --test page
  [ "$sound" = yes ] || fail 'the figures are not as they should be'
}

measure_paper() {
  step 'the table of the paper'
  node tests/reference/paper.mjs "$@"
  REGENERATE=1 cargo test --test paper
}
