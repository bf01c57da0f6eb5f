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
  cp "$glue"/reptile_sketch.js "$all/classifier"
  cp "$glue"/reptile_sine.js "$all/how/lab"
  node tools/minified-styles.mjs "$all/element/view/styles.js"
  # Who runs the library without a worker imports the glue by its address; workers have it within.
  bundle_scripts "$all"/classifier/{worker,reptile_sketch}.js "$all/how/lab/lab-worker.js"
  bundle_scripts --external:./reptile_sketch.js "$all"/{demo/page,how/how,index}.js
  cp www/*.html www/*.css www/*.svg www/how/*.css www/how/*.json "$glue"/*.wasm dist/
  node tools/without-missing-data.mjs dist/how.html
}

bundle_scripts() {
  esbuild --bundle --minify --format=esm --target=es2022 --outdir=dist --entry-names=[name] --log-level=warning "$@"
}

check_sizes() {
  step 'sizes, gzip -9'
  node tools/sizes.mjs dist src/weights/pretrained.safetensors
}
