// Measures of a scenario file: their names for readers, and what a new one begins with.

import { at, type Path, type Value } from "./file.ts";

/** Words for the kinds of measures, in the order in which they are offered. The key is the table's name in the file. */
export const KINDS: Record<string, string> = {
  embargo: "Embargo",
  tariff: "Tariff",
  export_control: "Export control",
  export_tax: "Export tax",
  payments: "Threat to banks",
  price_cap: "Price cap",
  route: "Transit through hubs",
  currency: "Change of currency",
  self_sanctioning: "Firms that leave",
  local_production: "Local assembly",
  iceberg: "Cost of trade",
  barrier: "Estimated barrier",
};

/** The schema's name of a kind's fields. */
export const entryName = (kind: string): string =>
  `${kind.split("_").map((part) => (part[0] as string).toUpperCase() + part.slice(1)).join("")}Entry`;

export interface Measure {
  kind: string;
  index: number;
  path: Path;
  name: string;
  fields: { [key: string]: Value };
}

export function measures(data: { [key: string]: Value }): Measure[] {
  return Object.keys(KINDS).flatMap((kind) => {
    const list = data[kind];
    if (!Array.isArray(list)) return [];
    return list.map((fields, index) => ({
      kind,
      index,
      path: [kind, index],
      name: String(at(fields, ["name"]) ?? `${KINDS[kind]} ${index + 1}`),
      fields: (fields ?? {}) as { [key: string]: Value },
    }));
  });
}

const NEW: Record<string, string[]> = {
  embargo: ['by = "WEST"', 'on = "RUS"'],
  tariff: ['by = "USA"', 'on = "CHN"', 'sectors = "goods"', "rate = 0.25"],
  export_control: ['by = "WEST"', 'on = "RUS"', 'sectors = ["C26", "C27", "C28"]', "share = 0.5"],
  export_tax: ['by = "CHN"', 'on = "WORLD"', 'sectors = "B07"', "rate = 0.2"],
  payments: ['by = "USA"', 'from = "CHN"', 'to = "RUS"', 'sectors = "goods"', "threat = 0.75", "effort = 10.0", "months = 3"],
  price_cap: ['by = "G7"', 'on = "RUS"', 'sectors = "B06"', "cap = 60", "market_price = 76", "share = 0.7"],
  self_sanctioning: ['by = "WEST"', 'on = "RUS"', 'sectors = "goods"', "share = 0.3"],
  iceberg: ['from = "CHN"', 'to = "RUS"', 'sectors = "goods"', "cost = 0.05"],
};

export const ADDABLE = Object.keys(NEW);

/** The text of a new measure with a name that the file does not have yet. */
export function newMeasure(kind: string, taken: string[]): string {
  const base = (KINDS[kind] ?? kind).toLowerCase();
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = `${base} ${number}`;
  return [`[[${kind}]]`, `name = ${JSON.stringify(name)}`, ...(NEW[kind] ?? [])].join("\n");
}

/** The text with a value at its top level, which is added before the first table if it is not there. */
export function withTop(text: string, key: string, value: Value): string {
  const lines = text.split("\n");
  let place = lines.findIndex((line) => /^\s*\[/.test(line));
  if (place < 0) place = lines.length;
  // Above the blank line and the comments that belong to that table.
  while (place > 0 && /^\s*(#.*)?$/.test(lines[place - 1] as string)) place -= 1;
  lines.splice(place, 0, `${key} = ${JSON.stringify(value)}`);
  return lines.join("\n");
}

/** The text without a value at its top level. */
export function withoutTop(text: string, key: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => /^\s*\[/.test(line));
  return lines.filter((line, place) => (end >= 0 && place >= end) || !new RegExp(`^\\s*${key}\\s*=`).test(line)).join("\n");
}
