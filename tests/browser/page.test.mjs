// A page in a real browser. UNEQUAL_PAGE is the page's path, CHROMIUM the browser's.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

if (!process.env.UNEQUAL_PAGE) throw new Error("UNEQUAL_PAGE must hold the path of an HTML page");
const PAGE = pathToFileURL(resolve(process.env.UNEQUAL_PAGE)).href;
// The same page as a server would give it; nothing listens there.
const SERVED = "http://unequal.invalid/page.html";
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;
let contexts = [];
let complaints = [];
let requests = [];

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
});
after(() => browser?.close());
beforeEach(() => {
  complaints = [];
  requests = [];
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  assert.deepEqual(complaints, [], "no console error");
  const own = (url) => [PAGE, SERVED, "data:", "blob:"].some((start) => url.startsWith(start));
  assert.deepEqual(requests.filter((url) => !own(url)), [], "no request leaves the page");
});

// A page in a context of its own; `prepare` runs in it before anything else.
async function open({ link = "", prepare, address = PAGE, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  if (prepare) await page.addInitScript(prepare);
  await context.route(SERVED, (route) => route.fulfill({ contentType: "text/html", body: readFileSync(resolve(process.env.UNEQUAL_PAGE)) }));
  await page.goto(address + link);
  return page;
}

const choose = (page, name, value) => page.locator(`input[name=${name}][value=${value}]`).check();

// What a reader sees of the choices.
const looks = (page) =>
  page.evaluate(() => {
    const text = getComputedStyle(document.querySelector(".lead"));
    return {
      size: parseFloat(text.fontSize),
      spacing: parseFloat(text.lineHeight) / parseFloat(text.fontSize),
      theme: getComputedStyle(document.body).backgroundColor,
      checked: [...document.querySelectorAll("#controls input:checked")].map((input) => input.value).join(" "),
    };
  });

describe("reading controls", () => {
  it("change size, spacing and colours, and are remembered", async () => {
    const page = await open({ colorScheme: "light" });
    const first = await looks(page);
    assert.equal(first.checked, "medium normal auto");
    await choose(page, "size", "large");
    await choose(page, "spacing", "large");
    await choose(page, "theme", "dark");
    const chosen = await looks(page);
    assert.ok(chosen.size > 1.15 * first.size);
    assert.ok(chosen.spacing > 1.15 * first.spacing);
    assert.notEqual(chosen.theme, first.theme);
    await page.reload();
    assert.deepEqual(await looks(page), chosen);
    await choose(page, "size", "small");
    await choose(page, "spacing", "small");
    await choose(page, "theme", "light");
    const small = await looks(page);
    assert.ok(small.size < first.size && small.spacing < first.spacing);
    assert.equal(small.theme, first.theme);
  });

  it("work by keyboard alone, with the focus in sight", async () => {
    const page = await open();
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assert.equal((await looks(page)).checked, "large large light");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle);
    assert.equal(outline, "solid");
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName), /share|content|A/);
  });

  it("follow the reader's system unless told otherwise", async () => {
    const [light, dark] = [await looks(await open({ colorScheme: "light" })), await looks(await open({ colorScheme: "dark" }))];
    assert.notEqual(light.theme, dark.theme);
    assert.equal((await looks(await open({ colorScheme: "dark", link: "#theme=light" }))).theme, light.theme);
  });

  it("work where storage is denied", async () => {
    const prepare = () =>
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    const page = await open({ prepare });
    await choose(page, "size", "large");
    assert.match((await looks(page)).checked, /^large/);
  });

  it("pay no heed to values they do not know", async () => {
    const page = await open({ link: "#size=huge&theme=%3Cscript%3E", prepare: () => localStorage.setItem("unequal-reading", "[broken") });
    assert.equal((await looks(page)).checked, "medium normal auto");
  });
});

describe("sharing", () => {
  it("copies a link that shows the same elsewhere", async () => {
    const prepare = () => {
      window.copied = null;
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } });
    };
    const page = await open({ prepare, address: SERVED });
    await choose(page, "size", "large");
    await choose(page, "spacing", "small");
    await choose(page, "theme", "dark");
    await page.locator("#share").press("Enter");
    await page.locator("#share-status", { hasText: "Link copied." }).waitFor();
    const link = await page.evaluate(() => window.copied);
    assert.ok(link.endsWith("#size=large&spacing=small&theme=dark"), link);
    const other = await open({ address: SERVED, link: link.slice(SERVED.length) });
    assert.deepEqual(await looks(other), await looks(page));
    // A newer choice is not undone by the link it was opened with.
    await choose(other, "size", "small");
    await other.reload();
    assert.equal((await looks(other)).checked, "small small dark");
  });

  it("shows the link where the clipboard is refused", async () => {
    const prepare = () =>
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } });
    const page = await open({ prepare, address: SERVED });
    await page.locator("#share").click();
    const field = page.locator("#share-link");
    await field.waitFor({ state: "visible" });
    assert.ok((await field.inputValue()).endsWith("#size=medium&spacing=normal&theme=auto"));
    const selected = await field.evaluate((input) => input.selectionEnd - input.selectionStart === input.value.length);
    assert.ok(selected, "the link is selected");
    assert.match(await page.locator("#share-status").textContent(), /refused/);
  });
});

describe("sharing of a file", () => {
  it("never copies its address", async () => {
    const prepare = () => {
      window.copied = null;
      Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } });
      Object.defineProperty(navigator, "share", { value: async (what) => (window.shared = what), configurable: true });
    };
    const page = await open({ prepare });
    await page.locator("#share").click();
    assert.equal(await page.evaluate(() => window.copied), null);
    assert.deepEqual(await page.evaluate(() => Object.keys(window.shared)), ["title"]);
  });

  it("is hidden where the browser cannot share", async () => {
    const page = await open({ prepare: () => Object.defineProperty(navigator, "share", { value: undefined }) });
    assert.equal(await page.locator("#share").isVisible(), false);
  });
});

