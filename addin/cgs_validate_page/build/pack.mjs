// node pack.mjs PYODIDE PACKAGES OUT: writes python_stdlib.zip and packages.zip, byte-compiled by the Python that will
// run them, uncompressed and with fixed dates: two runs give the same bytes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, packagesFolder, out] = process.argv.slice(2);

// What no check needs: other programs, windows, networks, tests.
const LEFT_OUT = [
  "_pyrepl", "curses", "dbm", "ensurepip", "idlelib", "lib2to3", "multiprocessing", "pydoc_data",
  "sqlite3", "test", "tkinter", "turtledemo", "unittest", "venv", "wsgiref", "xmlrpc", "zoneinfo",
];

const COMPILE = `
import io, sys, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from importlib.util import source_hash

def compiled(name, source, optimize):
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    return name + "c", bytes(_code_to_hash_pyc(code, source_hash(source), checked=False))

def archive(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, data in sorted(files):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return target.getvalue()

def library(left_out):
    source = zipfile.ZipFile(next(path for path in sys.path if path.endswith(".zip")))
    chosen = (name for name in source.namelist() if name.endswith(".py") and not left_out.intersection(name.split("/")))
    return archive(compiled(name, source.read(name), 2) for name in chosen)

def packages(files):
    return archive(compiled(name, data, 0) if name.endswith(".py") else (name, data) for name, data in files)
`;

function* files(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield join(entry.parentPath ?? entry.path, entry.name);
  }
}

const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide();
pyodide.runPython(COMPILE);
const named = [...files(packagesFolder)].map((path) => [relative(packagesFolder, path).replaceAll("\\", "/"), path]);
const contents = pyodide.toPy(named.map(([name, path]) => [name, new Uint8Array(readFileSync(path))]));
const made = {
  "python_stdlib.zip": pyodide.globals.get("library")(pyodide.globals.get("set")(pyodide.toPy(LEFT_OUT))),
  "packages.zip": pyodide.globals.get("packages")(contents),
};
for (const [name, data] of Object.entries(made)) writeFileSync(join(out, name), data.toJs());
