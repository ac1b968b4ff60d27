// What the teacher sees and does: chooses workbooks, looks at what was found, saves copies.
"use strict";

const element = (id) => document.getElementById(id);
const words = JSON.parse(element("words").textContent);
const about = JSON.parse(element("about").textContent);
const DAY = 86_400_000; // milliseconds
const client = new Client(ENGINE, () => loadParts(about), about.seconds);

/** The workbooks that were chosen: name, bytes, and the answer, or the error, once there is one. */
let workbooks = [];
let shown = null;
let language = "zh-TW";

const say = (name, values = {}) =>
  name
    .split(".")
    .reduce((group, key) => group[key], words[language])
    .replace(/\{(\w+)\}/g, (_, key) => values[key]);

function translate() {
  document.documentElement.lang = language;
  for (const item of document.querySelectorAll("[data-say]")) item.textContent = say(item.dataset.say);
  for (const button of element("languages").children) button.ariaPressed = String(button.dataset.language === language);
}

function request(action, workbook) {
  return {
    do: action,
    name: workbook.name,
    language,
    values: !element("hide").checked,
    month: element("month").value.trim() || null,
    stage: element("stage").value || null,
  };
}

/** The sentences for a request that got no answer, as the command has them. */
const failed = ({ code }) => ({ code, ...words[language].errors[code] });

async function ask(action, workbook) {
  try {
    const { said, file } = await client.ask(request(action, workbook), workbook.bytes);
    return said.error ? { error: said.error.error } : { said, file };
  } catch (error) {
    return { error: failed(error) };
  }
}

async function working(name, values, task) {
  element("doing").textContent = say(name, values);
  element("working").hidden = false;
  try {
    return await task();
  } finally {
    element("working").hidden = true;
  }
}

async function check(chosen) {
  workbooks = chosen;
  show(null);
  list();
  element("progress").max = chosen.length;
  for (const [index, workbook] of chosen.entries()) {
    if (chosen.length > 1) element("progress").value = index;
    else element("progress").removeAttribute("value");
    workbook.answer = await working("checking", workbook, () => ask("check", workbook));
    if (workbooks !== chosen) return; // others were chosen in the meantime
    list();
    if (!shown) show(workbook);
    if (workbook.answer.error?.code === "cancelled") return;
  }
}

function list() {
  element("files").hidden = workbooks.length < 2;
  element("files").replaceChildren(...workbooks.map(listed));
}

function listed(workbook) {
  const { answer } = workbook;
  const button = document.createElement("button");
  button.type = "button";
  button.disabled = !answer;
  button.ariaPressed = String(workbook === shown);
  button.textContent = `${workbook.name}　${answer ? (answer.error ? answer.error.message : answer.said.head) : "…"}`;
  button.className = answer ? (answer.said?.report.ok ? "ok" : "not") : "";
  button.addEventListener("click", () => show(workbook));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function show(workbook) {
  shown = workbook;
  window.cgs.report = workbook?.answer.said?.report ?? null;
  element("verdict").hidden = !workbook;
  element("done").textContent = "";
  if (!workbook) return;
  const { said, error } = workbook.answer;
  element("verdict").dataset.file = workbook.name;
  element("actions").hidden = !said;
  if (said) element("shown").innerHTML = said.html;
  else element("shown").replaceChildren(text("p", "verdict not", error.message), text("p", "lead", error.hint));
  warnOfAge();
  list();
  element("verdict").focus();
}

function text(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

async function save(action) {
  const workbook = shown;
  const { said, file, error } = await working("writing", workbook, () => ask(action, workbook));
  if (error) {
    element("done").textContent = [error.message, error.hint].filter(Boolean).join(" ");
    return;
  }
  download(said.name, file);
  element("done").textContent = [say(`done.${action}`, said), ...(said.notes ?? [])].join("\n");
}

async function saveForm(kind, id) {
  const { said, file } = await ask(kind, { name: id });
  if (said) download(said.name, file);
}

function download(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function choose(files) {
  const chosen = [];
  for (const file of files) chosen.push({ name: file.name, bytes: await file.arrayBuffer(), answer: null });
  if (chosen.length) await check(chosen);
}

const again = () => check(workbooks.map(({ name, bytes }) => ({ name, bytes, answer: null })));

/** List the forms, with the files of each. */
function listForms() {
  const items = about.forms.map((form) => {
    const item = document.createElement("li");
    const digest = text("span", "quiet", `${form.id} · ${form.digest.slice(0, 19)}`);
    item.append(text("span", "", form.title), formButton("blank", form), formButton("example", form), digest);
    return item;
  });
  element("forms").querySelector("ul").replaceChildren(...items);
}

function formButton(kind, form) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.say = kind;
  button.addEventListener("click", () => saveForm(kind, form.id));
  return button;
}

/** Warn where this page is older than the forms that may be in use: by its own date, and by the month of the file. */
function warnOfAge() {
  const days = (Date.now() - Date.parse(about.date)) / DAY;
  const month = window.cgs.report?.month;
  const beyond = month && monthNumber(month) > monthNumber(about.last);
  element("age").hidden = days < 365 && !beyond;
  element("age").textContent = beyond ? say("beyond", { month, last: about.last }) : say("age");
}

const monthNumber = (month) => month.split("-").reduce((year, number) => 12 * year + Number(number), 0);

function listen() {
  element("file").addEventListener("change", ({ target }) => {
    choose([...target.files]);
    target.value = ""; // the same file, corrected in the meantime, can be chosen again
  });
  element("asked").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["month", "stage", "hide"]) element(id).addEventListener("change", again);
  for (const id of ["mark", "fix", "unmark", "html", "json"]) element(id).addEventListener("click", () => save(id));
  element("cancel").addEventListener("click", () => client.cancel());
  for (const button of element("languages").children) {
    button.addEventListener("click", () => {
      language = button.dataset.language;
      translate();
      warnOfAge();
      again();
    });
  }
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    choose(event.dataTransfer.files);
  });
}

async function start() {
  window.cgs.started = true;
  listForms();
  translate();
  warnOfAge();
  listen();
  try {
    await client.ready;
  } catch {
    element("state-starting").hidden = true;
    element("state-failed").hidden = false;
    return;
  }
  element("states").hidden = true;
  element("asked").hidden = element("forms").hidden = false;
  element("file").disabled = false;
}

if (window.cgs.fit) start();
