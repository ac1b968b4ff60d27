// Excel's objects for add-ins over a workbook in JSON, as strict as Excel: nothing can be read before it was loaded and
// sync was awaited; what Excel refuses, it refuses; round trips are counted. It also runs in a browser.

const FIRST_1904 = 1462;

export function addressOf(row, column) {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

function indexesOf(cell) {
  const [, letters, digits] = /^([A-Z]+)([0-9]+)$/.exec(cell);
  return { row: Number(digits) - 1, column: [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1 };
}

function areaOf(text) {
  const [first, last = first] = text.split(":").map(indexesOf);
  return { top: first.row, left: first.column, bottom: last.row, right: last.column };
}

const refuse = (code, detail) => {
  throw Object.assign(new Error(`${code}: ${detail}`), { code });
};

/** Runs what was asked for, in its order, when sync is awaited. */
class Context {
  constructor(host) {
    this.host = host;
    this.queue = [];
    this.workbook = new Workbook(this, () => host.model);
    this.application = { suspendScreenUpdatingUntilNextSync: () => this.do(() => {}) };
  }

  do(step) {
    this.queue.push(step);
  }

  async sync() {
    const steps = this.queue;
    this.queue = [];
    this.host.syncs++;
    if (this.host.syncs === this.host.refused?.at) refuse(this.host.refused.code, this.host.refused.message);
    for (const step of steps) step();
  }
}

class ClientObject {
  constructor(context, find) {
    this.context = context;
    this.find = find;
    this.known = new Map();
  }

  load(options) {
    const wrong = Object.keys(options).filter((name) => !(name in this.constructor.scalars));
    if (wrong.length) refuse("InvalidArgument", `${this.constructor.name}.${wrong}`);
    this.context.do(() => this.read(options));
    return this;
  }

  read(options) {
    const target = this.find();
    this.known.set("isNullObject", target === null);
    if (target === null) return;
    for (const name of Object.keys(options)) this.known.set(name, structuredClone(this.constructor.scalars[name].get(target, this)));
  }

  get isNullObject() {
    return this.get("isNullObject");
  }

  get(name) {
    if (!this.known.has(name)) refuse("PropertyNotLoaded", `${this.constructor.name}.${name}`);
    return this.known.get(name);
  }

  set(name, value) {
    const scalar = this.constructor.scalars[name];
    if (!scalar.set) refuse("InvalidArgument", `${this.constructor.name}.${name} cannot be set`);
    this.context.do(() => scalar.set(this.there(), value, this));
  }

  there() {
    return this.find() ?? refuse("ItemNotFound", this.constructor.name);
  }

  result(make) {
    const result = new Result();
    this.context.do(() => result.fill(structuredClone(make(this.there()))));
    return result;
  }
}

class Result {
  #filled = false;
  #value;

  fill(value) {
    this.#filled = true;
    this.#value = value;
  }

  get value() {
    return this.#filled ? this.#value : refuse("ValueNotLoaded", "a result before sync");
  }
}

/** Gives a class its scalar properties; each has ``get`` of the target, and ``set`` where it can be set. */
function define(type, scalars) {
  type.scalars = scalars;
  for (const name of Object.keys(scalars)) {
    Object.defineProperty(type.prototype, name, {
      get() {
        return this.get(name);
      },
      set(value) {
        this.set(name, value);
      },
    });
  }
}

class Collection extends ClientObject {
  constructor(context, find, type) {
    super(context, find);
    this.type = type;
  }

  load(options) {
    const wrong = Object.keys(options).filter((name) => !(name in this.type.scalars));
    if (wrong.length) refuse("InvalidArgument", `${this.type.name}.${wrong}`);
    this.context.do(() => {
      this.known.set("items", this.find().map((target) => {
        const item = new this.type(this.context, () => target);
        item.read(options);
        return item;
      }));
    });
    return this;
  }

  get items() {
    return this.get("items");
  }

  getCount() {
    return this.result((all) => all.length);
  }
}
Collection.scalars = {};

class Workbook extends ClientObject {
  get names() {
    return new Collection(this.context, () => Object.entries(this.find().names), Name);
  }

  get worksheets() {
    return (this.sheets ??= new Worksheets(this.context, () => this.find().sheets, Worksheet));
  }

  get properties() {
    return (this.about ??= new Properties(this.context, this.find));
  }

  get protection() {
    return (this.guard ??= new BookProtection(this.context, this.find));
  }

  get functions() {
    return { date: (year, month, day) => new FunctionResult(this.context, () => this.find().date1904 ? 36526 - FIRST_1904 : 36526) };
  }

  getActiveCell() {
    return new Range(this.context, () => {
      const { active: [name, cell], sheets } = this.find();
      return { sheet: sheets.find((sheet) => sheet.name === name), ...areaOf(cell) };
    });
  }
}
define(Workbook, { name: { get: (book) => book.name } });

class Properties extends ClientObject {}
define(Properties, { category: { get: (book) => book.category } });

class BookProtection extends ClientObject {}
define(BookProtection, { protected: { get: (book) => book.locked } });

class FunctionResult extends ClientObject {}
define(FunctionResult, { value: { get: (value) => value } });

class Name extends ClientObject {}
define(Name, { name: { get: ([name]) => name }, formula: { get: ([, formula]) => formula } });

class Worksheets extends Collection {
  getItem(name) {
    return new Worksheet(this.context, () => this.find().find((sheet) => sheet.name === name) ?? null);
  }

  add(name) {
    const sheet = { name, visibility: "Visible", protected: false, formattable: false, names: {}, filter: false, tables: 0, cells: {}, hiddenRows: [], hiddenColumns: [], merged: [], validations: {}, notes: {}, threads: [] };
    this.context.do(() => {
      const { model } = this.context.host;
      if (model.locked) refuse("AccessDenied", "the structure is protected");
      if (name.length > 31 || model.sheets.some((each) => each.name.toLowerCase() === name.toLowerCase())) refuse("InvalidArgument", name);
      model.sheets.push(sheet);
    });
    return new Worksheet(this.context, () => sheet);
  }
}

class Worksheet extends ClientObject {
  get protection() {
    return new SheetProtection(this.context, this.find);
  }

  get names() {
    return new Collection(this.context, () => Object.entries(this.there().names), Name);
  }

  get autoFilter() {
    return new AutoFilter(this.context, this.find);
  }

  get tables() {
    return new Collection(this.context, () => Array.from({ length: this.there().tables }, () => ({})), Table);
  }

  get comments() {
    return new Collection(this.context, () => this.there().threads.map((cell) => ({ sheet: this.there(), cell })), Comment);
  }

  get notes() {
    this.context.host.need("1.18");
    return new Notes(this.context, () => Object.keys(this.there().notes).map((cell) => ({ sheet: this.there(), cell })), Note, this);
  }

  calculate() {
    this.context.do(() => this.there());
  }

  activate() {
    this.context.do(() => {
      const sheet = this.there();
      if (sheet.visibility !== "Visible") refuse("InvalidOperation", "a hidden sheet cannot be shown");
      this.context.host.model.active = [sheet.name, "A1"];
    });
  }

  delete() {
    this.context.do(() => {
      const { model } = this.context.host;
      const sheet = this.there();
      if (model.locked) refuse("AccessDenied", "the structure is protected");
      if (sheet.visibility === "VeryHidden") refuse("InvalidOperation", "a very hidden sheet cannot be deleted");
      model.sheets = model.sheets.filter((each) => each !== sheet);
    });
  }

  range(area) {
    return new Range(this.context, () => ({ sheet: this.there(), ...area(this.there()) }));
  }

  getRangeByIndexes(row, column, rows, columns) {
    if (rows < 1 || columns < 1) refuse("InvalidArgument", "an empty range");
    return this.range(() => ({ top: row, left: column, bottom: row + rows - 1, right: column + columns - 1 }));
  }

  getRange(address) {
    return this.range(() => areaOf(address));
  }

  getCell(row, column) {
    return this.getRangeByIndexes(row, column, 1, 1);
  }

  getRanges(addresses) {
    if (addresses.length > 8192) refuse("InvalidArgument", "an address is too long");
    return new RangeAreas(this.context, () => addresses.split(",").map((address) => ({ sheet: this.there(), ...areaOf(address) })));
  }

  getUsedRange() {
    return this.range((sheet) => usedArea(sheet, false));
  }

  getUsedRangeOrNullObject(valuesOnly) {
    return new Range(this.context, () => {
      const area = usedArea(this.there(), valuesOnly);
      return area && { sheet: this.there(), ...area };
    });
  }
}
define(Worksheet, {
  name: { get: (sheet) => sheet.name },
  visibility: { get: (sheet) => sheet.visibility, set: (sheet, value) => (sheet.visibility = value) },
  position: {
    get: (sheet, { context }) => context.host.model.sheets.indexOf(sheet),
    set(sheet, place, { context }) {
      const { sheets } = context.host.model;
      sheets.splice(sheets.indexOf(sheet), 1);
      sheets.splice(place, 0, sheet);
    },
  },
});

class SheetProtection extends ClientObject {}
define(SheetProtection, {
  protected: { get: (sheet) => sheet.protected },
  options: { get: (sheet) => ({ allowFormatCells: sheet.formattable }) },
});

class AutoFilter extends ClientObject {}
define(AutoFilter, { enabled: { get: (sheet) => sheet.filter } });

class Table extends ClientObject {}
define(Table, {});

/** Something at a cell: a note or a threaded comment. */
class AtCell extends ClientObject {
  getLocation() {
    return new Range(this.context, () => ({ sheet: this.there().sheet, ...areaOf(this.there().cell) }));
  }
}

class Comment extends AtCell {}
define(Comment, { id: { get: ({ cell }) => cell } });

const noteAt = ({ sheet, cell }) => sheet.notes[cell] ?? refuse("ItemNotFound", "note");

class Note extends AtCell {
  delete() {
    this.context.do(() => {
      const { sheet, cell } = this.there();
      unprotected(sheet);
      noteAt({ sheet, cell });
      delete sheet.notes[cell];
    });
  }
}
define(Note, {
  content: {
    get: (at) => noteAt(at).content,
    set(at, text) {
      unprotected(at.sheet);
      noteAt(at).content = text;
    },
  },
  authorName: { get: (at) => noteAt(at).author },
  width: { get: (at) => noteAt(at).width, set: (at, value) => (noteAt(at).width = value) },
  height: { get: (at) => noteAt(at).height, set: (at, value) => (noteAt(at).height = value) },
});

class Notes extends Collection {
  constructor(context, find, type, sheet) {
    super(context, find, type);
    this.sheet = sheet;
  }

  getItem(cell) {
    return new Note(this.context, () => ({ sheet: this.sheet.there(), cell }));
  }

  add(cell, content) {
    this.context.do(() => {
      const sheet = this.sheet.there();
      unprotected(sheet);
      if (sheet.notes[cell] || sheet.threads.includes(cell)) refuse("InvalidOperation", "the cell has a note, or a threaded comment");
      sheet.notes[cell] = { content, author: "一位老師" };
    });
    return this.getItem(cell);
  }
}

function unprotected(sheet, { looks = false } = {}) {
  if (sheet.protected && !(looks && sheet.formattable)) refuse("AccessDenied", "the sheet is protected");
}

/** The area with cells, or null; ``valuesOnly``: with content. */
function usedArea(sheet, valuesOnly) {
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

class Range extends ClientObject {
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

class RangeAreas extends ClientObject {
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

/** The globals of an add-in. model: the workbook in JSON; api: the newest set of ExcelApi that this Excel has. */
export function makeOffice(model, api = "1.18") {
  const number = (version) => Number(version.split(".")[1]);
  const host = {
    model,
    syncs: 0,
    refused: null, // the round trip at which Excel refuses, and with which code
    need(version) {
      if (number(version) > number(api)) refuse("ApiNotFound", version);
    },
  };
  const Excel = {
    async run(batch) {
      const context = new Context(host);
      const result = await batch(context);
      if (context.queue.length) await context.sync(); // as Excel.run does
      return result;
    },
  };
  const Office = {
    HostType: { Excel: "Excel" },
    onReady: async () => ({ host: "Excel", platform: "OfficeOnline" }),
    context: { requirements: { isSetSupported: (set, version) => set === "ExcelApi" && number(version) <= number(api) } },
  };
  return { host, Excel, Office };
}
