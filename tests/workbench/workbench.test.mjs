// What a reader does with the workbench.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { ADDRESS, around, choose, finding, open, slide, solved, STATIC } from "./page.mjs";

around();

const percent = (text) => text.replace(/\s/g, " ").match(/\d+\.\d\d %/g);

/** The finding as the command line prints it, or null where there is no program to ask. */
function printed(...words) {
  if (!process.env.UNEQUAL) return null;
  return JSON.parse(execFileSync(process.env.UNEQUAL, [...words, "--format", "json"], { encoding: "utf8", maxBuffer: 1e9 }));
}

describe("a first visit", () => {
  it("says who depends on whom, by how much, what the threat did and which figure is wrong", async () => {
    const page = await open();
    await solved(page);
    assert.match(await finding(page), /Russia depends more on China than China on Russia/);
    const tiles = await page.locator(".start .tiles").innerText();
    assert.match(tiles, /Russia would lose\s+\d+\.\d\d %/);
    assert.match(tiles, /China would lose\s+\d+\.\d\d %/);
    await page.locator("#threat + p:not(.bone)").waitFor();
    assert.match(await page.locator("section:has(#threat)").innerText(), /to fall by 16\.0\s%, as in March 2024/);
    await page.locator("#wrong + p:not(.bone)").waitFor();
    assert.match(await page.locator("section:has(#wrong)").innerText(), /211 billion USD/);
    await page.getByRole("link", { name: "See every figure of it" }).click();
    await solved(page);
    assert.match(await page.locator("mark.s-contradicted[role]").innerText(), /211/);
  });

  it("tells the range of a country on the map that is looked at", async () => {
    const page = await open("#v1/world?partner=CHN");
    await solved(page);
    await page.getByRole("button", { name: "Vietnam", exact: true }).focus();
    const told = page.locator(".readout", { hasText: "range" });
    await told.waitFor();
    const [, low, high] = /^Vietnam: .*range ([\d.]+) % to ([\d.]+) %, pair of grade [A-D]$/.exec((await told.innerText()).replace(/\s/g, " ")) ?? [];
    const answer = printed("exit-cost", "VNM", "CHN");
    if (answer) assert.deepEqual([low, high].map(Number), ["low", "high"].map((end) => Number((100 * answer.answer.ranges.first[end]).toFixed(2))));
  });

  it("leads from the map to a pair, and Back leads back", async () => {
    const page = await open("#v1/world?partner=CHN");
    await solved(page);
    await page.getByRole("button", { name: "Vietnam", exact: true }).click();
    await solved(page);
    assert.match(page.url(), /first=VNM&second=CHN/);
    assert.match(await finding(page), /Vietnam/);
    await page.goBack();
    await solved(page);
    assert.match(await page.locator("h1").innerText(), /Who depends on China/);
  });
});

describe("a pair", () => {
  it("is changed by name and by code, groups too", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    await choose(page, "First side", "european union");
    await choose(page, "Second side", "USA");
    await solved(page);
    assert.match(await finding(page), /European Union .* United States/);
    await page.getByRole("button", { name: "Exchange the two sides" }).click();
    await solved(page);
    assert.match(await finding(page), /^If all trade between the United States and the European Union/);
  });

  it("shows after a moved slider exactly the figures that the command line prints", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    const before = await finding(page);
    await slide(page, "Trade elasticity", 2.5);
    await solved(page);
    const shown = await finding(page);
    assert.notEqual(shown, before);
    const table = await page.locator("#table-exit-cost td").first().getAttribute("data-value");
    const answer = printed("exit-cost", "RUS", "CHN", "--elasticity", "2.5");
    // Another processor's arithmetic may differ in the last digits, which no page shows.
    if (answer) assert.ok(Math.abs(Number(table) - answer.answer.pairs[0].first_loss) <= (STATIC ? 1e-9 : 0));
    assert.ok(percent(shown).includes(`${(100 * Number(table)).toFixed(2)} %`));
    assert.equal(await page.locator(".tiles .first b").innerText(), `${(100 * Number(table)).toFixed(2)} %`);
    await page.getByText("Cite", { exact: true }).click();
    assert.match(await page.getByLabel("Command line").first().inputValue(), /--elasticity 2\.5/);
    assert.match(await page.getByLabel("Python", { exact: true }).inputValue(), /^unequal\.exit_cost\("RUS", "CHN", elasticity=2\.5\)$/m);
  });

  it("keeps its figures, dimmed, while others are solved", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN");
    await solved(page);
    await page.getByRole("radio", { name: "The whole brief" }).check();
    await page.locator(".solved.old .lead").waitFor();
    assert.ok((await finding(page)).length > 20);
    await solved(page);
    assert.match(await page.locator("h1").innerText(), /who depends more on whom/);
  });

  it("says in words what has no answer, and what there is instead", async () => {
    const page = await open("#v1/pair?first=RUS&second=VNM&year=1995");
    await page.locator(".refused").waitFor();
    assert.match(await page.locator(".refused").innerText(), /No data[\s\S]*Vietnam/);
    await page.getByRole("button", { name: "Use 2022" }).click();
    await solved(page);
    assert.match(await finding(page), /Vietnam/);
  });
});

