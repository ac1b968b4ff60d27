// Excel's objects for add-ins over a workbook in JSON, as strict as Excel: nothing can be read before it was loaded and
// sync was awaited; what Excel refuses, it refuses; round trips are counted. It also runs in a browser.

import { Range, RangeAreas, unprotected, usedArea } from "./office_cells.mjs";
import { ClientObject, Collection, Context, addressOf, areaOf, define, refuse } from "./office_runtime.mjs";

const FIRST_1904 = 1462;

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

/** The globals of an add-in. model: the workbook in JSON; api: the newest set of ExcelApi that this Excel has. */
export function makeOffice(model, api = "1.18") {
  const number = (version) => Number(version.split(".")[1]);
  const host = {
    model,
    syncs: 0,
    workbook: (context) => new Workbook(context, () => host.model),
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
