// What the teacher sees and does: chooses workbooks, looks at what was found, saves copies.
"use strict";

const about = JSON.parse(element("about").textContent);
const DAY = 86_400_000; // milliseconds
const client = new Client(ENGINE, () => loadParts(about), about.seconds);
let tasks = 0; // being done

/** Say what is being done, until it is. */
async function working(name, { name: file }, task) {
  tasks += 1;
  element("doing").textContent = say(name, { name: file });
  element("working").hidden = false;
  const done = workbooks.filter((workbook) => isAnswered(workbook)).length;
  if (done && done < workbooks.length) Object.assign(element("progress"), { max: workbooks.length, value: done });
  else element("progress").removeAttribute("value");
  try {
    return await task;
  } finally {
    tasks -= 1;
    element("working").hidden = !tasks;
  }
}

/** Make the item of a workbook's list; it stays the same while its words change, so that it does not lose the focus. */
function listed() {
  const button = document.createElement("button");
  button.type = "button";
  button.addEventListener("click", () => show(workbooks.find((workbook) => workbook.button === button)));
  return button;
}

function listAll() {
  element("files").hidden = workbooks.length < 2;
  element("files").replaceChildren(
    ...workbooks.map(({ button }) => {
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
  workbooks.forEach(list);
}

function list(workbook) {
  const { button, answer, name } = workbook;
  button.disabled = !answer;
  press(button, workbook === shown);
  button.textContent = `${name}　${answer ? head(answer) : "…"}`;
  button.className = answer ? (answer.said?.report.ok ? "ok" : "not") : "";
}

const head = ({ said, ...answer }) => (said ? say(`heads.${said.verdict}`) : problem(answer).message);

/** The sentences for a workbook without an answer, as the command has them. */
const problem = ({ error, failed }) => error ?? words[language].errors[failed];

/** Show a workbook, or none. */
function show(workbook) {
  shown = workbook;
  element("verdict").hidden = true;
  workbooks.forEach(list);
  draw();
  if (workbook) element("verdict").focus();
}

/** Draw what is shown, or have it checked where its answer is not that to what is asked now. */
function draw() {
  const current = Boolean(shown) && isAnswered(shown, true);
  const answer = current ? shown.answer : {};
  window.cgs.report = answer.said?.report ?? null;
  element("verdict").setAttribute("aria-busy", String(!current));
  warnOfAge();
  if (!current) {
    delete element("verdict").dataset.file;
    if (shown) checkAll();
    return;
  }
  element("verdict").dataset.file = element("name").textContent = shown.name;
  drawAnswer(answer);
  element("done").textContent = "";
  element("announced").textContent = `${shown.name}　${head(answer)}`;
  element("verdict").hidden = false;
}

function drawAnswer({ said, ...answer }) {
  element("actions").hidden = !said;
  element("disarm").hidden = !said?.armed;
  element("mark").classList.toggle("main", Boolean(said?.report.annotations.length));
  drawFindings(said?.findings ?? "");
  if (said) {
    element("summary").innerHTML = said.summary;
    return;
  }
  const { message, hint } = problem(answer);
  element("summary").replaceChildren(text("p", "verdict not unsure", message), text("p", "lead", hint));
}

/** Draw what was found; of a long sheet only the first rows, until the others are asked for. */
function drawFindings(findings) {
  element("findings").innerHTML = findings;
  element("whole").hidden = !element("findings").querySelector("[data-cut]");
}

async function drawWhole() {
  const workbook = shown;
  const { said } = await working("checking", workbook, ask("check", workbook, { ...options(), whole: true }));
  if (!said || shown !== workbook) return;
  drawFindings(said.findings);
  element("whole").hidden = true;
}

function text(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

async function save(action) {
  const workbook = shown;
  const answer = await working("writing", workbook, ask(action, workbook, options()));
  if (answer.said) download(answer.said.name, answer.file);
  if (shown === workbook) element("done").textContent = sayDone(action, answer);
}

function sayDone(action, { said, ...answer }) {
  if (!said) return answer.failed === "cancelled" ? say("errors.cancelled.message") : Object.values(problem(answer)).join(" ");
  return [say(said.count === 0 ? `done.no_${action}` : `done.${action}`, said), ...(said.notes ?? [])].join("\n");
}

function download(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** List the forms, the newest first, with the files of each. */
function listForms() {
  const items = about.forms.map((form) => {
    const item = document.createElement("li");
    item.append(text("span", "", form.title), ...["blank", "example"].map((kind) => formButton(kind, form)));
    return item;
  });
  element("forms").querySelector("ul").replaceChildren(...items.reverse());
  const digests = about.forms.map(({ id, digest }) => text("li", "", `${id} · ${digest}`));
  element("digests").replaceChildren(...digests);
}

function formButton(kind, { id, title }) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.say = kind;
  button.addEventListener("click", async () => {
    const { said, file } = await ask(kind, { name: id, bytes: new ArrayBuffer(0) }, options());
    if (said) download(said.name, file);
  });
  return button;
}

/** Warn where this page is older than the forms that may be in use: by its own date, and by the month asked for. */
function warnOfAge() {
  const isOld = Date.now() - Date.parse(about.date) > 365 * DAY;
  const month = window.cgs.report?.month ?? options().month;
  const isBeyond = monthNumber(month ?? "") > monthNumber(about.last);
  element("age").hidden = !isOld && !isBeyond;
  element("age").textContent = isBeyond ? say("beyond", { month, last: about.last }) : isOld ? say("age") : "";
}

/** The number of a month such as 111-10 among all months; NaN for what is none. */
const monthNumber = (month) => month.split("-").reduce((year, number) => 12 * year + Number(number), 0);

function listen() {
  element("file").addEventListener("change", ({ target }) => {
    choose(target.files);
    target.value = ""; // the same file, corrected in the meantime, can be chosen again
  });
  element("asked").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["month", "stage", "hide"]) element(id).addEventListener("change", askAgain);
  for (const id of ["mark", "fix", "unmark", "arm", "disarm", "html", "json"]) element(id).addEventListener("click", () => save(id));
  element("whole").addEventListener("click", drawWhole);
  element("cancel").addEventListener("click", cancel);
  for (const button of element("languages").children) {
    button.addEventListener("click", () => {
      translate(button.dataset.language);
      workbooks.forEach(list);
      askAgain();
    });
  }
  listenToDrops();
}

/** Options have changed: what is shown stays, and is checked again where it depends on them; then the others. */
function askAgain() {
  if (shown) draw();
  else warnOfAge();
  checkAll();
}

function listenToDrops() {
  const mark = (isOver) => element("drop").classList.toggle("over", isOver);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? mark(false));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (!element("file").disabled) choose(event.dataTransfer.files);
  });
}

async function start() {
  window.cgs.started = true;
  listForms();
  translate(language);
  warnOfAge();
  listen();
  try {
    await client.ready;
  } catch (error) {
    window.cgs.say(error.code === "no_modules" ? "no_modules" : "failed");
    return;
  }
  element("states").hidden = true;
  element("asked").hidden = element("forms").hidden = false;
  element("file").disabled = false;
}

if (!window.cgs.unfit) start();
