// Asks the module for a browser and the server of the program, and compares the answers number by number.
// node check.mjs MODULE.wasm PROGRAM DATA
import { readFileSync } from "node:fs";
import { strict as assert } from "node:assert";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { start } from "../../tests/workbench/program.mjs";
import { open } from "./engine.mjs";

const TOLERANCE = 1e-9;
// How a solve went, which is no figure of the answer: a processor that multiplies and adds in one step, as a browser does
// not, may need a step more or less.
const HOW_IT_WENT = ["evaluations"];
// Changes in money are shares of incomes times incomes, in USD million. No economy of the tables earns less than a thousand
// of them, so that a share which agrees to the tolerance is money which agrees to a thousand times that.
const LEAST_INCOME = 1000;
// What a visitor fetches before the first answer, without data.
const MOST_COMPRESSED = 3e6;
const [file, program, data] = process.argv.slice(2);
const text = (bytes) => new TextDecoder().decode(bytes);
const repository = (path) => ({ name: path.split("/").pop(), text: readFileSync(path, "utf8") });

const module = readFileSync(file);
const [gzip, brotli] = [gzipSync(module, { level: 9 }).length, brotliCompressSync(module).length];
console.log(`${module.length} bytes, ${gzip} with gzip, ${brotli} with brotli`);
assert(brotli <= MOST_COMPRESSED, "the module is larger than a visitor should wait for");

let numbers = 0;
let largest = 0;
function same(found, expected, path) {
  if (typeof expected === "number") {
    numbers += 1;
    const size = Math.max(path.includes(".money.") ? LEAST_INCOME : 1, Math.abs(expected));
    largest = Math.max(largest, Math.abs(found - expected) / size);
    assert(Math.abs(found - expected) <= TOLERANCE * size, `${path}: ${found} in the browser, ${expected} natively`);
  } else if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(found), Object.keys(expected), path);
    for (const key of Object.keys(expected)) if (!HOW_IT_WENT.includes(key)) same(found[key], expected[key], `${path}.${key}`);
  } else {
    assert.equal(found, expected, path);
  }
}

const pair = { question: "exit-cost", first: "RUS", second: "CHN", year: 2022 };
const questions = [
  pair,
  { ...pair, question: "brief", year: 2018 },
  { question: "most-dependent", partner: "CHN", year: 2022 },
  { question: "run", file: repository("scenarios/western-embargo.toml"), ranges: false },
  { question: "timeline", first: "RUS", second: "CHN" },
  { question: "record", first: "RUS", second: "CHN" },
  { question: "audit", file: repository("claims/2024-05.toml") },
  { question: "pipeline", file: repository("scenarios/power-of-siberia-2.toml") },
  { question: "list", of: "regions" },
];
const heard = [];
const engine = open(file, data, (done, total, what) => heard.push(`${done} of ${total} ${what}`));
const ask = (request) => {
  const { status, bytes, provided } = engine.ask(JSON.stringify(request));
  return { status, json: JSON.parse(text(bytes)), provided };
};

const server = await start(program);
/** The answer of the program itself. */
async function native(request) {
  const headers = { "Content-Type": "application/json", Origin: server.address.slice(0, -1) };
  const reply = await fetch(`${server.address}api/ask`, { method: "POST", headers, body: JSON.stringify(request) });
  assert.equal(reply.status, 200, "the program answers");
  return reply.json();
}

// Nothing is needed for what the page shows at first, and nothing is answered before its data are there.
assert.equal(engine.once('{"ask":"lists"}').status, 200);
const wanting = engine.once(JSON.stringify({ ask: "view", question: pair }));
assert.equal(wanting.status, 503);
assert.equal(JSON.parse(text(wanting.bytes)).needs, "world/icio-2022-adjusted.world");

for (const question of questions) {
  const request = { ask: "view", question };
  const expected = await native(request);
  const before = numbers;
  const started = performance.now();
  const { status, json, provided } = ask(request);
  const took = performance.now() - started;
  assert.equal(status, 200, JSON.stringify(json));
  // Drawings hold rounded figures as text, which may differ in the last digit where numbers do not.
  same({ ...json.answer.answer, command: json.command }, { ...expected.answer.answer, command: expected.command }, question.question);
  assert(numbers > before, `the answer to ${question.question} has no number`);
  assert(json.fragment.startsWith("<div") && json.fragment.endsWith("</div>"));
  console.log(`${question.question}: ${numbers - before} numbers, ${took.toFixed(0)} ms, ${provided.length} data files`);
}

// A question that is wrong is refused in words, and the next one is answered.
const wrong = ask({ ask: "view", question: { ...pair, first: "XXX" } });
assert.equal(wrong.status, 422);
assert.match(wrong.json.error.message, /XXX/);
assert.equal(ask({ ask: "view", question: pair }).status, 200);
assert.equal(ask({ ask: "view", question: { ...pair, table: { path: "/etc/passwd" } } }).status, 422);
assert.equal(ask({ ask: "download", question: pair, form: "xlsx" }).status, 501);
assert.equal(engine.once("{").status, 400);
assert.throws(() => engine.provide("world/nothing.world", new Uint8Array(3)), /no data file/);
const csv = engine.ask(JSON.stringify({ ask: "download", question: pair, form: "csv" }));
assert.equal(csv.status, 200);
assert(text(csv.bytes).startsWith("question,block,item,"));

await server.stop();

assert.equal(heard.at(-1), "1 of 1 pairs", "the page is told how far an answer is");

const megabytes = (engine.memory.buffer.byteLength / 1e6).toFixed(0);
console.log(`${numbers} numbers agree to ${TOLERANCE}, the furthest apart by ${largest.toExponential(1)}, in ${megabytes} MB of memory`);
