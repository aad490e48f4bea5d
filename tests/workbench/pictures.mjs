// Pictures of every view for the book, wide and on a phone: `npm run pictures`. UNEQUAL is the program. OUT is the folder
// (docs/src/images/workbench); FORMAT=png writes larger ones without loss, to be looked at.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { start } from "./program.mjs";

const { UNEQUAL, FORMAT = "webp", CHROMIUM = "/usr/bin/chromium" } = process.env;
const OUT = process.env.OUT || fileURLToPath(new URL("../../docs/src/images/workbench", import.meta.url));
/** Bytes of one picture and of all, for those who read the book over a slow line. */
const [MOST, MOST_OF_ALL] = [150e3, 1.2e6];
const QUALITY = 62;
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"];
const VIEWS = {
  start: "",
  world: "#v1/world?partner=CHN",
  pair: "#v1/pair?first=RUS&second=CHN",
  scenario: "#v1/scenario?file=december-2023-threat.toml",
  article: "#v1/article",
  timeline: "#v1/timeline?first=RUS&second=CHN",
  pipeline: "#v1/pipeline",
  strategy: "#v1/strategy",
  threat: "#v1/episode",
};
const SCREENS = {
  wide: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

const program = await start(UNEQUAL);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
let all = 0;
try {
  await mkdir(OUT, { recursive: true });
  for (const [screen, options] of Object.entries(SCREENS)) {
    for (const [name, link] of Object.entries(VIEWS)) {
      const context = await browser.newContext({ ...options, colorScheme: "light", reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(program.address + link);
      await page.locator("#content .lead").first().waitFor({ timeout: 300_000 });
      await page.waitForFunction(() => !document.querySelector(".spinner, .bone, .skeleton, .map-room"), null, { timeout: 300_000 });
      await page.waitForTimeout(300);
      const client = await context.newCDPSession(page);
      const { data } = await client.send("Page.captureScreenshot", { format: FORMAT, ...(FORMAT === "webp" && { quality: QUALITY }) });
      const bytes = Buffer.from(data, "base64");
      if (FORMAT === "webp" && bytes.length > MOST) throw new Error(`${name}, ${screen}: ${bytes.length} bytes, expected at most ${MOST}`);
      all += bytes.length;
      await writeFile(join(OUT, `${name}-${screen}.${FORMAT}`), bytes);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await program.stop();
}
if (FORMAT === "webp" && all > MOST_OF_ALL) throw new Error(`all pictures have ${all} bytes, expected at most ${MOST_OF_ALL}`);
console.log(`${Object.keys(VIEWS).length * Object.keys(SCREENS).length} pictures, ${Math.round(all / 1000)} kB, in ${OUT}`);
