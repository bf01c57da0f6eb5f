# The independent implementation in PyTorch, and the crate against what it computes.

# In this order: the script of the inner loop needs the weights that the one before it makes.
compute_reference() {
  local fixtures=tests/fixtures
  export PYTHONDONTWRITEBYTECODE=1
  step 'the layers'
  "$reference_python" tests/reference/layers.py $fixtures/layers.json
  step 'meta-training with one process and with two'
  build_command_line
  "$reference_python" tests/reference/check_training.py "$target/release/reptile-sketch" \
    "$target/reference" $fixtures/torch.safetensors
  step 'one inner loop'
  "$reference_python" tests/reference/reproduce.py $fixtures/inner_loop.json \
    $fixtures/format1.safetensors $fixtures/torch.safetensors
  step 'the sine waves'
  "$reference_python" tests/reference/sine.py $fixtures/sine.json
  ls -l $fixtures/layers.json $fixtures/inner_loop.json $fixtures/torch.safetensors $fixtures/sine.json
}

# Reptile around a model of another library, a crate of its own.
run_candle() {
  step 'the example with candle'
  cargo run --release --manifest-path examples/candle/Cargo.toml
}

test_against_reference() {
  step 'the crate against these values'
  cargo test --test layers --test reference --test sine
  step 'all of it agrees with PyTorch'
}
