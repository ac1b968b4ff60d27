// Reads the open workbook as a snapshot.
"use strict";

const BLOCK = 20_000; // cells in one answer of Excel; on the web it may have 5 MB
const BELOW = 1_000; // rows below the content in which there may be colours of marks whose text was deleted
const LIST_ROWS = 50; // at the top of a sheet: header, instructions, first row of data, whose dropdowns are looked at
const LIST_COLUMNS = 40;
const MEMORY = /^_cgs_marks[0-9]*$/; // its formulas say where the marks are

/**
 * Read the workbook in three round trips; one more for each further block of cells.
 * @param {Excel.RequestContext} context
 * @param {{notes: boolean, active: boolean}} needed notes: whether this Excel has them; active: whether the active cell is needed
 */
async function readBook(context, { notes, active }) {
  const { workbook } = context;
  const { names, worksheets, properties, protection } = workbook;
  const cell = active ? workbook.getActiveCell() : null;
  const day = workbook.functions.date(2000, 1, 1);
  workbook.load({ name: true });
  properties.load({ category: true });
  protection.load({ protected: true });
  names.load({ name: true, formula: true });
  worksheets.load({ name: true, visibility: true });
  cell?.load({ address: true });
  day.load({ value: true });
  await context.sync();
  const asked = worksheets.items.map((sheet) => askAboutSheet(sheet, notes));
  await context.sync();
  const sheets = asked.map((found) => ({ ...found, area: areaToRead(found) }));
  const round = new Round(context);
  for (const sheet of sheets) await askAboutCells(sheet, round);
  await context.sync();
  return {
    name: workbook.name,
    template: properties.category ?? "",
    locked: protection.protected,
    days_from_1904: Number(day.value) < 36_000,
    notes,
    active: cell ? placeOf(cell.address) : ["", "A1"],
    names: namesIn(names),
    sheets: sheets.map(sheetData),
  };
}

/** Sends what was asked to Excel whenever its answer would have many cells. */
class Round {
  /** @param {Excel.RequestContext} context */
  constructor(context) {
    this.context = context;
    this.cells = 0;
  }

  /** @param {number} cells */
  async make(cells) {
    if (this.cells && this.cells + cells > BLOCK) {
      await this.context.sync();
      this.cells = 0;
    }
    this.cells += cells;
  }
}

/**
 * @param {Excel.Worksheet} sheet
 * @param {boolean} withNotes
 */
function askAboutSheet(sheet, withNotes) {
  if (MEMORY.test(sheet.name)) sheet.calculate(true); // it may be left to the user
  const size = { rowIndex: true, columnIndex: true, rowCount: true, columnCount: true };
  return {
    sheet,
    content: sheet.getUsedRangeOrNullObject(true).load(size),
    formatted: sheet.getUsedRangeOrNullObject(false).load(size),
    protection: sheet.protection.load({ protected: true, options: true }),
    names: sheet.names.load({ name: true, formula: true }),
    filter: sheet.autoFilter.load({ enabled: true }),
    tables: sheet.tables.getCount(),
    comments: sheet.comments.load({ id: true }),
    notes: withNotes ? sheet.notes.load({ content: true, authorName: true }) : null,
  };
}

/** @typedef {ReturnType<typeof askAboutSheet>} Found */

/** @param {Excel.Range} range */
const bottomOf = (range) => (range.isNullObject ? 0 : range.rowIndex + range.rowCount);

/** @param {Excel.Range} range */
const rightOf = (range) => (range.isNullObject ? 0 : range.columnIndex + range.columnCount);

/** @param {Found} found */
function areaToRead({ content, formatted }) {
  const bottom = bottomOf(content);
  return { rows: Math.max(bottom, Math.min(bottomOf(formatted), bottom + BELOW)), columns: rightOf(content) };
}

/** @typedef {Found & {area: {rows: number, columns: number}, more?: Cells}} Asked */
/** @typedef {ReturnType<typeof askAboutWhole> & {blocks: ReturnType<typeof askAboutBlock>[]}} Cells */

/**
 * @param {Asked} asked
 * @param {Round} round
 */
async function askAboutCells(asked, round) {
  const { sheet, content, area } = asked;
  if (content.isNullObject) return;
  const blocks = [];
  const rows = Math.max(1, Math.floor(BLOCK / area.columns));
  for (let top = 0; top < area.rows; top += rows) {
    const height = Math.min(rows, area.rows - top);
    await round.make(height * area.columns);
    blocks.push(askAboutBlock(sheet.getRangeByIndexes(top, 0, height, area.columns), top));
  }
  asked.more = { ...askAboutWhole(asked), blocks };
}

/**
 * @param {Excel.Range} range
 * @param {number} top
 */
function askAboutBlock(range, top) {
  range.load({ values: true, formulas: true, numberFormat: true, valueTypes: true });
  const fill = { color: true, pattern: true, patternColor: true };
  const font = { strikethrough: true, superscript: true, subscript: true };
  return { top, range, looks: range.getCellProperties({ format: { fill, font } }) };
}

