# Random and long runs of tests that `./build.sh test` runs short.

fuzz_readers() {
  step "$1 damaged files for each reader"
  FUZZ_CASES=$1 cargo test --test fuzz
}

fuzz_element() {
  step 'random sequences on the element, 10,000 adaptations, 500 elements'
  RANDOM_SEQUENCES=40 RANDOM_ACTIONS=100 ENDURANCE_ADAPTATIONS=10000 ENDURANCE_MOUNTS=500 \
    node --test --test-reporter=spec --test-concurrency=1 tests/browser/{random,endurance}.browser.mjs
}