describe("a scenario", () => {
  it("is changed by a card, and card and text are one file", async () => {
    const page = await open("#v1/scenario?file=us-china-tariff.toml");
    await solved(page);
    const before = await finding(page);
    await page.getByRole("region", { name: "Tariff American tariffs" }).getByRole("slider", { name: "Rate" }).evaluate((field) => {
      field.value = "0.6";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await solved(page);
    assert.notEqual(await finding(page), before);
    await page.getByRole("radio", { name: "Text", exact: true }).check();
    assert.match(await page.getByLabel("Text of us-china-tariff.toml").inputValue(), /^rate = 0\.6$/m);
  });

  it("marks the line of a mistake, keeps its figures, and is mended", async () => {
    const page = await open("#v1/scenario?file=western-embargo.toml");
    await solved(page);
    await page.getByRole("radio", { name: "Text", exact: true }).check();
    const field = page.getByLabel("Text of western-embargo.toml");
    const text = await field.inputValue();
    const line = text.split("\n").findIndex((one) => one.startsWith("by =")) + 1;
    await field.fill(text.replace('by = "WEST"', 'by = "WESST"'));
    await page.locator(".gutter .marked").waitFor();
    assert.equal(await page.locator(".gutter .marked").innerText(), String(line));
    assert.match(await page.locator(".toml .wrong").innerText(), /WESST[\s\S]*did you mean WEST/);
    assert.ok((await finding(page)).length > 20, "the figures before stay");
    await field.fill(text.replace('by = "WEST"', 'by = "WEST'));
    await page.locator(".toml .wrong", { hasText: "This is not TOML" }).waitFor();
    assert.equal(await page.locator(".gutter .marked").innerText(), String(line));
    await field.fill(text);
    await solved(page);
    assert.equal(await page.locator(".wrong").count(), 0);
  });

  it("stands beside another one", async () => {
    const page = await open("#v1/scenario?file=western-embargo.toml");
    await solved(page);
    await page.getByLabel("Compare with").selectOption("oil-price-cap.toml");
    await solved(page);
    assert.match(await finding(page), /A complete Western embargo on Russia.*The price cap on Russian oil/);
  });
});

describe("an article", () => {
  it("is pasted, marked, and corrected", async () => {
    const page = await open("#v1/article?file=article.txt");
    const text = "In 2023 trade between Russia and China reached $240 billion. China accounts for a third of something.";
    await page.getByRole("radio", { name: "Write", exact: true }).check();
    await page.getByLabel("The article’s text").fill(text);
    await page.waitForTimeout(400);
    await solved(page);
    await page.getByRole("radio", { name: "Marked", exact: true }).check();
    const mark = page.locator("mark[role]").first();
    assert.match(await mark.innerText(), /240 billion/);
    await mark.click();
    const figure = page.locator(".row-of[open]").getByLabel("Figure");
    await figure.fill("$900 billion");
    await figure.press("Enter");
    await page.locator("mark.s-contradicted[role]").waitFor();
    // The address follows when the hand rests.
    await page.waitForFunction(() => location.hash.includes("claims="));
  });
});

describe("a link", () => {
  it("shows the same in a fresh profile", async () => {
    const first = await open("#v1/scenario?file=us-china-tariff.toml");
    await solved(first);
    await first.getByRole("slider", { name: "Rate" }).first().evaluate((field) => {
      field.value = "0.45";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await solved(first);
    await first.waitForFunction(() => location.hash.includes("text="));
    const [link, said] = [first.url().slice(ADDRESS.length), await finding(first)];
    assert.ok(link.length < 300, "a moved slider costs few letters");
    const second = await open(link);
    await solved(second);
    assert.equal(await finding(second), said);
  });

  it("that is malformed is refused in words", async () => {
    const page = await open("#v1/pair?first=RUS&elasticity=many%20more");
    await page.locator(".refused").first().waitFor();
    assert.match(await page.locator(".refused").first().innerText(), /This link cannot be read[\s\S]*elasticity/);
  });

  it("cannot bring markup or script into the page", async () => {
    const page = await open("#v1/article?file=article.txt");
    await page.getByRole("radio", { name: "Write", exact: true }).check();
    await page.getByLabel("The article’s text").fill('<img src=x onerror="window.bad=1"> In 2023 trade between Russia and China reached $240 billion.');
    await page.waitForTimeout(400);
    await solved(page);
    await page.getByRole("radio", { name: "Marked", exact: true }).check();
    assert.equal(await page.locator("#content img").count(), 0);
    assert.equal(await page.evaluate(() => window.bad), undefined);
  });
});

describe("a download", () => {
  it("holds the figures of the screen", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN&elasticity=6");
    await solved(page);
    await page.getByText("Download", { exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Whole answer (json)" }).click()]);
    const saved = JSON.parse(readFileSync(await file.path(), "utf8"));
    const shown = Number(await page.locator("#table-exit-cost td").first().getAttribute("data-value"));
    assert.equal(saved.answer.pairs[0].first_loss, shown);
    assert.match(file.suggestedFilename(), /\.json$/);
  });

  it("gives every chart as a picture", async () => {
    const page = await open("#v1/pair?first=RUS&second=CHN&show=brief");
    await solved(page);
    const charts = await page.locator("figure.chart:has(.plot)").count();
    const named = (form) => page.getByRole("button", { name: `Save this chart as ${form}: ` });
    assert.ok(charts > 5);
    assert.ok((await named("SVG").count()) >= charts);
    const chart = page.locator("figure#chart-exit-cost");
    const [svg] = await Promise.all([page.waitForEvent("download"), chart.getByRole("button", { name: /as SVG/ }).click()]);
    const drawn = readFileSync(await svg.path(), "utf8");
    assert.equal(svg.suggestedFilename(), "exit-cost.svg");
    // A picture by itself: it is well-formed, holds the finding and the figures, and refers to nothing.
    const read = await page.evaluate((text) => {
      const found = new DOMParser().parseFromString(text, "image/svg+xml");
      return { root: found.documentElement.localName, shapes: found.querySelectorAll("rect").length, words: found.documentElement.textContent };
    }, drawn);
    assert.equal(read.root, "svg");
    assert.ok(read.shapes > 4);
    const figures = await chart.locator(".figure").allInnerTexts();
    assert.ok(figures.length > 1 && figures.every((words) => read.words.replace(/\s/g, " ").includes(words.replace(/\s/g, " ").split(" ")[0])));
    assert.doesNotMatch(drawn, /<script|href=|foreignObject/);
    const [png] = await Promise.all([page.waitForEvent("download"), chart.getByRole("button", { name: /as PNG/ }).click()]);
    assert.deepEqual([...readFileSync(await png.path()).subarray(1, 4)], [..."PNG"].map((letter) => letter.charCodeAt(0)));
  });

  it("gives the map as a picture and the scenario as a file", async () => {
    const page = await open("#v1/world");
    await solved(page);
    await page.locator(".world-map path").first().waitFor();
    await page.getByText("Download", { exact: true }).click();
    const [map] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "The picture (SVG)" }).click()]);
    assert.match(readFileSync(await map.path(), "utf8"), /^<svg[\s\S]*<title>Loss of real income/);
    await page.goto(`${ADDRESS}#v1/scenario?file=hubs.toml`);
    await solved(page);
    await page.getByText("Download", { exact: true }).click();
    const [toml] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "The file hubs.toml" }).click()]);
    assert.match(readFileSync(await toml.path(), "utf8"), /\[\[route\.hub\]\]/);
  });
});

it("the latency of thirty slider moves is printed", async () => {
  const page = await open("#v1/pair?first=RUS&second=CHN");
  await solved(page);
  const times = [];
  for (let step = 0; step < 30; step += 1) {
    const value = (2 + step * 0.3).toFixed(1);
    const started = Date.now();
    await slide(page, "Trade elasticity", value);
    // The answer itself says which elasticity it is of.
    await page.waitForFunction((words) => document.querySelector("#content .dateline")?.textContent.includes(`elasticity ${words} `), String(Number(value)));
    await page.waitForFunction(() => !document.querySelector(".spinner"));
    times.push(Date.now() - started);
  }
  times.sort((one, other) => one - other);
  console.log(`30 slider moves: median ${times[15]} ms, slowest ${times.at(-1)} ms`);
});
