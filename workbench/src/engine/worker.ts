// One WebAssembly engine in a thread of its own. It fetches the data that a question needs and asks again.

/// <reference lib="webworker" />

export interface Task {
  id: number;
  request: string;
}

export type Told =
  | { kind: "ready" }
  | { kind: "fetching"; id: number; what: string }
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
// More requests for data than any question has files are a mistake of the engine.
const MOST_NEEDS = 80;

let engine: Promise<Exports> | undefined;

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
  return (await WebAssembly.instantiate(module, imports)).exports as unknown as Exports;
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

/** The file that a reply with status 503 asks for. Names lead nowhere but below `data/`. */
function needed(bytes: Uint8Array): string {
  const { needs } = JSON.parse(new TextDecoder().decode(bytes)) as { needs?: unknown };
  if (typeof needs !== "string" || !/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(needs) || needs.includes("..")) {
    throw new Error("the engine asked for data without a usable name");
  }
  return needs;
}

async function answer({ id, request }: Task): Promise<void> {
  engine ??= load();
  const exports = await engine;
  const bytes = new TextEncoder().encode(request);
  for (let round = 0; round < MOST_NEEDS; round += 1) {
    const reply = ask(exports, bytes);
    if (reply.status !== 503) {
      scope.postMessage({ kind: "reply", id, ...reply } satisfies Told, [reply.bytes.buffer as ArrayBuffer]);
      return;
    }
    const name = needed(reply.bytes);
    scope.postMessage({ kind: "fetching", id, what: name } satisfies Told);
    const data = await fetch(new URL(`data/${name}`, root));
    if (!data.ok) throw new Error(`the data file ${name} could not be fetched (status ${data.status})`);
    const label = new TextEncoder().encode(name);
    write(exports, [label, new Uint8Array(await data.arrayBuffer())]);
    // 0: taken. Anything else would make the next round ask for the same file again.
    if (exports.unequal_provide(label.length) !== 0) throw new Error(`the engine refused the data file ${name}`);
  }
  throw new Error("the engine asked for too many data files");
}

scope.onmessage = ({ data }: MessageEvent<Task>) => {
  answer(data).catch((error: unknown) => {
    scope.postMessage({ kind: "failed", id: data.id, message: error instanceof Error ? error.message : String(error) } satisfies Told);
  });
};
scope.postMessage({ kind: "ready" } satisfies Told);
