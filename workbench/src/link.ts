// A view as a link and back: `#v1/pair?first=RUS&second=CHN&elasticity=4`. The link holds everything that the answer
// depends on, and what it leaves out has the standard value.

import { pack, unpack } from "./pack.ts";

export const LONGEST = 2048;
const VERSION = "v1";

export type Elasticity = number | string | { sectors: Record<string, number>; others: number };
export type Closure = "long-run" | "recorded-deficits" | "specific-factors" | "fixed-fuels" | "rationing";

/** A text that began as a file of the library, or the reader's own. `text` is null while it is the library's. */
export interface Draft {
  file: string;
  text: string | null;
}

export type View =
  | { view: "start" }
  | { view: "world"; partner: string; year: number | null; money: boolean; elasticity: number }
  | {
      view: "pair";
      first: string;
      second: string;
      year: number | null;
      show: "exit-cost" | "brief" | "leverage";
      elasticity: Elasticity;
      closure: Closure;
      published: boolean;
    }
  | { view: "scenario"; draft: Draft | null; other: Draft | null; ranges: boolean }
  // `claims`: what was read of an article, as the reader has corrected it.
  | { view: "article"; draft: Draft; claims: string | null; month: string | null }
  | { view: "timeline"; first: string; second: string; elasticity: number }
  | { view: "pipeline"; draft: Draft }
  | { view: "strategy"; draft: Draft }
  | { view: "episode" };

export type Name = View["view"];

export const CLOSURES: readonly Closure[] = ["long-run", "recorded-deficits", "specific-factors", "fixed-fuels", "rationing"];
const SHOWS = ["exit-cost", "brief", "leverage"] as const;
export const PIPELINE_FILE = "power-of-siberia-2.toml";
export const STRATEGY_FILE = "strategy/russia-china.toml";
export const ARTICLE_FILE = "article.txt";
export const CLAIMS_FILE = "2024-05.toml";
export const STANDARD_ELASTICITY = 4;

export const PAIR: Extract<View, { view: "pair" }> = {
  view: "pair",
  first: "RUS",
  second: "CHN",
  year: null,
  show: "exit-cost",
  elasticity: STANDARD_ELASTICITY,
  closure: "long-run",
  published: false,
};

/** Gives the text of a library file, which texts in links are packed against; undefined if there is none. */
export type Library = (file: string) => string | undefined;

class Fields {
  readonly #given: URLSearchParams;
  readonly #used = new Set<string>();

  constructor(query: string) {
    this.#given = new URLSearchParams(query);
  }

  text(name: string): string | null {
    this.#used.add(name);
    const all = this.#given.getAll(name);
    if (all.length > 1) throw new Error(`“${name}” stands in it twice`);
    return all[0] ?? null;
  }

  matching(name: string, shape: RegExp, what: string): string | null {
    const found = this.text(name);
    if (found !== null && !shape.test(found)) throw new Error(`“${name}” should be ${what}, and is “${found.slice(0, 40)}”`);
    return found;
  }

  among<T extends string>(name: string, values: readonly T[], standard: T): T {
    const found = this.text(name);
    if (found === null) return standard;
    if (!values.includes(found as T)) throw new Error(`“${name}” should be one of ${values.join(", ")}, and is “${found.slice(0, 40)}”`);
    return found as T;
  }

  code(name: string, standard: string): string {
    return this.matching(name, /^[A-Z][A-Z0-9_]{1,19}$/, "the code of a country or group, such as CHN or EU27") ?? standard;
  }

  year(): number | null {
    const found = this.matching("year", /^(19|20)\d\d$/, "a year");
    return found === null ? null : Number(found);
  }

  number(name: string, low: number, high: number, standard: number): number {
    const found = this.text(name);
    if (found === null) return standard;
    return within(name, found, low, high);
  }

  flag(name: string): boolean {
    return this.among(name, ["0", "1"], "0") === "1";
  }

  /** Every field must have been asked for: a link with a part that means nothing is not the view its sender saw. */
  done(): void {
    for (const name of this.#given.keys()) if (!this.#used.has(name)) throw new Error(`“${name.slice(0, 40)}” means nothing in it`);
  }
}

function within(name: string, text: string, low: number, high: number): number {
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= low && value <= high)) throw new Error(`“${name}” should be a number from ${low} to ${high}, and is “${text.slice(0, 40)}”`);
  return value;
}

function elasticityFrom(fields: Fields): Elasticity {
  const own = fields.matching("own", /^[a-z-]+:[\d.]+(,[a-z-]+:[\d.]+)*$/, "groups of sectors and their elasticities, such as energy:8,others:4");
  const found = fields.matching("elasticity", /^([a-z][a-z0-9-]*|-?\d+(\.\d+)?)$/, "a number or the name of a published set");
  if (own !== null) {
    const sectors: Record<string, number> = {};
    for (const part of own.split(",")) {
      const [group = "", value = ""] = part.split(":");
      sectors[group] = within(group, value, 0.1, 50);
    }
    const others = sectors.others ?? STANDARD_ELASTICITY;
    delete sectors.others;
    return { sectors, others };
  }
  if (found === null) return STANDARD_ELASTICITY;
  return /^[\d.-]+$/.test(found) ? within("elasticity", found, 0.1, 50) : found;
}

