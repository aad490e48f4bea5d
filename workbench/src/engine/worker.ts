// One WebAssembly engine in a thread of its own. It fetches the data that a question needs and asks again.

/// <reference lib="webworker" />

export interface Task {
  id: number;
  request: string;
}

export type Told =
  | { kind: "ready" }
  | { kind: "fetching"; id: number; done: number; total: number }
  | { kind: "progress"; id: number; done: number; total: number; what: string }
  | { kind: "unreachable"; id: number; message: string }
  | { kind: "reply"; id: number; status: number; bytes: Uint8Array }
  | { kind: "failed"; id: number; message: string };

interface Exports {
  memory: WebAssembly.Memory;
  unequal_reserve(length: number): number;
  unequal_ask(): number;
  unequal_text(): number;
  unequal_length(): number;
  unequal_provide(nameLength: number): number;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
// The page gives the site's address as the thread's name, since a thread's own address lies among the assets.
const root = decodeURI(scope.name);
// An engine that asks for data more often than any question has files is mistaken.
const MOST_ROUNDS = 80;

let engine: Promise<Exports> | undefined;
/** The task that the engine works at. */
let present = 0;

/** A data file that could not be fetched: the engine is as it was, and later questions may be answered. */
class Unreachable extends Error {}

async function load(): Promise<Exports> {
  const answer = await fetch(new URL("engine.wasm", root));
  if (!answer.ok) throw new Error(`engine.wasm could not be fetched (status ${answer.status})`);
  const module = await WebAssembly.compile(await answer.arrayBuffer());
  // A library may import a function that nothing calls; one that is called must fail and not lie.
  const imports: WebAssembly.Imports = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind !== "function") throw new Error(`the engine imports ${from}.${name}, which is not a function`);
    (imports[from] ??= {})[name] = () => {
      throw new Error(`${from}.${name} was called`);
    };
  }
  // Told while the engine works; messages leave this thread at once.
  (imports.unequal ??= {}).progress = (done: number, total: number, place: number, length: number) => {
    const what = new TextDecoder().decode(new Uint8Array(made.memory.buffer, place >>> 0, length >>> 0));
    scope.postMessage({ kind: "progress", id: present, done, total, what } satisfies Told);
  };
  const made = (await WebAssembly.instantiate(module, imports)).exports as unknown as Exports;
  return made;
}

/** Puts bytes into the engine's memory where it reads requests. */
function write(exports: Exports, parts: Uint8Array[]): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  let place = exports.unequal_reserve(length) >>> 0;
  for (const part of parts) {
    new Uint8Array(exports.memory.buffer, place, part.length).set(part);
    place += part.length;
  }
}

function ask(exports: Exports, request: Uint8Array): { status: number; bytes: Uint8Array } {
  write(exports, [request]);
  const status = exports.unequal_ask() >>> 0;
  // A copy: the memory moves when it grows.
  const bytes = new Uint8Array(exports.memory.buffer, exports.unequal_text() >>> 0, exports.unequal_length() >>> 0).slice();
  return { status, bytes };
}

/** The files that a reply with status 503 asks for. Names lead nowhere but below `data/`. */
function needed(bytes: Uint8Array): string[] {
  const { needs_all: all } = JSON.parse(new TextDecoder().decode(bytes)) as { needs_all?: unknown };
  const usable = (name: unknown) => typeof name === "string" && /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(name) && !name.includes("..");
  if (!Array.isArray(all) || all.length === 0 || !all.every(usable)) throw new Error("the engine asked for data without a usable name");
  return all as string[];
}

async function fetched(name: string): Promise<Uint8Array> {
  const lost = (why: string) => new Unreachable(`The data file ${name} could not be fetched (${why}).`);
  try {
    const data = await fetch(new URL(`data/${name}`, root));
    if (data.ok) return new Uint8Array(await data.arrayBuffer());
    throw lost(`status ${data.status}`);
  } catch (error) {
    throw error instanceof Unreachable ? error : lost(navigator.onLine ? "no connection to the site" : "there is no connection");
  }
}

/** Fetches files side by side and gives each to the engine when it is there. */
async function provide(exports: Exports, id: number, names: string[]): Promise<void> {
  let done = 0;
  const told = () => scope.postMessage({ kind: "fetching", id, done, total: names.length } satisfies Told);
  told();
  await Promise.all(
    names.map(async (name) => {
      const data = await fetched(name);
      const label = new TextEncoder().encode(name);
      write(exports, [label, data]);
      // 0: taken. Anything else would make the next round ask for the same file again.
      if (exports.unequal_provide(label.length) !== 0) throw new Error(`the engine refused the data file ${name}`);
      done += 1;
      told();
    }),
  );
}

async function answer({ id, request }: Task): Promise<void> {
  engine ??= load();
  const exports = await engine;
  const bytes = new TextEncoder().encode(request);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    present = id;
    const reply = ask(exports, bytes);
    if (reply.status !== 503) {
      scope.postMessage({ kind: "reply", id, ...reply } satisfies Told, [reply.bytes.buffer as ArrayBuffer]);
      return;
    }
    await provide(exports, id, needed(reply.bytes));
  }
  throw new Error("the engine asked for too many data files");
}

scope.onmessage = ({ data }: MessageEvent<Task>) => {
  answer(data).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: error instanceof Unreachable ? "unreachable" : "failed", id: data.id, message } satisfies Told);
  });
};
scope.postMessage({ kind: "ready" } satisfies Told);
