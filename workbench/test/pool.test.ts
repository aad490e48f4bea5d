// Threads of WebAssembly engines: answers reach their askers, what is dropped does not, crashes are told and mended.

import assert from "node:assert/strict";
import { it, mock } from "node:test";
import { PoolEngine, type Thread } from "../src/engine/pool.ts";
import { expectJson, Refusal } from "../src/engine/types.ts";
import type { Task, Told } from "../src/engine/worker.ts";

class Fake implements Thread {
  onmessage: Thread["onmessage"] = null;
  onerror: Thread["onerror"] = null;
  tasks: Task[] = [];
  ended = false;
  postMessage(task: Task): void {
    this.tasks.push(task);
  }
  terminate(): void {
    this.ended = true;
  }
  tell(told: Told): void {
    this.onmessage?.({ data: told } as MessageEvent<Told>);
  }
  answer(body: unknown): void {
    const id = this.tasks.at(-1)?.id as number;
    this.tell({ kind: "reply", id, status: 200, bytes: new TextEncoder().encode(JSON.stringify(body)) });
  }
}

function pool(size: number) {
  const threads: Fake[] = [];
  const engine = new PoolEngine(() => {
    const made = new Fake();
    threads.push(made);
    return made;
  }, size);
  const ask = (signal = new AbortController().signal) => engine.ask({ ask: "lists" }, signal);
  return { threads, ask };
}

it("askers wait for a free thread and get their own answers", async () => {
  const { threads, ask } = pool(1);
  const [one, other] = [ask(), ask()];
  assert.equal(threads[0]?.tasks.length, 1);
  threads[0]?.answer(1);
  threads[0]?.answer(2);
  assert.deepEqual([expectJson(await one), expectJson(await other)], [1, 2]);
});

it("a waiting request that is dropped is never asked", async () => {
  const { threads, ask } = pool(1);
  const first = ask();
  const control = new AbortController();
  const second = ask(control.signal);
  control.abort();
  await assert.rejects(second, { name: "AbortError" });
  threads[0]?.answer(1);
  await first;
  assert.equal(threads[0]?.tasks.length, 1);
});

it("a dropped request that goes on too long is ended with its thread", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { threads, ask } = pool(1);
  const control = new AbortController();
  const dropped = ask(control.signal);
  const next = ask();
  control.abort();
  await assert.rejects(dropped, { name: "AbortError" });
  assert.equal(threads.length, 1);
  mock.timers.tick(2000);
  assert.ok(threads[0]?.ended);
  threads[1]?.answer(3);
  assert.equal(expectJson(await next), 3);
  mock.timers.reset();
});

it("a crash is told and the next request goes to a new thread", async () => {
  const { threads, ask } = pool(1);
  const crashed = ask();
  threads[0]?.tell({ kind: "failed", id: threads[0].tasks[0]?.id as number, message: "unreachable" });
  await assert.rejects(crashed, (error) => error instanceof Refusal && /unreachable/.test(error.message));
  assert.ok(threads[0]?.ended);
  const next = ask();
  threads[1]?.answer(4);
  assert.equal(expectJson(await next), 4);
});

it("a late answer of an ended thread reaches nobody", async () => {
  const { threads, ask } = pool(1);
  const crashed = ask();
  threads[0]?.onerror?.({ message: "out of memory" } as ErrorEvent);
  await assert.rejects(crashed, /out of memory/);
  const next = ask();
  threads[0]?.answer("old");
  threads[1]?.answer("new");
  assert.equal(expectJson(await next), "new");
});

it("data that cannot be fetched leave the engine as it is", async () => {
  const { threads, ask } = pool(1);
  const lost = ask();
  threads[0]?.tell({ kind: "unreachable", id: threads[0].tasks[0]?.id as number, message: "no connection" });
  await assert.rejects(lost, (error) => error instanceof Refusal && error.status === 0 && /no connection/.test(error.message));
  assert.equal(threads[0]?.ended, false);
  const next = ask();
  threads[0]?.answer(5);
  assert.equal(expectJson(await next), 5);
});

it("progress is told while somebody waits", async () => {
  const threads: Fake[] = [];
  const engine = new PoolEngine(() => threads[threads.push(new Fake()) - 1] as Fake, 1);
  const heard: string[] = [];
  engine.onProgress = (words) => heard.push(words);
  const control = new AbortController();
  const answer = engine.ask({ ask: "lists" }, control.signal);
  const id = threads[0]?.tasks[0]?.id as number;
  threads[0]?.tell({ kind: "fetching", id, done: 1, total: 2 });
  threads[0]?.tell({ kind: "progress", id, done: 3, total: 6, what: "games" });
  control.abort();
  await assert.rejects(answer, { name: "AbortError" });
  threads[0]?.tell({ kind: "progress", id, done: 4, total: 6, what: "games" });
  assert.deepEqual(heard, ["Fetching data: 1 of 2 files", "Solving: 3 of 6 games"]);
  threads[0]?.answer(null);
});
