// Asks the module one request, giving it the data files that it wants, and says how long each part took.
// node measure.mjs MODULE.wasm DATA REQUEST [TIMES]
import { open } from "./engine.mjs";

const [file, data, request, times = "3"] = process.argv.slice(2);
const engine = open(file, data);
for (let run = 0; run < Number(times); run += 1) {
  const started = performance.now();
  const { status, bytes, provided } = engine.ask(request);
  const took = performance.now() - started;
  const megabytes = (engine.memory.buffer.byteLength / 1e6).toFixed(0);
  console.log(`${status}: ${took.toFixed(0)} ms, ${bytes.length} bytes, memory ${megabytes} MB, given ${provided.join(" ") || "nothing"}`);
  if (status !== 200) console.log(new TextDecoder().decode(bytes));
}
