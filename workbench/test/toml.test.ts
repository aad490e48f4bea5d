// One value is changed and nothing else of the text, in every file of the library.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parse } from "smol-toml";
import { at, change, read, without, withMore, type Value } from "../src/toml/file.ts";
import { places } from "../src/toml/lines.ts";
import { ADDABLE, measures, newMeasure, withoutTop, withTop } from "../src/toml/measures.ts";
import { niceStep, spanOf } from "../src/toml/parameters.ts";
import { withoutStaleRanges } from "../src/toml/uncertain.ts";

const ROOT = new URL("../../", import.meta.url);
const FILES = ["scenarios/", "scenarios/strategy/", "claims/"].flatMap((folder) =>
  readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(".toml")).map((name) => folder + name),
);
const text = (file: string) => readFileSync(new URL(file, ROOT), "utf8");

/** Numbers of the data with their paths. */
function numbers(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === "number") return [path];
  if (value === null || typeof value !== "object" || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, one]) => numbers(one, [...path, Array.isArray(value) ? Number(key) : key]));
}

describe("files of the library", () => {
  it("are there", () => assert.ok(FILES.length > 15));
  for (const file of FILES) {
    it(`${file}: places are where the reader of TOML has values`, () => {
      const data = parse(text(file));
      for (const place of places(text(file))) {
        const value = at(data, place.path);
        assert.notEqual(value, undefined, place.path.join("."));
        if (typeof value === "number") assert.equal(Number(place.raw.replaceAll("_", "")), value);
      }
    });
    it(`${file}: every number on a line of its own can be changed alone`, () => {
      const before = text(file);
      const data = parse(before) as { [key: string]: Value };
      const known = new Set(places(before).map((place) => JSON.stringify(place.path)));
      let changed = 0;
      for (const path of numbers(data).filter((one) => known.has(JSON.stringify(one)))) {
        const value = (at(data, path) as number) + 1.5;
        const after = change(before, path, value);
        assert.ok(after !== null, path.join("."));
        assert.equal(at(parse(after), path), value);
        const lines = [before.split("\n"), after.split("\n")] as const;
        assert.equal(lines[0].length, lines[1].length);
        assert.equal(lines[0].filter((line, place) => line !== lines[1][place]).length, 1);
        assert.deepEqual(parse(change(after, path, at(data, path) as number) as string), data);
        changed += 1;
      }
      if (file.startsWith("scenarios/")) assert.ok(changed > 0);
    });
  }
});

describe("changes", () => {
  const SMALL = '# "a" = 1\ntitle = "x # y" # remark\n[[tariff]]\nname = "one"\nrate = 0.25   # of value\n\n# about two\n[[tariff]]\nname = "two"\nrate = 1.0\n[tariff.inner]\nlow = { a = 1, b = 2.5 }\n';
  it("keep remarks and blanks", () => {
    assert.equal(change(SMALL, ["tariff", 0, "rate"], 0.5), SMALL.replace("0.25  ", "0.5  "));
    assert.equal(change(SMALL, ["title"], 'a "quote"'), SMALL.replace('"x # y"', '"a \\"quote\\""'));
    assert.equal(change(SMALL, ["tariff", 1, "inner", "low", "b"], 3), SMALL.replace("2.5", "3.0"));
    assert.equal(change(SMALL, ["tariff", 1, "rate"], 2), SMALL.replace("1.0", "2.0"));
  });
  it("are not made where there is no such place", () => {
    assert.equal(change(SMALL, ["tariff", 2, "rate"], 1), null);
    assert.equal(change("a = [\n1,\n2]\n", ["a"], 3), null);
    assert.equal(change('a = """\nb = 1\n"""\n', ["b"], 2), null);
  });
  it("take a measure away with its remarks", () => {
    const left = without(SMALL, "tariff", 1) as string;
    assert.equal(JSON.stringify(parse(left)), JSON.stringify({ title: "x # y", tariff: [{ name: "one", rate: 0.25 }] }));
    assert.ok(!left.includes("about two"));
    assert.deepEqual((parse(without(SMALL, "tariff", 0) as string).tariff as unknown[]).length, 1);
  });
  it("add every kind of measure under a name of its own", () => {
    for (const kind of ADDABLE) {
      const once = withMore(SMALL, newMeasure(kind, []));
      const twice = withMore(once, newMeasure(kind, measures(parse(once) as { [key: string]: Value }).map((one) => one.name)));
      const names = measures(parse(twice) as { [key: string]: Value }).map((one) => one.name);
      assert.equal(new Set(names).size, names.length);
    }
  });
  it("put a value at the top level and take it away", () => {
    const more = withTop(SMALL, "horizon", 2);
    assert.equal(parse(more).horizon, 2);
    assert.deepEqual(parse(withoutTop(more, "horizon")), parse(SMALL));
  });
  it("find the line of a mistake", () => {
    const found = read('title = "x"\nyear = = 2\n');
    assert.equal(found.mistake?.line, 2);
    assert.match(found.mistake?.message ?? "", /^This is not TOML/);
  });
});

describe("sliders", () => {
  it("reach around the file's value in even steps", () => {
    assert.deepEqual(spanOf("share", 0.5), { min: 0, max: 1, step: 0.01 });
    for (const value of [0, 0.003, 0.7, 13.6, 50, 380, -0.31, 1e6]) {
      const { min, max, step } = spanOf("unknown", value);
      assert.ok(min <= value && value <= max && step > 0, String(value));
    }
    assert.equal(niceStep(100), 1);
    assert.equal(niceStep(40), 0.5);
  });
});

describe("ranges of uncertain parameters", () => {
  const tariff = text("scenarios/us-china-tariff.toml");
  const ranges = (one: string) => ((parse(one) as { [key: string]: Value }).uncertain as { measure: string }[] | undefined) ?? [];
  it("stay while they hold their number", () => {
    for (const file of FILES.filter((name) => /^scenarios\/[^/]+$/.test(name))) assert.equal(withoutStaleRanges(text(file)), text(file), file);
    assert.equal(withoutStaleRanges(change(tariff, ["tariff", 0, "rate"], 0.3) as string).match(/\[\[uncertain\]\]/g)?.length, 2);
  });
  it("go with a number that leaves them, alone", () => {
    const left = withoutStaleRanges(change(tariff, ["tariff", 0, "rate"], 0.6) as string);
    assert.deepEqual(ranges(left).map((one) => one.measure), ["Chinese tariffs"]);
    assert.match(left, /^rate = 0\.6$/m);
  });
  it("go with their measure", () => {
    const left = withoutStaleRanges(without(tariff, "tariff", 1) as string);
    assert.deepEqual(ranges(left).map((one) => one.measure), ["American tariffs"]);
  });
});
