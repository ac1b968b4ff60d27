// Excel's ranges for add-ins, over the cells of a sheet in JSON.

import { ClientObject, addressOf, areaOf, define, indexesOf, refuse } from "./office_runtime.mjs";

export function unprotected(sheet, { looks = false } = {}) {
  if (sheet.protected && !(looks && sheet.formattable)) refuse("AccessDenied", "the sheet is protected");
}

/** The area with cells, or null; ``valuesOnly``: with content. */
export function usedArea(sheet, valuesOnly) {
  const held = Object.entries(sheet.cells).filter(([, cell]) => !valuesOnly || resultOf(cell) !== null || cell.formula);
  const places = held.map(([cell]) => indexesOf(cell));
  if (!places.length) return null;
  const rows = places.map(({ row }) => row);
  const columns = places.map(({ column }) => column);
  const most = (numbers) => numbers.reduce((one, other) => Math.max(one, other));
  const least = (numbers) => numbers.reduce((one, other) => Math.min(one, other));
  return { top: least(rows), left: least(columns), bottom: most(rows), right: most(columns) };
}

/** What a formula of the add-in's own gives, or what was calculated before; null for nothing. */
function resultOf({ value = null, formula }) {
  const place = /^=(ROW|COLUMN)\('(?:[^']|'')+'!\$?([A-Z]+)\$?([0-9]+)\)$/.exec(formula ?? "");
  if (place) return place[1] === "ROW" ? Number(place[3]) : indexesOf(`${place[2]}1`).column + 1;
  const link = /^=HYPERLINK\("(?:[^"]|"")*","([^"]*)"\)$/.exec(formula ?? "");
  if (link) return link[1];
  return formula?.includes("#REF!") ? { error: "#REF!" } : value;
}

function typed(input, format) {
  if (typeof input !== "string") return { value: input };
  if (input.startsWith("'")) return { value: input.slice(1) };
  if (input.startsWith("=")) return { formula: input };
  if (input === "") return { value: null };
  const number = /^-?[0-9]+([.,][0-9]+)*$/.test(input) && format !== "@";
  return { value: number ? Number(input.replaceAll(",", "")) : input };
}

const NO_FILL = { pattern: "None", color: "#FFFFFF", patternColor: "#000000" };

export class Range extends ClientObject {
  get format() {
    return new RangeFormat(this.context, () => [this.there()]);
  }

  get dataValidation() {
    return new DataValidation(this.context, this.find);
  }

  getEntireColumn() {
    return this;
  }

  select() {
    this.context.do(() => {
      const { sheet, top, left } = this.there();
      if (this.context.host.model.active[0] !== sheet.name) refuse("InvalidOperation", "the sheet is not active");
      this.context.host.model.active = [sheet.name, addressOf(top, left)];
    });
  }

  getCellProperties({ format: { fill, font } }) {
    const some = (wanted, all) => Object.fromEntries(Object.keys(wanted).map((name) => [name, all[name]]));
    return this.result((area) => table(area, ({ fill: own, font: [strikethrough, superscript, subscript] = [false, false, false] }) => ({
      format: { fill: some(fill, { ...NO_FILL, ...own }), font: some(font, { strikethrough, superscript, subscript }) },
    })));
  }

  getRowProperties() {
    return this.result(({ sheet, top, bottom }) => span(top, bottom).map((row) => ({ rowHidden: sheet.hiddenRows.includes(row + 1) })));
  }

  getColumnProperties() {
    return this.result(({ sheet, left, right }) => span(left, right).map((column) => ({ columnHidden: sheet.hiddenColumns.includes(column + 1) })));
  }

  getMergedAreasOrNullObject() {
    return new RangeAreas(this.context, () => {
      const { sheet } = this.there();
      return sheet.merged.length ? sheet.merged.map((address) => ({ sheet, ...areaOf(address) })) : null;
    });
  }
}

const span = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

const table = ({ sheet, top, left, bottom, right }, make) =>
  span(top, bottom).map((row) => span(left, right).map((column) => make(sheet.cells[addressOf(row, column)] ?? {})));

