// Asking while a slider moves. The figures on the screen stay until newer ones come; a request that was overtaken may
// finish if it is quick, so that the picture follows the hand, and is ended if it is not.

import { useEffect, useState } from "preact/hooks";
import { aborted, expectJson, Refusal, type Question, type ViewReply } from "./engine/types.ts";
import { engine, progress } from "./state.ts";

/** How long an overtaken request may go on. */
const OVERTAKEN = 700;
const KEPT = 40;

export interface Solving {
  /** The last answer, which may be of an earlier question. */
  reply: ViewReply | null;
  /** The question that `reply` answers. */
  answered: Question | null;
  error: Refusal | null;
  busy: boolean;
  cancelled: boolean;
  stop: () => void;
  again: () => void;
}

// Answers depend on their question alone, so that going back is at once.
const kept = new Map<string, ViewReply>();

function keep(key: string, reply: ViewReply): void {
  kept.delete(key);
  kept.set(key, reply);
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}

type State = Omit<Solving, "stop" | "again">;
const NOTHING: State = { reply: null, answered: null, error: null, busy: false, cancelled: false };

class Asker {
  #state: State = NOTHING;
  #running: { key: string; control: AbortController; since: number } | null = null;
  #next: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #view: string;
  readonly #show: (state: State) => void;

  constructor(view: string, show: (state: State) => void) {
    this.#view = view;
    this.#show = show;
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#show(this.#state);
  }

  want(key: string): void {
    clearTimeout(this.#timer);
    const known = kept.get(key);
    if (known) {
      this.#drop();
      this.#set({ reply: known, answered: JSON.parse(key), error: null, busy: false, cancelled: false });
      return;
    }
    this.#set({ busy: true, error: null, cancelled: false });
    if (!this.#running) return this.#start(key);
    if (this.#running.key === key) {
      this.#next = null;
      return;
    }
    this.#next = key;
    const left = this.#running.since + OVERTAKEN - Date.now();
    this.#timer = setTimeout(() => this.#overtake(), Math.max(0, left));
  }

  #overtake(): void {
    const next = this.#next;
    if (next === null) return;
    this.#drop();
    this.#start(next);
  }

  #drop(): void {
    this.#running?.control.abort();
    this.#running = null;
    this.#next = null;
  }

  #start(key: string): void {
    const running = { key, control: new AbortController(), since: Date.now() };
    this.#running = running;
    this.#next = null;
    this.#ask(key, running.control.signal).then(
      (reply) => this.#ended(running, () => this.#answered(key, reply)),
      (error: unknown) => this.#ended(running, () => this.#failed(error)),
    );
  }

  async #ask(key: string, signal: AbortSignal): Promise<ViewReply> {
    const asked = engine.peek();
    if (!asked) throw new DOMException("no engine yet", "AbortError");
    return expectJson<ViewReply>(await asked.ask({ ask: "view", question: JSON.parse(key) }, signal, this.#view));
  }

  #ended(running: { key: string }, then: () => void): void {
    if (this.#running !== running) return;
    clearTimeout(this.#timer);
    progress.value = null;
    this.#running = null;
    then();
    if (this.#next !== null) this.#start(this.#next);
  }

  #answered(key: string, reply: ViewReply): void {
    keep(key, reply);
    this.#set({ reply, answered: JSON.parse(key), error: null, busy: this.#next !== null });
  }

  #failed(error: unknown): void {
    if (this.#next !== null) return;
    if (aborted(error) || (error instanceof Refusal && error.status === 499)) return this.#set({ busy: false, cancelled: true });
    if (error instanceof Refusal) return this.#set({ busy: false, error });
    const message = navigator.onLine
      ? "The engine cannot be reached. If it was a program on this computer, see whether it still runs."
      : "There is no connection, and this answer needs something that was not fetched before.";
    this.#set({ busy: false, error: new Refusal(0, { message, file: null, line: null, column: null }) });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#drop();
    this.#set({ busy: false, cancelled: true });
  }

  /** The view is left: nobody waits any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#drop();
  }
}

/** The answer to `question` for the part of the page called `name`; null asks nothing. */
export function useAnswer(question: Question | null, name: string): Solving {
  const [state, show] = useState<State>(NOTHING);
  const [asker] = useState(() => new Asker(name, show));
  const key = question && JSON.stringify(question);
  useEffect(() => {
    if (key) asker.want(key);
  }, [key]);
  useEffect(() => () => asker.end(), []);
  // Between the new question and the effect the old figures must already count as old.
  const stale = key !== null && !state.error && !state.cancelled && JSON.stringify(state.answered) !== key;
  return { ...state, busy: state.busy || stale, stop: () => asker.stop(), again: () => key && asker.want(key) };
}

/** Saves what the engine makes of a question in another form. */
export async function download(question: Question, form: "csv" | "json" | "html" | "xlsx" | "parquet", name: string): Promise<void> {
  const asked = engine.peek();
  if (!asked) return;
  const reply = await asked.ask({ ask: "download", question, form }, new AbortController().signal);
  if (reply.status !== 200) expectJson(reply);
  save(reply.bytes, `${name}.${form}`, reply.type || "application/octet-stream");
}

export function save(content: Uint8Array | string, name: string, type: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}
