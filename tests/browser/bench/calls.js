// Calls from a page into a worker, and their answers. Times are measured in the worker, so the cost of the messages is
// part of no figure.

/** In a worker: answers calls by these functions, once it is ready. What comes before has to find a listener. */
export function offer(functions, ready) {
  addEventListener('message', async ({ data: { id, name, args } }) => {
    try {
      await ready;
      postMessage({ id, value: await functions[name](...args) });
    } catch (error) {
      postMessage({ id, error: String(error?.stack ?? error) });
    }
  });
}

/** In a page: the functions of a new worker, each as a promise. */
export function start(url) {
  const worker = new Worker(url, { type: 'module' });
  const waiting = new Map();
  let last = 0;
  const fail = (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.addEventListener('error', ({ message }) => fail(new Error(`${url}: ${message || 'does not start'}`)));
  worker.addEventListener('message', ({ data: { id, value, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(value);
  });
  return {
    call: (name, ...args) => new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, name, args });
    }),
    stop: () => worker.terminate(),
  };
}
