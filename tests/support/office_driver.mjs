// node office_driver.mjs SCRIPT...: Excel for one workbook after the other, driven by lines of JSON:
// {"open": workbook, "api": "1.18"}, {"read": needed}, {"carryOut": actions}; each is answered by a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { makeOffice } from "./office.mjs";

const source = process.argv.slice(2).map((path) => readFileSync(path, "utf8")).join("\n");
const { readBook, carryOut } = new Function(`${source}\nreturn { readBook, carryOut };`)();
let office;

async function answer({ open, api, read, actions }) {
  if (open) office = makeOffice(open, api);
  const { host, Excel } = office;
  host.syncs = 0;
  const snapshot = read && (await Excel.run((context) => readBook(context, read)));
  if (actions) await Excel.run((context) => carryOut(context, actions));
  return { snapshot, syncs: host.syncs, workbook: actions && host.model };
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(JSON.parse(line)).catch((error) => ({ error: error.stack }));
  console.log(JSON.stringify(said));
}