const FILE = /^([A-Za-z0-9][A-Za-z0-9._-]{0,39}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

function draftFrom(fields: Fields, library: Library, prefix: string, standard: string | null): Draft | null {
  const file = fields.matching(`${prefix}file`, FILE, "the name of a file") ?? standard;
  const packed = fields.text(`${prefix}text`);
  if (file === null) return null;
  return { file, text: packed === null ? null : unpack(packed, library(file)) };
}

/** The view of a link's hash. Errors say in words what is wrong with it. */
export function decode(hash: string, library: Library): View {
  const text = hash.replace(/^#/, "");
  if (text === "") return { view: "start" };
  if (text.length > LONGEST) throw new Error(`it is longer than ${LONGEST} letters`);
  const parts = /^(v\d+)\/([a-z]+)(?:\?(.*))?$/.exec(text);
  if (!parts) throw new Error("it does not name a view, such as #v1/pair");
  const [, version, name, query = ""] = parts;
  if (version !== VERSION) throw new Error(`it is of edition ${version}, and this page reads ${VERSION}`);
  const fields = new Fields(query);
  const view = decoded(name as Name, fields, library);
  fields.done();
  return view;
}

function decoded(name: Name, fields: Fields, library: Library): View {
  switch (name) {
    case "start":
    case "episode":
      return { view: name };
    case "world":
      return {
        view: name,
        partner: fields.code("partner", "CHN"),
        year: fields.year(),
        money: fields.flag("money"),
        elasticity: fields.number("elasticity", 0.1, 50, STANDARD_ELASTICITY),
      };
    case "pair":
      return {
        view: name,
        first: fields.code("first", "RUS"),
        second: fields.code("second", "CHN"),
        year: fields.year(),
        show: fields.among("show", SHOWS, "exit-cost"),
        elasticity: elasticityFrom(fields),
        closure: fields.among("closure", CLOSURES, "long-run"),
        published: fields.flag("published"),
      };
    case "scenario":
      return {
        view: name,
        draft: draftFrom(fields, library, "", null),
        other: draftFrom(fields, library, "other-", null),
        ranges: fields.flag("ranges"),
      };
    case "article": {
      const draft = draftFrom(fields, library, "", CLAIMS_FILE) as Draft;
      const claims = fields.text("claims");
      return {
        view: name,
        draft,
        claims: claims === null ? null : unpack(claims, draft.text ?? library(draft.file)),
        month: fields.matching("published", /^(19|20)\d\d-(0[1-9]|1[0-2])$/, "a month such as 2024-05"),
      };
    }
    case "timeline":
      return {
        view: name,
        first: fields.code("first", "RUS"),
        second: fields.code("second", "CHN"),
        elasticity: fields.number("elasticity", 0.1, 50, STANDARD_ELASTICITY),
      };
    case "pipeline":
    case "strategy":
      return { view: name, draft: draftFrom(fields, library, "", name === "pipeline" ? PIPELINE_FILE : STRATEGY_FILE) as Draft };
    default:
      throw new Error(`there is no view called “${name}”`);
  }
}

/** The hash of a view, or null if it would be longer than a link may be. */
export function encode(view: View, library: Library): string | null {
  const fields = new URLSearchParams();
  const put = (name: string, value: unknown, standard: unknown) => {
    if (value !== standard && value !== null) fields.set(name, value === true ? "1" : String(value));
  };
  const putDraft = (draft: Draft | null, prefix: string, standard: string | null) => {
    if (!draft) return;
    put(`${prefix}file`, draft.file, standard);
    if (draft.text !== null && draft.text !== library(draft.file)) fields.set(`${prefix}text`, pack(draft.text, library(draft.file)));
  };
  switch (view.view) {
    case "world":
      put("partner", view.partner, "CHN");
      put("year", view.year, null);
      put("money", view.money, false);
      put("elasticity", view.elasticity, STANDARD_ELASTICITY);
      break;
    case "pair":
      // The pair is always said, so that a link can be read by eye.
      put("first", view.first, null);
      put("second", view.second, null);
      put("year", view.year, null);
      put("show", view.show, "exit-cost");
      if (typeof view.elasticity === "object") {
        const groups = Object.entries({ ...view.elasticity.sectors, others: view.elasticity.others });
        fields.set("own", groups.map(([group, value]) => `${group}:${value}`).join(","));
      } else put("elasticity", view.elasticity, STANDARD_ELASTICITY);
      put("closure", view.closure, "long-run");
      put("published", view.published, false);
      break;
    case "scenario":
      putDraft(view.draft, "", null);
      putDraft(view.other, "other-", null);
      put("ranges", view.ranges, false);
      break;
    case "article":
      putDraft(view.draft, "", CLAIMS_FILE);
      if (view.claims !== null) fields.set("claims", pack(view.claims, view.draft.text ?? library(view.draft.file)));
      put("published", view.month, null);
      break;
    case "timeline":
      put("first", view.first, null);
      put("second", view.second, null);
      put("elasticity", view.elasticity, STANDARD_ELASTICITY);
      break;
    case "pipeline":
      putDraft(view.draft, "", PIPELINE_FILE);
      break;
    case "strategy":
      putDraft(view.draft, "", STRATEGY_FILE);
      break;
  }
  const query = fields.toString().replaceAll("%3A", ":").replaceAll("%2C", ",");
  const hash = `${VERSION}/${view.view}${query ? `?${query}` : ""}`;
  return hash.length > LONGEST ? null : `#${hash}`;
}
