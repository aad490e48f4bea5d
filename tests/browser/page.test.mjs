// The page of a brief in a real browser. UNEQUAL_PAGE is the page's path, CHROMIUM the browser's.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

if (!process.env.UNEQUAL_PAGE) throw new Error("UNEQUAL_PAGE must hold the path of a brief's HTML page");
const PAGE = pathToFileURL(resolve(process.env.UNEQUAL_PAGE)).href;
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
  assert.deepEqual(requests.filter((url) => !url.startsWith(PAGE) && !url.startsWith("data:")), [], "no request leaves the page");
});

// A page in a context of its own; `prepare` runs in it before anything else.
async function open({ link = "", prepare, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  if (prepare) await page.addInitScript(prepare);
  await page.goto(PAGE + link);
  return page;
}

const choose = (page, name, value) => page.locator(`input[name=${name}][value=${value}]`).check();

// What a reader sees of the choices.
const looks = (page) =>
  page.evaluate(() => {
    const text = getComputedStyle(document.querySelector("#trade p:not(.stamp)"));
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
    assert.equal(await page.evaluate(() => document.activeElement.id), "share");
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
    const page = await open({ prepare });
    await choose(page, "size", "large");
    await choose(page, "spacing", "small");
    await choose(page, "theme", "dark");
    await page.locator("#share").press("Enter");
    await page.locator("#share-status", { hasText: "Link copied." }).waitFor();
    const link = await page.evaluate(() => window.copied);
    assert.ok(link.endsWith("#size=large&spacing=small&theme=dark"), link);
    const other = await open({ link: link.slice(PAGE.length) });
    assert.deepEqual(await looks(other), await looks(page));
    // A newer choice is not undone by the link it was opened with.
    await choose(other, "size", "small");
    await other.reload();
    assert.equal((await looks(other)).checked, "small small dark");
  });

  it("shows the link where the clipboard is refused", async () => {
    const prepare = () =>
      Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("refused")) } });
    const page = await open({ prepare });
    await page.locator("#share").click();
    const field = page.locator("#share-link");
    await field.waitFor({ state: "visible" });
    assert.ok((await field.inputValue()).endsWith("#size=medium&spacing=normal&theme=auto"));
    const selected = await field.evaluate((input) => input.selectionEnd - input.selectionStart === input.value.length);
    assert.ok(selected, "the link is selected");
    assert.match(await page.locator("#share-status").textContent(), /refused/);
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
      for (const part of [".chart text", "th, td, caption span", "p, li, dt, dd, legend, .options span, figcaption span", "a"]) {
        const contrast = await leastContrast(page, part);
        assert.ok(contrast >= 4.5, `${part}: ${contrast.toFixed(2)}`);
      }
    });

    it(`has no box of another colour behind its charts when ${theme}`, async () => {
      const page = await open({ link: `#theme=${theme}` });
      const boxes = await page.evaluate(() =>
        [...document.querySelectorAll(".chart rect[width='100%']")].map((box) => getComputedStyle(box).fill).filter((fill) => fill !== "none"),
      );
      assert.deepEqual(boxes, []);
    });
  }

  for (const link of ["", "#size=large&spacing=large"]) {
    it(`does not run over a window of 320 pixels ${link}`, async () => {
      const page = await open({ link, viewport: { width: 320, height: 640 } });
      const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(needed <= given, `${needed} > ${given}`);
    });
  }

  it("shows each chart once, in lettering that can be read", async () => {
    for (const [width, form] of [[1200, "wide"], [360, "narrow"]]) {
      const page = await open({ viewport: { width, height: 800 } });
      const seen = await page.evaluate(() =>
        [...document.querySelectorAll("figure")].map((figure) => {
          const shown = [...figure.querySelectorAll("svg")].filter((chart) => chart.getClientRects().length);
          const least = Math.min(...[...shown[0].querySelectorAll("text")].filter((text) => text.textContent).map((text) => text.getBoundingClientRect().height));
          return [shown.length, shown[0].classList.contains("wide") ? "wide" : "narrow", least >= 11];
        }),
      );
      assert.ok(seen.length > 0);
      for (const figure of seen) assert.deepEqual(figure, [1, form, true]);
    }
  });

  it("keeps the lettering of charts apart and inside the drawing", async () => {
    for (const width of [1200, 360]) {
      const page = await open({ viewport: { width, height: 800 } });
      const troubles = await page.evaluate(() => {
        const found = [];
        for (const chart of document.querySelectorAll("svg.chart")) {
          if (!chart.getClientRects().length) continue;
          const outer = chart.getBoundingClientRect();
          const texts = [...chart.querySelectorAll("text")].filter((text) => text.textContent.trim());
          const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
          boxes.forEach(([name, box], index) => {
            if (box.left < outer.left - 1 || box.right > outer.right + 1) found.push(`${name} leaves the drawing`);
            for (const [other, next] of boxes.slice(index + 1)) {
              const across = Math.min(box.right, next.right) - Math.max(box.left, next.left);
              const down = Math.min(box.bottom, next.bottom) - Math.max(box.top, next.top);
              if (across > 1 && down > 4) found.push(`${name} lies over ${other}`);
            }
          });
        }
        return found;
      });
      assert.deepEqual(troubles, []);
    }
  });
});

describe("without scripts", () => {
  it("reads fully and shows no dead controls", async () => {
    const page = await open({ javaScriptEnabled: false });
    assert.equal(await page.locator("#controls").isVisible(), false);
    for (const id of ["trade", "exit", "hurts", "embargo", "line", "glossary", "reproduce"]) {
      assert.ok(await page.locator(`#${id} h2`).isVisible(), id);
    }
  });
});
