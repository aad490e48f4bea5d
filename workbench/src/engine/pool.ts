// A pool of threads, each with a WebAssembly engine. A computation in WebAssembly cannot be interrupted, so a request that
// is no longer wanted is dropped if it waits, left to end if it will soon, and ended with its thread if it takes too long.

import type { Engine, Reply, Request } from "./types.ts";
import { Refusal } from "./types.ts";
import type { Task, Told } from "./worker.ts";

/** A request nobody waits for any more may finish within this time; then its thread is ended. */
const PATIENCE = 1500;
/** A wanted request may take this long. */
const LIMIT = 180_000;

export interface Thread {
  onmessage: ((event: MessageEvent<Told>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(task: Task): void;
  terminate(): void;
}

interface Job {
  id: number;
  request: string;
  view: string | undefined;
  settle: (reply: Reply) => void;
  fail: (error: unknown) => void;
  wanted: boolean;
}

interface Seat {
  thread: Thread;
  job: Job | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class PoolEngine implements Engine {
  readonly where = "browser";
  readonly #make: () => Thread;
  readonly #seats: Seat[] = [];
  readonly #size: number;
  #waiting: Job[] = [];
  #last = 0;
  /** Told what is going on, so that a first visit or a long question sees why it waits. */
  onProgress: (words: string) => void = () => {};

  constructor(make: () => Thread, size: number) {
    this.#make = make;
    this.#size = size;
  }

  ask(request: Request, signal: AbortSignal, view?: string): Promise<Reply> {
    return new Promise((settle, fail) => {
      const job: Job = { id: (this.#last += 1), request: JSON.stringify(request), view, settle, fail, wanted: true };
      const stop = () => {
        fail(new DOMException("no longer wanted", "AbortError"));
        this.#unwanted(job);
      };
      if (signal.aborted) return stop();
      signal.addEventListener("abort", stop, { once: true });
      this.#waiting.push(job);
      this.#next();
    });
  }

  #unwanted(job: Job): void {
    job.wanted = false;
    this.#waiting = this.#waiting.filter((other) => other !== job);
    const seat = this.#seats.find((one) => one.job === job);
    if (!seat) return;
    clearTimeout(seat.timer);
    seat.timer = setTimeout(() => this.#restart(seat), PATIENCE);
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const seat = this.#seats.find((one) => !one.job) ?? (this.#seats.length < this.#size ? this.#open() : undefined);
      if (!seat) return;
      const job = this.#waiting.shift() as Job;
      seat.job = job;
      seat.timer = setTimeout(() => {
        job.fail(new Refusal(408, problem("The answer took too long and was given up. A smaller question may be answered.")));
        this.#restart(seat);
      }, LIMIT);
      seat.thread.postMessage({ id: job.id, request: job.request });
    }
  }

  #open(): Seat {
    const seat: Seat = { thread: this.#make(), job: null, timer: undefined };
    this.#seats.push(seat);
    this.#listen(seat);
    return seat;
  }

  #listen(seat: Seat): void {
    seat.thread.onmessage = ({ data }) => this.#told(seat, data);
    seat.thread.onerror = (event) => this.#crashed(seat, event.message || "the engine’s thread ended");
  }

  #told(seat: Seat, told: Told): void {
    if (told.kind === "ready" || told.id !== seat.job?.id) return;
    if (!seat.job.wanted && (told.kind === "fetching" || told.kind === "progress")) return;
    if (told.kind === "fetching") return this.onProgress(`Fetching data: ${told.done} of ${told.total} files`);
    if (told.kind === "progress") return told.total > 1 ? this.onProgress(`Solving: ${told.done} of ${told.total} ${told.what}`) : undefined;
    // After a trap the engine's memory is in no known state: never ask it again.
    if (told.kind === "failed") return this.#crashed(seat, told.message);
    const job = seat.job;
    clearTimeout(seat.timer);
    seat.job = null;
    if (told.kind === "unreachable") job.fail(new Refusal(0, problem(`${told.message} Answers whose data were fetched before are still there.`)));
    else job.settle({ status: told.status, type: "", bytes: told.bytes });
    this.#next();
  }

  #crashed(seat: Seat, why: string): void {
    seat.job?.fail(
      new Refusal(500, problem(`The engine stopped (${why}). It has been started again; change something or try once more.`)),
    );
    this.#restart(seat);
  }

  #restart(seat: Seat): void {
    clearTimeout(seat.timer);
    seat.thread.terminate();
    seat.thread = this.#make();
    seat.job = null;
    this.#listen(seat);
    this.#next();
  }
}

const problem = (message: string) => ({ message, file: null, line: null, column: null });
