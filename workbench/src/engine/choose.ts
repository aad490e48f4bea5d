// Which engine answers: the server that gave this page if it answers, else WebAssembly.

import { HttpEngine } from "./http.ts";
import { PoolEngine, type Thread } from "./pool.ts";
import { expectJson, type Engine, type Lists, Refusal } from "./types.ts";

function thread(): Thread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: encodeURI(document.baseURI) });
  return worker as Thread;
}

export interface Chosen {
  engine: Engine;
  lists: Lists;
}

export async function choose(onProgress: (words: string) => void): Promise<Chosen> {
  const signal = new AbortController().signal;
  const server = new HttpEngine();
  try {
    const reply = await server.ask({ ask: "lists" }, signal);
    // A static site answers 404 or 405 here, or with its own page.
    if (reply.status === 200 && reply.type.startsWith("application/json")) return { engine: server, lists: expectJson(reply) };
    if (reply.status === 401 || reply.status === 403) {
      throw new Refusal(reply.status, {
        message: "This server answers only with its token. Open the address that it printed when it was started; the token is in it.",
        file: null,
        line: null,
        column: null,
      });
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // Offline: the browser's own engine may be kept from an earlier visit.
  }
  const pool = new PoolEngine(thread, Math.min(2, navigator.hardwareConcurrency || 1));
  pool.onProgress = onProgress;
  return { engine: pool, lists: expectJson(await pool.ask({ ask: "lists" }, signal)) };
}
