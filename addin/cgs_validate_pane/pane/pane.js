// What the teacher sees and presses in the pane: each press reads the workbook, asks the engine, and does what it says.
"use strict";

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const words = JSON.parse(element("words").textContent ?? "");
const about = JSON.parse(element("about").textContent ?? "");
const client = new Client(ENGINE, () => loadParts(about), about.seconds);
const LEAST = "1.13"; // of the sets of ExcelApi, as the manifest has it
const NOTES = "1.18";
const WALKS = ["previous", "next_"]; // from the active cell

/** @param {string} version */
const has = (version) => Office.context.requirements.isSetSupported("ExcelApi", version);

let stopped = false; // whether the teacher pressed 取消 since the last button

/** @typedef {{ask?: string, actions: any[], messages: [string, boolean][], findings: Finding[] | null}} Answer */
/** @typedef {{sort: string, kind: string, sheet: string | null, cell: string | null, label: string | null, message: string, hint: string}} Finding */

/**
 * Press a button: read the workbook and carry out what comes of it; where the engine asks something, the answer first.
 * @param {string} button
 * @param {[string, boolean][]} [answers]
 * @returns {Promise<Answer>}
 */
async function press(button, answers = []) {
  const answer = await Excel.run(async (context) => {
    const needed = { notes: has(NOTES), active: WALKS.includes(button) };
    const snapshot = await readBook(context, needed).catch((error) => {
      throw Object.assign(error, { unread: true });
    });
    if (stopped) throw new Stopped("cancelled");
    const bytes = new TextEncoder().encode(JSON.stringify(snapshot)).buffer;
    const said = JSON.parse((await client.ask({ do: button, answers }, bytes)).said);
    if (said.actions?.length) await carryOut(context, said.actions);
    return said;
  });
  if (answer.ask === undefined) return answer;
  return press(button, [...answers, [answer.ask, await isAnsweredYes(answer.ask)]]);
}

/** @param {string} question */
function isAnsweredYes(question) {
  element("working").hidden = true;
  element("question-text").textContent = question;
  element("question").hidden = false;
  element("no").focus();
  return new Promise((resolve) => {
    for (const id of ["yes", "no"]) {
      element(id).onclick = () => {
        element("question").hidden = true;
        element("working").hidden = false;
        resolve(id === "yes");
      };
    }
  });
}

/** @param {string} button */
async function pressed(button) {
  await busy(async () => {
    const { messages, findings } = await press(button);
    say(messages.map(([text]) => text).join("\n\n"), messages.some(([, error]) => error));
    if (findings || button === "clear") list(findings ?? []);
  });
}

/**
 * Do something while no button can be pressed; show what Excel, or the engine, says against it.
 * @param {() => Promise<void>} task
 */
async function busy(task) {
  const buttons = document.querySelectorAll("#buttons button, #findings button");
  for (const button of buttons) button.setAttribute("disabled", "");
  element("working").hidden = false;
  stopped = false;
  say("");
  try {
    await task();
  } catch (error) {
    say(reasonOf(error), true);
  } finally {
    element("working").hidden = true;
    for (const button of buttons) button.removeAttribute("disabled");
  }
}

/** @param {any} error */
function reasonOf(error) {
  if (error instanceof Stopped) return error.code === "cancelled" ? words.cancelled : sentences(words.errors[error.code]);
  if (error.code === "InvalidOperationInCellEditMode") return words.editing;
  return words[error.unread ? "unread" : "refused"].replace("{code}", error.code ?? error.name);
}

/** @param {{message: string, hint: string}} said */
const sentences = ({ message, hint }) => [message, hint].filter(Boolean).join("\n\n");

/**
 * @param {string} text
 * @param {boolean} [error]
 */
function say(text, error = false) {
  element("said").textContent = text;
  element("said").classList.toggle("error", error);
  if (text) element("said").focus();
}

/** @param {Finding[]} findings */
function list(findings) {
  element("findings").replaceChildren(...findings.map(listed));
}

/** @param {Finding} finding */
function listed({ sort, kind, sheet, cell, label, message, hint }) {
  const lines = [
    ["place", [kind, sheet, cell, label].filter(Boolean).join("　")],
    ["message", message],
    ["hint", hint],
  ];
  const shown = document.createElement(sheet && cell ? "button" : "div");
  shown.className = sort;
  shown.append(...lines.filter(([, text]) => text).map(([className, text]) => line(className, text)));
  if (sheet && cell) shown.addEventListener("click", () => goTo(sheet, cell));
  const item = document.createElement("li");
  item.append(shown);
  return item;
}

/**
 * @param {string} className
 * @param {string} text
 */
function line(className, text) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * Show a cell.
 * @param {string} sheet
 * @param {string} cell
 */
async function goTo(sheet, cell) {
  try {
    await Excel.run((context) => carryOut(context, [{ do: "select", sheet, cell }]));
  } catch {
    say(words.unreachable, true);
  }
}

async function start() {
  window.cgs.started = true;
  const host = typeof Office === "undefined" ? null : (await Office.onReady()).host;
  if (!host || host !== Office.HostType.Excel) return window.cgs.say("outside");
  if (!has(LEAST)) return window.cgs.say("old");
  for (const button of document.querySelectorAll("#buttons button")) {
    button.addEventListener("click", () => pressed(/** @type {HTMLElement} */ (button).dataset.do ?? ""));
  }
  element("cancel").addEventListener("click", () => {
    stopped = true;
    client.cancel();
  });
  try {
    await client.ready;
  } catch (error) {
    return window.cgs.say(error instanceof Stopped && error.code === "no_modules" ? "old" : "failed");
  }
  window.cgs.say("");
  element("buttons").hidden = false;
  element("no-notes").hidden = has(NOTES);
}

if (!window.cgs.unfit) start();
