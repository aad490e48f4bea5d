// How long a reader waits, with both engines, in headless Chromium: `npm run bench`. UNEQUAL is the program, UNEQUAL_SITE the
// folder of the static site, MOVES how many slider moves are made in each view (1000). Prints a table for the book.

import { availableParallelism } from "node:os";
import { chromium } from "playwright-core";
import { memory, start } from "./program.mjs";
import { serve } from "./serve.mjs";

const { UNEQUAL, UNEQUAL_SITE, CHROMIUM = "/usr/bin/chromium" } = process.env;
if (!UNEQUAL || !UNEQUAL_SITE) throw new Error("UNEQUAL must hold the program and UNEQUAL_SITE the folder of the static site");
const MOVES = Number(process.env.MOVES) || 1000;
const VISITS = 5;
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const VIEWS = [
  { name: "a pair, with its ranges", link: "#v1/pair?first=RUS&second=CHN", slider: "Trade elasticity", from: 2, to: 8 },
  { name: "an embargo by many on one", link: "#v1/scenario?file=western-embargo.toml", slider: "Trade elasticity", from: 2, to: 8 },
];

const percentile = (values, share) => [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** Waits for the first answer and its figures. */
const answered = (page) => page.waitForFunction(() => document.querySelector("#content .document .lead, #content .lead") && !document.querySelector("#content .skeleton"), null, { polling: "raf" });

/** From the start of loading to the first answer, in milliseconds. */
async function visit(page, load) {
  const began = performance.now();
  await load();
  await answered(page);
  return performance.now() - began;
}

async function visits(browser, address) {
  const [first, later] = [[], []];
  for (let turn = 0; turn < VISITS; turn += 1) {
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
    const page = await context.newPage();
    first.push(await visit(page, () => page.goto(address)));
    // The rest of the first screen follows the first answer.
    await page.waitForFunction(() => !document.querySelector(".bone, .spinner"));
    const again = await context.newPage();
    later.push(await visit(again, () => again.goto(address)));
    await context.close();
  }
  return { first: percentile(first, 0.5), later: percentile(later, 0.5) };
}

/** One move: from the slider's event to the frame that shows figures solved anew. Runs in the page. */
function move({ name, value }) {
  const field = [...document.querySelectorAll('input[type="range"]')].find((one) => one.labels[0]?.textContent.trim() === name);
  if (!field) throw new Error(`there is no slider ${name}`);
  let drawn = false;
  const watch = new MutationObserver(() => (drawn = true));
  watch.observe(document.querySelector("#content .document"), { childList: true, subtree: true, characterData: true });
  const began = performance.now();
  // Finer than a hand is: no value comes twice, so that nothing is known from an earlier move.
  field.step = "any";
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return new Promise((shown) => {
    const look = () => {
      if (!drawn || document.querySelector(".solved.old, .spinner")) return requestAnimationFrame(look);
      watch.disconnect();
      // This frame paints the figures; the next callback comes after it.
      requestAnimationFrame(() => shown(performance.now() - began));
    };
    requestAnimationFrame(look);
  });
}

/** Megabytes of the page's heap after a collection. */
async function heap(client) {
  await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize").value / 1e6;
}

/** Megabytes that all of the browser's pages hold, engines included. */
async function held(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").reduce((sum, { id }) => sum + (memory(id) ?? 0), 0);
}

async function slides(browser, address, { link, slider, from, to }) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
  const page = await context.newPage();
  const [client, whole] = [await context.newCDPSession(page), await browser.newBrowserCDPSession()];
  await client.send("Performance.enable");
  await page.goto(address + link);
  await answered(page);
  await page.waitForFunction(() => !document.querySelector(".spinner"));
  const [times, heaps, memories] = [[], [], []];
  for (let step = 0; step < MOVES; step += 1) {
    const value = (from + ((step * 37) % MOVES) * ((to - from) / MOVES)).toFixed(4);
    times.push(await page.evaluate(move, { name: slider, value }));
    if (step === Math.floor(MOVES / 10) || step === MOVES - 1) {
      heaps.push(await heap(client));
      memories.push(await held(whole));
    }
  }
  await context.close();
  return { times, heaps, memories };
}

async function measured(engine, address, pid) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  const rows = [];
  const push = rows.push.bind(rows);
  // Told at once, since the whole takes minutes.
  rows.push = (row) => {
    console.error(`${engine}: ${row.join(": ")}`);
    return push(row);
  };
  try {
    const { first, later } = await visits(browser, address);
    rows.push(["first visit to first answer, median", `${(first / 1000).toFixed(2)} s`]);
    rows.push(["later visit to first answer, median", `${(later / 1000).toFixed(2)} s`]);
    for (const view of VIEWS) {
      const { times, heaps, memories } = await slides(browser, address, view);
      rows.push([`slider to figures, ${view.name}: median`, `${percentile(times, 0.5).toFixed(0)} ms`]);
      rows.push([`slider to figures, ${view.name}: 95th percentile`, `${percentile(times, 0.95).toFixed(0)} ms`]);
      rows.push([`page’s heap after a tenth and all of ${MOVES} moves`, heaps.map((size) => `${size.toFixed(1)}`).join(" and ") + " MB"]);
      rows.push([`page and engine together, likewise`, memories.map((size) => `${size.toFixed(0)}`).join(" and ") + " MB"]);
    }
    if (pid !== undefined) rows.push(["memory of the program at the end", `${memory(pid)?.toFixed(0)} MB`]);
    return rows;
  } finally {
    await browser.close();
  }
}

const program = await start(UNEQUAL);
let native;
try {
  native = await measured("the program", program.address, program.pid);
} finally {
  await program.stop();
}
const site = await serve(UNEQUAL_SITE);
let wasm;
try {
  wasm = await measured("the browser", site.address);
} finally {
  await site.close();
}
console.log(`${availableParallelism()} cores, ${new Date().toISOString().slice(0, 10)}\n`);
console.log("| | program | browser |\n|---|---|---|");
native.forEach(([what, figure], place) => console.log(`| ${what} | ${figure} | ${wasm[place]?.[1] ?? ""} |`));
if (native.length > wasm.length) console.error("the last row has no figure in the browser: its engine is part of the page");
