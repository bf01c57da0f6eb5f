// As little as a worker with wasm can be.

const { instance } = await WebAssembly.instantiateStreaming(fetch('/bundles/trivial.wasm'));
postMessage(instance.exports.one());
