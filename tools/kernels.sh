# The kernels where a usual test does not see them.

test_kernels_for_arm() {
  step 'the kernels for ARM'
  CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER='qemu-aarch64 -L /usr/aarch64-linux-gnu' \
    cargo test --release --target aarch64-unknown-linux-gnu --lib --no-default-features kernels::
}

test_kernels_under_miri() {
  step 'the products, the vectors and the normalisation under Miri'
  MIRIFLAGS=-Zmiri-disable-isolation CARGO_TARGET_DIR=$target/miri \
    cargo +nightly miri test --lib --no-default-features -- kernels::product kernels::simd kernels::rows kernels::normalization
}
