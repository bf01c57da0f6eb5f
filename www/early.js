// @ts-check
import { placeOf } from './classifier.js';
import { Host } from './host.js';

// The page's first module: the worker starts and the wasm is compiled while the page is still being built.
// The element joins this host; should it be lost, the element gets another by itself.
Host.join(placeOf({}), () => {});
