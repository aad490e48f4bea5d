// The workbench for readers with a keyboard alone, a narrow screen, or a screen reader.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { ADDRESS, around, finding, open, solved, STATIC } from "./page.mjs";

around();

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = {
  start: "",
  world: "#v1/world",
  pair: "#v1/pair?first=RUS&second=CHN",
  brief: "#v1/pair?first=RUS&second=CHN&show=brief",
  library: "#v1/scenario",
  scenario: "#v1/scenario?file=december-2023-threat.toml",
  article: "#v1/article",
  timeline: "#v1/timeline?first=RUS&second=CHN",
  pipeline: "#v1/pipeline",
};

/** Ids that stand twice on a page. */
const twice = (page) => page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, place, all) => all.indexOf(id) !== place));

/** What the checker finds, one line each. */
async function violations(page) {
  // The page's policy lets no script in; the checker comes by the browser's own hand.
  await page.evaluate(AXE);
  // Sections out of sight have an estimated height, over which the checker would see their contents overlap what follows.
  await page.evaluate(() => {
    for (const block of document.querySelectorAll("*")) {
      if (getComputedStyle(block).contentVisibility === "auto") block.style.contentVisibility = "visible";
    }
  });
  const { violations: found } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`));
}

describe("accessibility checker", () => {
  for (const [name, link] of Object.entries(VIEWS)) {
    it(`has nothing to say about ${name}`, async () => {
      const page = await open(link);
      await solved(page);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(await twice(page), []);
    });
  }
  it("warns before the games are solved in the browser, and solves them when asked", { skip: !STATIC }, async () => {
    const page = await open("#v1/strategy");
    const solve = page.getByRole("button", { name: "Solve it here" });
    await solve.waitFor();
    assert.deepEqual(await violations(page), []);
    assert.match(await page.locator(".warned").innerText(), /half a minute[\s\S]*unequal strategy russia-china\.toml/);
    await solve.click();
    await page.locator(".status", { hasText: /Solving: \d of 6 games/ }).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    assert.match(await page.locator(".status").innerText(), /Stopped/);
  });
  it("has nothing to say in dark colours, about an open menu and a refused question", async () => {
    const page = await open("#v1/pair?first=RUS&second=VNM&year=1995", { colorScheme: "dark" });
    await page.locator(".refused").waitFor();
    await page.getByText("Share", { exact: true }).click();
    assert.deepEqual(await violations(page), []);
  });
});

describe("keyboard alone", () => {
  it("skips to the answer and changes pair, year and elasticity", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Skip to the answer");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await page.keyboard.press("Tab");
    await page.keyboard.type("ger");
    await page.keyboard.press("Enter");
    await solved(page);
    assert.match(await finding(page), /Germany/);
    const focus = async (name) => {
      for (let step = 0; step < 30; step += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((words) => document.activeElement.type === "range" && document.activeElement.labels[0]?.textContent.trim().startsWith(words), name)) return;
      }
      assert.fail(`${name} cannot be reached`);
    };
    await focus("Year");
    await page.keyboard.press("ArrowLeft");
    await solved(page);
    await page.waitForFunction(() => location.hash.includes("year=2021"));
    await focus("Trade elasticity");
    await page.keyboard.press("ArrowRight");
    await solved(page);
    await page.waitForFunction(() => location.hash.includes("elasticity=4.1"));
  });

  it("walks through the table of the world and opens a pair", async () => {
    const page = await open("#v1/world");
    await solved(page);
    await page.locator(".ranked button").first().focus();
    await page.keyboard.press("ArrowDown");
    const name = await page.evaluate(() => document.activeElement.textContent);
    assert.match(await page.locator(".readout").innerText(), new RegExp(`^${name}: .*grade`));
    await page.keyboard.press("Enter");
    await solved(page);
    assert.match(await page.locator("h1").innerText(), /Exit costs of/);
  });

  it("opens and closes a menu", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    await page.locator(".menu summary").first().focus();
    await page.keyboard.press("Enter");
    assert.ok(await page.locator(".menu[open]").count());
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".menu[open]").count(), 0);
  });
});

describe("a narrow screen", () => {
  for (const [name, link] of Object.entries(VIEWS)) {
    it(`holds ${name} without scrolling sideways`, async () => {
      const page = await open(link, { viewport: { width: 360, height: 740 } });
      await solved(page);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `${over} pixels too wide`);
    });
  }
  it("has the assumptions in a drawer that says what they are", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN&elasticity=6", { viewport: { width: 360, height: 740 } });
    await solved(page);
    const drawer = page.locator(".assumptions summary");
    assert.match(await drawer.innerText(), /Assumptions\s+long run, elasticity 6, put right/);
    await drawer.click();
    assert.ok(await page.getByRole("slider", { name: "Trade elasticity" }).isVisible());
  });
});

describe("reading", () => {
  it("keeps size, spacing and colours", async () => {
    const page = await open();
    await solved(page);
    await page.getByText("Aa", { exact: true }).click();
    await page.getByRole("radio", { name: "Large", exact: true }).first().check();
    await page.getByRole("radio", { name: "Dark", exact: true }).check();
    await page.goto(`${ADDRESS}#v1/scenario`);
    await page.reload();
    await page.locator("h1").first().waitFor();
    assert.deepEqual(await page.evaluate(() => [document.documentElement.dataset.size, document.documentElement.dataset.theme]), ["large", "dark"]);
  });
  it("tells the finding to a screen reader", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    assert.match(await page.locator("p.unseen[role=status]").innerText(), /If all trade between Russia and China ended/);
  });
});