const qualified = ({ sheet: { name }, top, left, bottom, right }) => {
  const quoted = /^[\p{L}\p{N}_.]+$/u.test(name) && !/^[0-9]/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
  const [first, last] = [addressOf(top, left), addressOf(bottom, right)];
  return `${quoted}!${first === last ? first : `${first}:${last}`}`;
};

define(Range, {
  address: { get: qualified },
  rowIndex: { get: ({ top }) => top },
  columnIndex: { get: ({ left }) => left },
  rowCount: { get: ({ top, bottom }) => bottom - top + 1 },
  columnCount: { get: ({ left, right }) => right - left + 1 },
  values: { get: (area) => table(area, (cell) => ((value) => value?.error ?? value ?? "")(resultOf(cell))) },
  valueTypes: {
    get: (area) => table(area, (cell) => {
      const value = resultOf(cell);
      if (value === null) return "Empty";
      return value.error ? "Error" : { string: "String", number: "Double", boolean: "Boolean" }[typeof value];
    }),
  },
  formulas: {
    get: (area) => table(area, (cell) => cell.formula ?? ((value) => value?.error ?? value ?? "")(resultOf(cell))),
    set({ sheet, top, left, bottom, right }, rows) {
      unprotected(sheet);
      if (rows.length !== bottom - top + 1 || rows.some((row) => row.length !== right - left + 1)) refuse("InvalidArgument", "the size of formulas");
      for (const [line, row] of rows.entries()) {
        for (const [step, input] of row.entries()) {
          const at = addressOf(top + line, left + step);
          const { value: _, formula: __, ...looks } = sheet.cells[at] ?? {};
          const content = typed(input, looks.format);
          if (content.value === null && !Object.keys(looks).length) delete sheet.cells[at];
          else sheet.cells[at] = { ...looks, ...content };
        }
      }
    },
  },
  numberFormat: { get: (area) => table(area, ({ format = "General" }) => format) },
});

class DataValidation extends ClientObject {}
define(DataValidation, {
  type: { get: (area) => guardOf(area)?.type ?? "None" },
  rule: { get: (area) => ((guard) => (guard?.type === "List" ? { list: { inCellDropDown: true, source: guard.source } } : {}))(guardOf(area)) },
});

const guardOf = ({ sheet, top, left }) => sheet.validations[addressOf(top, left)];

export class RangeAreas extends ClientObject {
  get format() {
    return new RangeFormat(this.context, () => this.there());
  }
}
define(RangeAreas, { address: { get: (areas) => areas.map(qualified).join(",") } });

/** The formats of areas; what only a list of findings gets is not looked at. */
class RangeFormat extends ClientObject {
  get fill() {
    return new RangeFill(this.context, this.find);
  }

  get font() {
    return new Font(this.context, this.find);
  }

  autofitRows() {
    this.context.do(() => this.there());
  }
}
const ignored = { get: () => null, set: (areas) => areas.forEach(({ sheet }) => unprotected(sheet)) };
define(RangeFormat, { columnWidth: ignored, wrapText: ignored, verticalAlignment: ignored });

class Font extends ClientObject {}
define(Font, { bold: ignored, color: ignored });

class RangeFill extends ClientObject {
  clear() {
    this.context.do(() => eachCell(this.there(), (cell) => delete cell.fill));
  }
}

function eachCell(areas, change) {
  for (const { sheet, top, left, bottom, right } of areas) {
    unprotected(sheet, { looks: true });
    for (const row of span(top, bottom)) for (const column of span(left, right)) change((sheet.cells[addressOf(row, column)] ??= {}));
  }
}

const part = (name) => ({
  get: () => null,
  set(areas, value) {
    if (name !== "pattern" && !/^#[0-9A-F]{6}$/i.test(value)) refuse("InvalidArgument", `${name} ${value}`);
    eachCell(areas, (cell) => {
      const old = cell.fill ?? (name === "color" ? { ...NO_FILL, pattern: "Solid" } : NO_FILL);
      cell.fill = { ...old, [name]: value };
    });
  },
});
define(RangeFill, { pattern: part("pattern"), color: part("color"), patternColor: part("patternColor") });
