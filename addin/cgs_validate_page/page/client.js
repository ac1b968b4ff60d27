// Asks the worker, one request at a time; ends it where it takes too long, and starts another.
"use strict";

class Client {
  constructor(source, load, seconds) {
    this.source = source;
    this.load = load;
    this.milliseconds = 1000 * seconds;
    this.ready = this.start();
    this.queue = Promise.resolve();
  }

  async start() {
    this.loaded ??= this.load(); // once: a worker that takes the place of another is soon ready
    const loaded = await this.loaded;
    this.address ??= URL.createObjectURL(new Blob([this.source], { type: "text/javascript" }));
    this.worker = new Worker(this.address);
    await this.exchange(loaded);
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
  ask(request, bytes = new ArrayBuffer(0)) {
    const answered = this.queue.then(() => this.answered(request, bytes));
    this.queue = answered.catch(() => undefined);
    return answered;
  }

  async answered(request, bytes) {
    const stopped = new Promise((_, reject) => (this.end = reject));
    let timer;
    try {
      await Promise.race([this.ready, stopped]);
      timer = setTimeout(() => this.end(new Stopped("took_too_long")), this.milliseconds);
      return await Promise.race([this.exchange({ request, bytes }), stopped]);
    } catch (error) {
      if (timer || !(error instanceof Stopped)) this.restart(); // one that is being started is for the next request
      throw error instanceof Stopped ? error : new Stopped("worker_died");
    } finally {
      clearTimeout(timer);
    }
  }

  restart() {
    this.worker?.terminate();
    this.ready = this.start();
    this.ready.catch(() => undefined); // the next request says it
  }

  /** End what is being done; its request rejects. */
  cancel() {
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
