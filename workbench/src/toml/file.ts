// A TOML text as data and as a text at once.

import { parse, TomlError } from "smol-toml";
import { places, type Place } from "./lines.ts";

export type Path = (string | number)[];
export type Value = string | number | boolean | Value[] | { [key: string]: Value };

export interface Mistake {
  message: string;
  line: number;
  column: number;
}

export type Read = { data: { [key: string]: Value }; mistake: null } | { data: null; mistake: Mistake };

export function read(text: string): Read {
  try {
    return { data: parse(text) as { [key: string]: Value }, mistake: null };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The library draws the line below its message; the editor marks it itself.
    const message = (error.message.split("\n")[0] as string).replace(/^Invalid TOML document: /, "");
    return { data: null, mistake: { message: `This is not TOML: ${message}.`, line: error.line, column: error.column } };
  }
}

export function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value !== null && typeof value === "object" ? (value as any)[key] : undefined), data);
}

const same = (one: Path, other: Path): boolean => one.length === other.length && one.every((key, place) => key === other[place]);

export function placeOf(text: string, path: Path): Place | undefined {
  return places(text).find((place) => same(place.path, path));
}

/** A value as TOML writes it. */
export function written(value: Value): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("not a finite number");
  return String(value);
}

/** The text with the value at `path` changed and all else, comments too, as it was; null if the place is not found. */
export function change(text: string, path: Path, value: Value): string | null {
  const place = placeOf(text, path);
  if (!place) return null;
  const lines = text.split("\n");
  const line = lines[place.line] as string;
  // A number that had a point keeps one, so that its kind stays the same.
  const whole = typeof value === "number" && Number.isInteger(value) && /[.eE]/.test(place.raw);
  lines[place.line] = line.slice(0, place.from) + (whole ? `${value}.0` : written(value)) + line.slice(place.to);
  const changed = lines.join("\n");
  const after = read(changed);
  // What the scanner takes for a place must be what the reader of TOML takes for it.
  return after.data && JSON.stringify(at(after.data, path)) === JSON.stringify(value) ? changed : null;
}

/** Lines of a table in a list, from its header to the next header of the same or a higher level. */
function extent(text: string, kind: string, index: number): [number, number] | null {
  const lines = text.split("\n");
  let seen = -1;
  let start = -1;
  for (let number = 0; number < lines.length; number += 1) {
    const head = /^\s*\[\[?\s*([^\]\s]+)\s*\]\]?/.exec(lines[number] as string);
    if (!head) continue;
    const name = head[1] as string;
    if (start >= 0 && !name.startsWith(`${kind}.`)) return [start, above(lines, number)];
    if (name === kind && /^\s*\[\[/.test(lines[number] as string) && (seen += 1) === index) start = above(lines, number);
  }
  return start >= 0 ? [start, lines.length] : null;
}

/** Comments right above a header belong to it. */
function above(lines: string[], number: number): number {
  while (number > 0 && /^\s*#/.test(lines[number - 1] as string)) number -= 1;
  return number;
}

/** The text without one table of a list; null if it is not found as such. */
export function without(text: string, kind: string, index: number): string | null {
  const found = extent(text, kind, index);
  if (!found) return null;
  const lines = text.split("\n");
  lines.splice(found[0], found[1] - found[0]);
  const changed = `${lines.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
  return read(changed).data ? changed : null;
}

export const withMore = (text: string, addition: string): string => `${text.trimEnd()}\n\n${addition.trimEnd()}\n`;
