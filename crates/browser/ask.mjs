// Asks the program built for a browser and compares with the native answer, number by number.
// node ask.mjs MODULE.wasm NATIVE QUESTION
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { strict as assert } from "node:assert";

const TOLERANCE = 1e-9;
const [file, native, question] = process.argv.slice(2);

// The Parquet writer brings a date library whose clock is imported although nothing calls it; one that is called fails here.
const module = new WebAssembly.Module(readFileSync(file));
const imports = {};
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  assert.equal(kind, "function", `${from}.${name}`);
  imports[from] ??= {};
  imports[from][name] = () => {
    throw new Error(`${from}.${name} was called`);
  };
}
const { memory, unequal_reserve, unequal_ask, unequal_text, unequal_length } =
  new WebAssembly.Instance(module, imports).exports;

function ask(text) {
  const bytes = new TextEncoder().encode(text);
  const place = unequal_reserve(bytes.length);
  new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
  const failed = unequal_ask();
  const answer = new TextDecoder().decode(new Uint8Array(memory.buffer, unequal_text(), unequal_length()));
  assert.equal(failed, 0, answer);
  return answer;
}

let numbers = 0;
function same(found, expected, path) {
  if (typeof expected === "number") {
    numbers += 1;
    const size = Math.max(1, Math.abs(expected));
    assert(Math.abs(found - expected) <= TOLERANCE * size, `${path}: ${found} in the browser, ${expected} natively`);
  } else if (expected !== null && typeof expected === "object") {
    assert.deepEqual(Object.keys(found), Object.keys(expected), path);
    for (const key of Object.keys(expected)) same(found[key], expected[key], `${path}.${key}`);
  } else {
    assert.equal(found, expected, path);
  }
}

const expected = JSON.parse(execFileSync(native, [question], { encoding: "utf8" }));
const started = performance.now();
same(JSON.parse(ask(question)), expected, "answer");
const took = performance.now() - started;
assert(numbers > 2, "the answer has hardly a number");

// A question that is wrong is refused in words, and the next one is answered.
const asked = JSON.parse(question);
const about = (fields) => JSON.stringify({ ...asked, question: { ...asked.question, ...fields } });
assert.throws(() => ask(about({ first: "XXX" })), /XXX/);
same(JSON.parse(ask(question)), expected, "answer");

const page = ask(JSON.stringify({ ...JSON.parse(about({ question: "brief" })), page: true }));
assert(page.startsWith("<!DOCTYPE html>") && page.endsWith("</html>"), "no page");
console.log(
  `${numbers} numbers agree to ${TOLERANCE}; answered in ${took.toFixed(0)} ms, a page of ${page.length} characters in the same memory, ` +
    `${(memory.buffer.byteLength / 1e6).toFixed(0)} MB`,
);
