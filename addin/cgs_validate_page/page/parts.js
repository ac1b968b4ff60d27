// The parts of the engine, which the single file holds and the served page fetches, and the program compiled from them.
"use strict";

async function embedded(name) {
  const element = document.getElementById(`part-${name}`);
  element.remove(); // its text is large, and not needed again
  const stream = new Blob([fromBase64(element.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

async function loadParts({ lock, addresses, bridge }) {
  const names = ["pyodide.mjs", "pyodide.asm.mjs", "python_stdlib.zip", "packages.zip"];
  const bytes = (name) => (addresses ? fetched(addresses[name]).then((response) => response.arrayBuffer()) : embedded(name));
  const program = addresses
    ? fetched(addresses["pyodide.asm.wasm"]).then((response) => WebAssembly.compileStreaming(response))
    : embedded("pyodide.asm.wasm").then((wasm) => WebAssembly.compile(wasm));
  const [compiled, ...contents] = await Promise.all([program, ...names.map(bytes)]);
  return { compiled, lock, bridge, parts: Object.fromEntries(names.map((name, index) => [name, contents[index]])) };
}
