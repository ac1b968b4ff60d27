// node firefox.mjs PUPPETEER ADDRESS WORKBOOK: walks through the page in Firefox, and prints what it saw.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, address, workbook] = process.argv.slice(2);
const puppeteer = createRequire(`${folder}/`)("puppeteer-core");
const walk = readFileSync(new URL("walk.js", import.meta.url), "utf8").replace(/^\/\/.*\n/gm, "").replace(/;\s*$/, "");
const firefox = await puppeteer.launch({ browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true });
try {
  const page = await firefox.newPage();
  await page.goto(address);
  console.log(await page.evaluate(`(${walk})(${JSON.stringify(readFileSync(workbook).toString("base64"))})`));
} finally {
  await firefox.close();
}
