# The wasm, and the glue and types that wasm-pack makes with it.

# FOLDER COMMAND ...: runs it, unless what it last left in the folder is still current: cargo knows that by
# itself, but the optimiser after it does not, and is slow. What is edited meanwhile is newer than the stamp.
unless_current() {
  local folder=$1
  shift
  if [ -d "$folder" ] && [ "$(glue_tools)" = "$(cat "$folder.stamp" 2>/dev/null)" ] \
      && [ -z "$(find src tools/*.sh tools/w*.mjs tools/package.json Cargo.toml Cargo.lock build.sh -newer "$folder.stamp")" ]; then
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

# A function is what engines compile for speed once it has run often, so what runs often stays one: nothing large is
# put into its only caller.
readonly wasm_opt_flags=(-O3 --one-caller-inline-max-function-size=100 --low-memory-unused --enable-simd
  --enable-relaxed-simd --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext
  --enable-mutable-globals --enable-reference-types --enable-multivalue)

pack() {
  local name=$1 folder=$2
  local wasm=$folder/${name}_bg.wasm
  shift 2
  wasm-pack build --release --target web --no-pack --out-dir "$folder" --out-name "$name" . \
    -- --no-default-features "$@"
  node tools/without-panics.mjs "$wasm"
  # The second time finds what the first has left open, here 300 bytes of what is sent.
  wasm-opt "$wasm" -o "$wasm" "${wasm_opt_flags[@]}"
  wasm-opt "$wasm" -o "$wasm" "${wasm_opt_flags[@]}"
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
  pack_twice reptile_sketch "$glue" --features web-classifier
  pack reptile_sine "$glue" --features web-sine
  pack reptile_train "$glue" --features web-train
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

# The wasm of the benchmark is built as the one that is shipped, with more in it.
build_bench_glue() {
  local folder=$target/bench-glue
  step 'wasm of the benchmark'
  unless_current "$folder" pack_twice reptile_bench "$folder" --features web-bench
}
