// Ranges of uncertain parameters in a scenario file, which a changed number may leave.

import { read, without, type Value } from "./file.ts";
import { measures } from "./measures.ts";

/** The number that a path of keys such as `hub.markup` leads to; in a list of tables that of the first. */
function numberAt(value: Value | undefined, keys: string[]): number | undefined {
  if (Array.isArray(value)) return numberAt(value[0], keys);
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === "number" ? value : undefined;
  return value !== null && typeof value === "object" ? numberAt((value as { [key: string]: Value })[key], rest) : undefined;
}

/** Whether a range still holds its parameter: a measure may be gone, or its number moved out of the range. */
function holds(entry: { [key: string]: Value }, data: { [key: string]: Value }): boolean {
  const names = (Array.isArray(entry.measure) ? entry.measure : [entry.measure]).map(String);
  const own = names.map((name) => measures(data).find((measure) => measure.name === name));
  const values = own.map((measure) => measure && numberAt(measure.fields, String(entry.parameter).split(".")));
  const [given] = values;
  return values.every((value) => value !== undefined) && given !== undefined && Number(entry.low) <= given && given <= Number(entry.high);
}

/** The text without the ranges that no longer hold their parameter: they were those of another number. */
export function withoutStaleRanges(text: string): string {
  const { data } = read(text);
  const entries = data?.uncertain;
  if (!data || !Array.isArray(entries)) return text;
  let left = text;
  // From the last one, so that the others keep their places.
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    if (!holds(entries[place] as { [key: string]: Value }, data)) left = without(left, "uncertain", place) ?? left;
  }
  return left;
}
