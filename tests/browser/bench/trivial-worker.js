// The smallest possible worker with wasm.

const { instance } = await WebAssembly.instantiateStreaming(fetch('/bundles/trivial.wasm'));
postMessage(instance.exports.one());