/** @param {Asked} asked */
function askAboutWhole({ sheet, area, notes, comments }) {
  const whole = sheet.getRangeByIndexes(0, 0, area.rows, area.columns);
  return {
    merged: whole.getMergedAreasOrNullObject().load({ address: true }),
    rows: whole.getRowProperties({ rowHidden: true }),
    columns: whole.getColumnProperties({ columnHidden: true }),
    lists: askAboutLists(sheet, area),
    notes: notes ? notes.items.map((note) => note.getLocation().load({ address: true })) : [],
    comments: comments.items.map((comment) => comment.getLocation().load({ address: true })),
  };
}

/**
 * @param {Excel.Worksheet} sheet
 * @param {{rows: number, columns: number}} area
 */
function askAboutLists(sheet, { rows, columns }) {
  const lists = [];
  if (sheet.visibility !== "Visible") return [];
  for (let row = 0; row < Math.min(rows, LIST_ROWS); row++) {
    for (let column = 0; column < Math.min(columns, LIST_COLUMNS); column++) {
      const rule = sheet.getCell(row, column).dataValidation.load({ type: true, rule: true });
      lists.push({ cell: addressOf(row, column), rule });
    }
  }
  return lists;
}

/** @param {Asked} asked */
function sheetData({ sheet, content, protection, names, filter, tables, notes, more }) {
  const cells = more ? more.blocks.flatMap(cellsIn) : [];
  return {
    name: sheet.name,
    visible: sheet.visibility === "Visible",
    protected: protection.protected,
    formattable: !protection.protected || Boolean(protection.options.allowFormatCells),
    filtered: filter.enabled || tables.value > 0,
    names: namesIn(names),
    content: [bottomOf(content), rightOf(content)],
    values: more ? more.blocks.flatMap(({ range }) => valuesIn(range)) : [],
    formats: more ? more.blocks.flatMap(({ range }) => range.numberFormat) : [],
    formulas: Object.fromEntries(more ? more.blocks.flatMap(formulasIn) : []),
    fills: Object.fromEntries(cells.filter(({ fill }) => fill.pattern !== "None").map(({ cell, fill }) => [cell, fill])),
    fonts: Object.fromEntries(cells.filter(({ font }) => !font.every(isFalse)).map(({ cell, font }) => [cell, font])),
    hiddenRows: numbersOf(more ? more.rows.value.map(({ rowHidden }) => rowHidden) : []),
    hiddenColumns: numbersOf(more ? more.columns.value.map(({ columnHidden }) => columnHidden) : []),
    merged: more && !more.merged.isNullObject ? more.merged.address : "",
    validations: Object.fromEntries(more ? more.lists.flatMap(sourceIn) : []),
    notes: (more?.notes ?? []).map(({ address }, index) => ({
      cell: placeOf(address)[1],
      text: notes?.items[index].content,
      author: notes?.items[index].authorName ?? "",
    })),
    threads: more ? more.comments.map(({ address }) => placeOf(address)[1]) : [],
  };
}

/** @param {unknown} said */
const isFalse = (said) => said === false;

/** @param {Excel.Range} range */
function valuesIn({ values, valueTypes }) {
  return values.map((row, line) =>
    row.map((value, column) => {
      const type = valueTypes[line][column];
      return type === "Empty" ? null : type === "Error" ? { error: value } : value;
    }),
  );
}

/** @param {Cells["blocks"][0]} block */
function formulasIn({ top, range: { formulas, values } }) {
  return formulas.flatMap((row, line) =>
    row.flatMap((formula, column) => {
      const calculated = typeof formula === "string" && formula.startsWith("=") && formula !== values[line][column];
      return calculated ? [[addressOf(top + line, column), formula]] : [];
    }),
  );
}

/** @param {Cells["blocks"][0]} block */
function cellsIn({ top, looks }) {
  return looks.value.flatMap((row, line) =>
    row.map(({ format }, column) => ({
      cell: addressOf(top + line, column),
      fill: { pattern: "None", ...format?.fill },
      font: [format?.font?.strikethrough ?? null, format?.font?.superscript ?? null, format?.font?.subscript ?? null],
    })),
  );
}

/** @param {{cell: string, rule: Excel.DataValidation}} list */
function sourceIn({ cell, rule }) {
  const source = rule.type === "List" ? rule.rule.list?.source : undefined;
  return typeof source === "string" ? [[cell, source]] : [];
}

/** @param {(boolean | undefined)[]} hidden */
const numbersOf = (hidden) => hidden.flatMap((each, index) => (each ? [index + 1] : []));

/** @param {Excel.NamedItemCollection} names */
const namesIn = ({ items }) => Object.fromEntries(items.map(({ name, formula }) => [name, String(formula)]));

/**
 * The address of a cell by its indexes, from 0.
 * @param {number} row
 * @param {number} column
 */
function addressOf(row, column) {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${row + 1}`;
}

/**
 * The sheet and the first cell of an address such as 'It''s'!D6:E7.
 * @param {string} address
 */
function placeOf(address) {
  const at = address.lastIndexOf("!");
  const sheet = address.slice(0, Math.max(at, 0)).replace(/^'(.*)'$/s, (_, name) => name.replaceAll("''", "'"));
  return [sheet, address.slice(at + 1).split(":")[0].replaceAll("$", "")];
}
