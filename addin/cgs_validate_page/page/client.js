// Asks the worker, one request at a time; ends it where it takes too long, and starts another.
"use strict";

const START = 120; // seconds of a worker's start, on a slow computer

class Client {
  constructor(source, load, seconds) {
    this.source = source;
    this.load = load;
    this.seconds = seconds;
    this.ready = this.start();
    this.queue = Promise.resolve();
    this.cancelled = 0; // how often
  }

  async start() {
    this.address ??= URL.createObjectURL(new Blob([this.source], { type: "text/javascript" }));
    this.worker = new Worker(this.address);
    const { able } = await within(START, "worker_died", this.exchange({ hello: true }));
    if (!able) throw new Stopped("no_modules");
    this.loaded ??= this.load(); // once: a worker that takes the place of another is soon ready
    await within(START, "worker_died", this.exchange(await this.loaded));
  }

  /** Send one message to the worker and return its answer. Rejects where the worker fails. */
  exchange(message) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => (data.failed ? reject(new Error(data.failed)) : resolve(data));
      this.worker.onerror = (event) => reject(new Error(event.message || "worker"));
      this.worker.postMessage(message);
    });
  }

  /** Return the answer to a request about a workbook's bytes: what is said, and a file. */
  ask(request, bytes) {
    const turn = this.cancelled;
    const answered = this.queue.then(() => this.answered(request, bytes, turn));
    this.queue = answered.catch(() => undefined);
    return answered;
  }

  async answered(request, bytes, turn) {
    if (turn !== this.cancelled) throw new Stopped("cancelled");
    const stopped = new Promise((_, reject) => (this.end = reject));
    let asked = false;
    try {
      await Promise.race([this.ready, stopped]);
      asked = true;
      const made = within(this.seconds, "took_too_long", this.exchange({ request, bytes }));
      const { said, file } = await Promise.race([made, stopped]);
      return { said: JSON.parse(new TextDecoder().decode(said)), file };
    } catch (error) {
      if (asked || error.code !== "cancelled") this.restart(); // one that is being started is for the next request
      throw error instanceof Stopped ? error : new Stopped("worker_died");
    } finally {
      this.end = undefined;
    }
  }

  restart() {
    this.worker?.terminate();
    this.ready = this.start();
    this.ready.catch(() => undefined); // the next request says it
  }

  /** End what is being done and what waits for it; their requests reject. */
  cancel() {
    this.cancelled += 1;
    this.end?.(new Stopped("cancelled"));
  }
}

/** Why there is no answer: the code of an error that the command knows too, or ``cancelled``. */
class Stopped extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** Return what a promise gives, or reject with a code once the seconds are over. */
async function within(seconds, code, promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Stopped(code)), 1000 * seconds)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
