# dist/ and pkg/ from www/ and the glue.

assemble_package() {
  step 'pkg/'
  node tools/package.mjs "$glue"
}

# Plain files that any static host can serve, under any path. A page, its worker and the library are one
# script each, side by side: of many small ones the last is found and fetched late. The package has the modules
# as written.
assemble_site() {
  local all=$target/site
  step 'dist/'
  rm -rf dist "$all"
  mkdir dist "$all"
  cp -R www/. "$all"
  node tools/glue.mjs "$glue"/reptile_sketch.js >"$all/classifier/glue.js"
  cp "$glue"/reptile_sine.js "$all/how/lab"
  cp "$glue"/reptile_train.js "$all/train"
  node tools/minified-styles.mjs "$all/element/view/styles.js"
  # What computes is a file of its own: the worker loads it, or a page that does without a worker.
  bundle_scripts "$all/classifier/engine.js" "$all/how/lab/lab-worker.js" "$all/train/train-worker.js"
  bundle_scripts --external:./engine.js '--external:./*-later.js' "$all"/{classifier/worker,demo/page,how/how,index}.js
  # What a visitor asks for by a click is loaded then.
  bundle_scripts "$all"/{demo,how}/*-later.js
  bundle_scripts "$all/offline.js"
  minify_scripts dist/*.js
  bundle_scripts www/page.css www/how/how.css
  cp www/*.html www/*.svg www/*.png www/how/*.json "$glue"/*.wasm dist/
  # The weights are in the wasm of the classifier; what looks into the network wants them alone.
  cp src/weights/pretrained.safetensors dist/
  node tools/short-names.mjs dist/engine.js dist/reptile_sketch*_bg.wasm
  node tools/short-names.mjs dist/lab-worker.js dist/reptile_sine_bg.wasm
  node tools/without-missing-data.mjs dist/how.html
  node tools/addresses.mjs dist/index.html dist/how.html
  node tools/unindented.mjs dist/index.html
  node tools/site-version.mjs dist
}

# A page of the site is never in Node, so what the library does there is left out.
bundle_scripts() {
  esbuild --bundle --minify --format=esm --target=es2022 --outdir=dist --entry-names=[name] --log-level=warning \
    --define:globalThis.process=undefined "$@"
}

# A few per cent less than esbuild's own.
minify_scripts() {
  local script
  for script; do
    terser "$script" --module --compress passes=3,unsafe_arrows=true,hoist_funs=true,lhs_constants=false,keep_fargs=false,ecma=2022 --mangle --output "$script"
  done
}

check_sizes() {
  step 'sizes, gzip -9'
  node tools/sizes.mjs dist src/weights/pretrained.safetensors
}
