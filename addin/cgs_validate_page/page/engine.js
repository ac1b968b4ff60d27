// The worker: Python and the checker, which do one request after the other.
"use strict";

// Pyodide takes a worker with importScripts for one that cannot import modules; from a Blob, this one can.
self.importScripts = undefined;

const module = (source) => import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));

async function start({ parts, compiled, lock, bridge }) {
  // Nothing is fetched: what Pyodide asks for is at hand, its program already compiled.
  self.fetch = async (url) => new Response(parts[String(url).split("/").pop()]);
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module: compiled,
    instance: await WebAssembly.instantiate(compiled, imports),
  });
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    module(parts["pyodide.mjs"]),
    module(parts["pyodide.asm.mjs"]),
  ]);
  const pyodide = await loadPyodide({
    createPyodideModule,
    indexURL: "https://page.invalid/",
    lockFileContents: { info: lock, packages: {} },
    packageBaseUrl: "https://page.invalid/",
  });
  pyodide.unpackArchive(parts["packages.zip"], "zip");
  self.fetch = WebAssembly.instantiateStreaming = undefined; // they hold the parts
  return { pyodide, bridge: pyodide.pyimport(bridge) };
}

let started;

self.onmessage = async ({ data }) => {
  try {
    if (data.hello) {
      self.postMessage({ able: await module("").then(() => true, () => false) }); // Safari may not, in a file
      return;
    }
    if (!started) {
      started = await start(data);
      self.postMessage({ ready: true });
      started.bridge.warm_up?.(); // while the teacher looks for the file
      return;
    }
    const { pyodide, bridge } = started;
    const given = pyodide.toPy(new Uint8Array(data.bytes));
    const made = bridge.answer(JSON.stringify(data.request), given);
    const [said, file] = made.toJs();
    made.destroy();
    given.destroy?.();
    self.postMessage({ said, file }, [said.buffer, file.buffer]);
  } catch (error) {
    self.postMessage({ failed: String(error && error.message) });
  }
};
