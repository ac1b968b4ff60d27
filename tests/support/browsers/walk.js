// A teacher's walk in any browser: chooses a workbook, saves the copies, chooses the marked one, takes the marks out.
// Returns the state of the page where it cannot be used; else the report and the copies, in base64.
async (workbook) => {
  "use strict";
  const element = (id) => document.getElementById(id);
  const until = async (found) => {
    while (!found()) await new Promise((resolve) => setTimeout(resolve, 50));
    return found();
  };
  const saved = [];
  const create = URL.createObjectURL;
  URL.createObjectURL = (blob) => (saved.push(blob), create.call(URL, blob));
  HTMLAnchorElement.prototype.click = () => undefined; // what is saved is looked at here
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const text = (blob) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    });
  const choose = async (name, content) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([content], name));
    element("file").files = chosen.files;
    element("file").dispatchEvent(new Event("change"));
    await until(() => element("verdict").dataset.file === name && element("working").hidden);
  };
  const press = async (id) => {
    saved.length = 0;
    element(id).click();
    await until(() => saved.length && element("working").hidden);
    return text(saved[0]);
  };
  const unfit = () => ["old", "blocked", "no_modules", "failed"].find((state) => !element(`state-${state}`).hidden);
  await until(() => unfit() || !element("file").disabled);
  if (unfit()) return JSON.stringify({ state: unfit() });
  await choose("a.xlsx", bytes(workbook));
  const said = { report: window.cgs.report, mark: await press("mark"), fix: await press("fix") };
  await choose("b.xlsx", bytes(said.mark));
  return JSON.stringify({ ...said, unmark: await press("unmark") });
};
