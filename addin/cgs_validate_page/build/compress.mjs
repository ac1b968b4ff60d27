// node compress.mjs FOLDER: writes FILE.br and FILE.gz beside each file, for servers that hand them out as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const [folder] = process.argv.slice(2);
const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants;

async function compress(path) {
  const data = readFileSync(path);
  const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: data.length };
  writeFileSync(`${path}.br`, await promisify(brotliCompress)(data, { params }));
  writeFileSync(`${path}.gz`, await promisify(gzip)(data, { level: 9 }));
}

const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
await Promise.all(entries.map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))));
