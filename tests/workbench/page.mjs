// The workbench in a real browser. UNEQUAL_WORKBENCH is the address of a running server; or UNEQUAL_SITE is the folder of the
// static site, whose engine runs in the browser. CHROMIUM is the browser's path, and UNEQUAL the program whose figures must be
// those of the page; without it that comparison is left out.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const { UNEQUAL_WORKBENCH, UNEQUAL_SITE } = process.env;
if (!UNEQUAL_WORKBENCH === !UNEQUAL_SITE) {
  throw new Error("expected either UNEQUAL_WORKBENCH, the address of a running workbench, or UNEQUAL_SITE, the folder of the static site");
}
/** Whether the engine runs in the browser. */
export const STATIC = Boolean(UNEQUAL_SITE);
const site = STATIC ? await serve(UNEQUAL_SITE) : null;
export const ADDRESS = STATIC ? site.address : UNEQUAL_WORKBENCH.replace(/\/?$/, "/");
// An answer in WebAssembly takes a few times as long, and the first one fetches its data.
export const PATIENCE = Number(process.env.PATIENCE) || 60_000;
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

let browser;
let contexts = [];
let complaints = [];
let strangers = [];
let disconnected = false;

export function around() {
  before(async () => {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });
  afterEach(async () => {
    const [said, asked] = [complaints, strangers];
    [complaints, strangers, disconnected] = [[], [], false];
    await Promise.all(contexts.map((context) => context.close()));
    contexts = [];
    assert.deepEqual(said, [], "no console error");
    assert.deepEqual(asked, [], "no request leaves the workbench");
  });
}

// Statuses that a test provokes, and the question to a static site whether it has a server.
const EXPECTED = /status of (404|405|422|499|501)/;

/** Takes the connection away, from the page and from its workers. */
export async function disconnect(page) {
  disconnected = true;
  await site.close();
  await page.context().setOffline(true);
}

const isExpected = (message) => EXPECTED.test(message) || (disconnected && /net::ERR_/.test(message));

/** A page in a fresh profile. */
export async function open(link = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !isExpected(message.text()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (![ADDRESS, "data:", `blob:${ADDRESS}`].some((start) => url.startsWith(start))) strangers.push(url);
  });
  await page.goto(ADDRESS + link);
  return page;
}

/** Waits until nothing is being solved. */
export async function solved(page) {
  // A new question is asked after the next frame.
  await page.waitForTimeout(60);
  await page.waitForFunction(() => !document.querySelector(".spinner, .bone, .skeleton"), null, { timeout: PATIENCE });
}

export const finding = (page) => page.locator("#content .lead").first().innerText();

/** Moves a slider by keys, as a reader without a mouse does. */
export async function slide(page, name, value) {
  await page.getByRole("slider", { name, exact: true }).evaluate((field, to) => {
    field.value = to;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, String(value));
}

/** Chooses a country in one of the fields. */
export async function choose(page, label, words) {
  const field = page.getByRole("combobox", { name: label, exact: true });
  await field.click();
  await field.fill(words);
  await field.press("Enter");
}
