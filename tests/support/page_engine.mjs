// node page_engine.mjs CHECK FILE...: checks workbooks by the engine of the served page, and prints a line of JSON each:
// the code of the error or of the verdict, the seconds of processor, and the megabytes of the heap.
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [check, ...paths] = process.argv.slice(2);
const folder = join(check, "parts");
const part = (name) => join(folder, readdirSync(folder).find((found) => found.endsWith(`.${name}`)));
const page = readFileSync(join(check, "index.html"), "utf8");
const about = JSON.parse(page.match(/id="about">(.*?)<\/script>/s)[1]);

// Pyodide looks for its program beside itself, by its own name.
const here = mkdtempSync(join(tmpdir(), "engine-"));
for (const name of ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"]) copyFileSync(part(name), join(here, name));
const { loadPyodide } = await import(pathToFileURL(join(here, "pyodide.mjs")));
const pyodide = await loadPyodide({
  stdLibURL: part("python_stdlib.zip"),
  lockFileContents: { info: about.lock, packages: {} },
  packageBaseUrl: "https://page.invalid/",
});
pyodide.unpackArchive(new Uint8Array(readFileSync(part("packages.zip"))), "zip");
const { answer } = pyodide.pyimport("cgs_validate_page.bridge");
for (const path of paths) {
  const before = process.cpuUsage();
  const [text] = answer(JSON.stringify({ do: "check", name: "a.xlsx" }), pyodide.toPy(new Uint8Array(readFileSync(path)))).toJs();
  const { user, system } = process.cpuUsage(before);
  const said = JSON.parse(new TextDecoder().decode(text));
  const code = said.error ? said.error.error.code : said.verdict;
  const megabytes = pyodide._module.HEAPU8.length / 1e6;
  console.log(JSON.stringify({ code, seconds: (user + system) / 1e6, megabytes }));
}
rmSync(here, { recursive: true });
