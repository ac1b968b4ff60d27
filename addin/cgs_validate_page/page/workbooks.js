// The workbooks that were chosen, and what is known of each: checked one after the other, again where more is asked.
"use strict";

/** name, file, bytes once read, and the answer with the options that it was asked with. */
let workbooks = [];
let shown = null;
let checking = false;

const options = () => ({
  language,
  values: !element("hide").checked,
  month: element("month").value.trim() || null,
  stage: element("stage").value || null,
});

/** What an answer depends on. ``failed``: the code of why there is none, which has its sentence in each language. */
function needs({ failed, error }, entirely) {
  if (failed) return ["month", "stage"];
  if (error) return ["month", "stage", "language"];
  return entirely ? ["month", "stage", "language", "values"] : ["month", "stage"];
}

/** Whether the answer of a workbook is that to what is asked now; entirely: with its sentences, for being shown. */
function isAnswered({ answer, asked }, entirely = false) {
  const now = options();
  return Boolean(answer) && needs(answer, entirely).every((name) => asked[name] === now[name]);
}

/** The next to be checked: first the one that is looked at. */
const next = () => (shown && !isAnswered(shown, true) ? shown : workbooks.find((workbook) => !isAnswered(workbook)));

/** Return what was said and a file, or an error, or the code of why there is none. */
async function ask(action, workbook, asked) {
  try {
    if (workbook.file?.size > about.bytes) return { failed: "file_too_large" };
    workbook.bytes ??= await workbook.file?.arrayBuffer();
  } catch {
    return { failed: "file_unreadable" };
  }
  try {
    const answer = await client.ask({ do: action, name: workbook.name, ...asked }, workbook.bytes);
    const said = JSON.parse(answer.said);
    return said.error ? { error: said.error.error } : { said, file: answer.file };
  } catch (error) {
    return { failed: error.code };
  }
}

async function checkAll() {
  if (checking) return; // what is being done goes on to what is new
  checking = true;
  for (let workbook; (workbook = next()); ) {
    const asked = options();
    const answer = await working("checking", workbook, ask("check", workbook, asked));
    if (workbooks.includes(workbook)) answered(workbook, answer, asked);
  }
  checking = false;
}

function answered(workbook, answer, asked) {
  Object.assign(workbook, { answer, asked });
  if (!shown) show(workbook);
  else if (workbook === shown) draw();
  list(workbook);
}

function choose(files) {
  if (!files.length) return;
  if (checking) client.cancel(); // a large one, or it would be done
  workbooks = [...files].map((file) => ({ name: file.name, file, button: listed() }));
  show(null);
  listAll();
  checkAll();
}

/** End what is being done, and do no more. */
function cancel() {
  for (const workbook of workbooks.filter((one) => !isAnswered(one))) answered(workbook, { failed: "cancelled" }, options());
  client.cancel();
}
