// Fifty readers who move sliders at once, against the program's own server: `npm run load`. UNEQUAL is the program, DURATION
// how long (60). Fails on a wrong answer, on one that does not come, on memory that grows, and on work that nobody waits for.

import assert from "node:assert/strict";
import { memory, processorTime, start } from "./program.mjs";

const CLIENTS = 50;
const SECONDS = Number(process.env.DURATION) || 60;
/** As in the page (`workbench/src/answer.ts`): an overtaken request may go on for so long. */
const OVERTAKEN = 700;
const PAIRS = [["RUS", "CHN"], ["USA", "CHN"], ["DEU", "RUS"], ["EU27", "USA"], ["VNM", "CHN"]];
/** A prepared table and the answers under way fit into this, MB. */
const MOST_MEMORY = 1500;

const server = await start(process.env.UNEQUAL);
const counts = { answered: 0, cancelled: 0 };
const waits = [];
const wrong = [];

/** One question by one reader. Gives the answer, or null if a later one took its place. */
async function ask(reader, question, signal) {
  const headers = { "Content-Type": "application/json", Origin: server.address.slice(0, -1), "X-Unequal-View": `reader-${reader}` };
  const body = JSON.stringify({ ask: "view", question });
  const reply = await fetch(`${server.address}api/ask`, { method: "POST", headers, body, signal });
  const text = await reply.text();
  if (reply.status === 499) return null;
  if (reply.status !== 200) throw new Error(`status ${reply.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text).answer.answer;
}

function check(question, answer) {
  const [pair] = answer.pairs;
  const right = pair.first_loss > 0 && pair.second_loss > 0 && answer.elasticity === question.elasticity;
  if (!right) wrong.push(`${JSON.stringify(question)}: ${JSON.stringify(pair)} at ${answer.elasticity}`);
}

// The same readers make the same moves in every run.
function* moves(reader) {
  let state = 12345 + reader;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Drags a slider: asks, and asks something else if the answer is not there in time. Then lets go and waits. */
async function read(reader, until) {
  const random = moves(reader);
  const [first, second] = PAIRS[reader % PAIRS.length];
  const next = () => ({ question: "exit-cost", first, second, elasticity: Number((2 + 8 * random.next().value).toFixed(1)) });
  while (Date.now() < until) {
    const dragged = Math.floor(1 + 4 * random.next().value);
    for (let step = 0; step < dragged; step += 1) {
      const question = next();
      const answer = await ask(reader, question, AbortSignal.timeout(OVERTAKEN)).catch((error) => {
        if (error.name === "TimeoutError") return null;
        throw error;
      });
      if (answer) check(question, answer);
      counts[answer ? "answered" : "cancelled"] += 1;
    }
    const [question, began] = [next(), Date.now()];
    const answer = await ask(reader, question);
    assert.ok(answer, "the last question of a reader is answered");
    check(question, answer);
    counts.answered += 1;
    waits.push(Date.now() - began);
    await new Promise((rest) => setTimeout(rest, 500 * random.next().value));
  }
}

const held = [];
try {
  const sampler = setInterval(() => held.push(memory(server.pid)), 500);
  const until = Date.now() + 1000 * SECONDS;
  await Promise.all(Array.from({ length: CLIENTS }, (_, reader) => read(reader, until)));
  clearInterval(sampler);
  const before = processorTime(server.pid);
  await new Promise((rest) => setTimeout(rest, 2000));
  const idle = before === null ? 0 : processorTime(server.pid) - before;
  waits.sort((one, other) => one - other);
  const known = held.filter((value) => value !== null);
  const [early, late] = [known.slice(0, known.length / 2), known.slice(known.length / 2)].map((half) => Math.max(0, ...half));
  console.log(
    `${CLIENTS} readers for ${SECONDS} s: ${counts.answered} answers, ${counts.cancelled} given up for a later move; ` +
      `slider let go to answer: median ${waits[waits.length >> 1]} ms, slowest ${waits.at(-1)} ms; ` +
      `memory at most ${Math.max(early, late).toFixed(0)} MB; ${idle.toFixed(2)} s of work in the 2 s after`,
  );
  assert.deepEqual(wrong, []);
  assert.ok(counts.answered >= CLIENTS);
  assert.ok(Math.max(early, late) < MOST_MEMORY, "memory is bounded");
  assert.ok(late < 1.5 * early + 50, `memory grows from ${early} to ${late} MB`);
  assert.ok(idle < 1, "nothing is solved that nobody waits for");
} finally {
  await server.stop();
}
