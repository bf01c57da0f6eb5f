# The packed package in pages and programs of its users.

set_up_consumers() { npm_install "$target/consumers" tools/consumers/package.json; }

test_consumers() {
  step 'consumers of the packed package'
  node --test --test-reporter=spec --test-concurrency=1 tests/consumers/*.test.mjs
}
