// Carries out in the open workbook what the engine says.
"use strict";

const NOTE_WIDTH = 220; // points
const LINK_COLOUR = "#0563C1";

/**
 * Carry out actions, in one round trip.
 * @param {Excel.RequestContext} context
 * @param {any[]} actions
 */
async function carryOut(context, actions) {
  if (actions.some(({ do: name }) => name !== "select")) context.application.suspendScreenUpdatingUntilNextSync();
  for (const action of actions) ACTIONS[action.do](context.workbook, action);
  await context.sync();
}

/** @type {Record<string, (workbook: Excel.Workbook, action: any) => void>} */
const ACTIONS = {
  paint({ worksheets }, { sheet, cells, fill }) {
    const { fill: interior } = worksheets.getItem(sheet).getRanges(cells).format;
    if (fill.pattern === "None") {
      interior.clear();
      return;
    }
    interior.pattern = fill.pattern;
    interior.color = fill.color;
    if (fill.patternColor) interior.patternColor = fill.patternColor;
  },
  addNote({ worksheets }, { sheet, cell, text, height }) {
    const note = worksheets.getItem(sheet).notes.add(cell, text);
    note.width = NOTE_WIDTH;
    note.height = height;
  },
  writeNote({ worksheets }, { sheet, cell, text }) {
    worksheets.getItem(sheet).notes.getItem(cell).content = text;
  },
  deleteNote({ worksheets }, { sheet, cell }) {
    worksheets.getItem(sheet).notes.getItem(cell).delete();
  },
  write({ worksheets }, { sheet, row, column, values }) {
    const range = worksheets.getItem(sheet).getRangeByIndexes(row - 1, column - 1, values.length, values[0].length);
    range.formulas = values;
  },
  addSheet({ worksheets }, { name, position, hidden }) {
    const sheet = worksheets.add(name);
    sheet.position = position;
    if (hidden) sheet.visibility = "VeryHidden";
  },
  removeSheet({ worksheets }, { name }) {
    const sheet = worksheets.getItem(name);
    sheet.visibility = "Hidden"; // Excel does not delete one that is very hidden
    sheet.delete();
  },
  formatList({ worksheets }, { sheet: name, widths, header, last, links }) {
    const sheet = worksheets.getItem(name);
    for (const [column, width] of widths.entries()) {
      sheet.getRangeByIndexes(0, column, 1, 1).getEntireColumn().format.columnWidth = 0.75 * (7 * width + 5);
    }
    sheet.getRangeByIndexes(header - 1, 0, 1, widths.length).format.font.bold = true;
    const { format } = sheet.getRangeByIndexes(header - 1, 0, last - header + 1, widths.length);
    format.wrapText = true;
    format.verticalAlignment = "Top";
    if (last > header) sheet.getRangeByIndexes(header, links - 1, last - header, 1).format.font.color = LINK_COLOUR;
    sheet.getUsedRange().format.autofitRows();
  },
  select({ worksheets }, { sheet: name, cell }) {
    const sheet = worksheets.getItem(name);
    sheet.activate();
    sheet.getRange(cell).select();
  },
};