describe("tables", () => {
  const unfold = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));

  it("sort by a click on a heading, and back", async () => {
    const page = await open();
    await unfold(page);
    const read = () =>
      page.evaluate(() => {
        const table = document.querySelector(".table table");
        const place = [...[...table.tHead.rows].at(-1).cells].findIndex((head) => head.classList.contains("number"));
        return [...table.tBodies[0].querySelectorAll("tr:not(.common)")].map((row) => parseFloat(row.cells[place].dataset.value)).filter((value) => !isNaN(value));
      });
    const head = page.locator(".table table").first().locator("th.number").first();
    await head.locator("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    const down = await read();
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    await head.locator("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    const up = await read();
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
  });

  it("are copied with tabs and downloaded as csv", async () => {
    const prepare = () => Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => (window.copied = text) } });
    const page = await open({ prepare });
    await unfold(page);
    const box = page.locator(".table").first();
    await box.getByRole("button", { name: "Copy", exact: true }).click();
    const copied = await page.evaluate(() => window.copied);
    assert.ok(copied.split("\n").length > 1 && copied.includes("\t"), copied);
    const [download] = await Promise.all([page.waitForEvent("download"), box.getByRole("button", { name: "Download csv" }).click()]);
    assert.match(download.suggestedFilename(), /^[a-z0-9-]+\.csv$/);
  });

  it("show every figure on a phone without scrolling sideways", async () => {
    const page = await open({ viewport: { width: 390, height: 800 } });
    await unfold(page);
    const hidden = await page.evaluate(() =>
      [...document.querySelectorAll("table.plain td, table.cards td")]
        .filter((cell) => cell.getClientRects().length && cell.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map((cell) => cell.textContent),
    );
    assert.deepEqual(hidden, []);
  });
});

// Least contrast of the lettering in a part of the page against what lies behind it.
const leastContrast = (page, selector) =>
  page.evaluate((selector) => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const channels = (color) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (color) => {
      const [red, green, blue] = channels(color).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if (channels(color)[3] === 255) return color;
      }
      return "white";
    };
    const shown = [...document.querySelectorAll(selector)].filter((element) => element.getClientRects().length && element.textContent.trim());
    if (!shown.length) throw new Error(`nothing shown for ${selector}`);
    return Math.min(
      ...shown.map((element) => {
        const style = getComputedStyle(element);
        const [ink, paper] = [luminance(element instanceof SVGElement ? style.fill : style.color), luminance(behind(element))];
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      }),
    );
  }, selector);

describe("looks", () => {
  for (const theme of ["light", "dark"]) {
    it(`has enough contrast when ${theme}`, async () => {
      const page = await open({ link: `#theme=${theme}` });
      for (const part of [".plot .figure, .plot .row-name, .plot .axis span, .plot .end, .key, .source", ".table th, .table td, caption span", "p, li, dt, dd, legend, .options span, figcaption span", "a"]) {
        const contrast = await leastContrast(page, part);
        assert.ok(contrast >= 4.5, `${part}: ${contrast.toFixed(2)}`);
      }
    });
  }

  for (const link of ["", "#size=large&spacing=large"]) {
    it(`does not run over a window of 320 pixels ${link}`, async () => {
      const page = await open({ link, viewport: { width: 320, height: 640 } });
      const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(needed <= given, `${needed} > ${given}`);
    });
  }

  it("lets the letters of charts follow the text size", async () => {
    const height = async (link) => {
      const page = await open({ link });
      return page.evaluate(() => document.querySelector("figure.chart .plot :is(.row-name, .values span, td, li, b)").getBoundingClientRect().height);
    };
    assert.ok((await height("#size=large")) > 1.15 * (await height("")));
  });

  it("keeps the lettering of charts apart and inside the drawing", async () => {
    for (const width of [1200, 390]) {
      const page = await open({ viewport: { width, height: 800 } });
      const troubles = await page.evaluate(() => {
        const found = [];
        for (const plot of document.querySelectorAll(".plot")) {
          const outer = plot.getBoundingClientRect();
          const texts = [...plot.querySelectorAll(".figure, .row-name, .axis span, .end, .years span, .values span")].filter((text) => text.getClientRects().length && text.textContent.trim());
          const boxes = texts.map((text) => {
            const range = document.createRange();
            range.selectNodeContents(text);
            return [text.textContent, range.getBoundingClientRect()];
          });
          boxes.forEach(([name, box], index) => {
            if (box.left < outer.left - 6 || box.right > outer.right + 6) found.push(`${name} leaves the drawing`);
            for (const [other, next] of boxes.slice(index + 1)) {
              const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
              const down = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
              if (across > 1 && down > 5) found.push(`${name} lies over ${other}`);
            }
          });
        }
        return found;
      });
      assert.deepEqual(troubles, []);
    }
  });

  it("folds the reading controls on a phone", async () => {
    const page = await open({ viewport: { width: 390, height: 800 } });
    assert.equal(await page.locator("#controls").isVisible(), false);
    await page.getByText("Reading options").click();
    assert.ok(await page.locator("#controls").isVisible());
  });
});

describe("without scripts", () => {
  it("reads fully and shows no dead controls", async () => {
    const page = await open({ javaScriptEnabled: false });
    assert.equal(await page.locator("#controls").isVisible(), false);
    assert.equal(await page.locator(".tools").first().isVisible(), false);
    const headings = page.locator("main > section h2");
    assert.ok((await headings.count()) > 0);
    for (const heading of await headings.all()) assert.ok(await heading.isVisible());
  });
});
