// What all objects of Excel for add-ins have in common: nothing can be read before it was loaded and sync was awaited.

export function addressOf(row, column) {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

export function indexesOf(cell) {
  const [, letters, digits] = /^([A-Z]+)([0-9]+)$/.exec(cell);
  return { row: Number(digits) - 1, column: [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1 };
}

export function areaOf(text) {
  const [first, last = first] = text.split(":").map(indexesOf);
  return { top: first.row, left: first.column, bottom: last.row, right: last.column };
}

export const refuse = (code, detail) => {
  throw Object.assign(new Error(`${code}: ${detail}`), { code });
};

/** Runs what was asked for, in its order, when sync is awaited. */
export class Context {
  constructor(host) {
    this.host = host;
    this.queue = [];
    this.workbook = host.workbook(this);
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

export class ClientObject {
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

export class Result {
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
export function define(type, scalars) {
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

export class Collection extends ClientObject {
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
