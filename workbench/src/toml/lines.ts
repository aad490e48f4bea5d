// Where values stand in a TOML text. A library reads the text; this only finds the places of single-line values, so that a
// slider can change one number and leave every comment and blank as the writer had it.

/** A value on one line of the text. */
export interface Place {
  /** Keys from the root, with the position in lists of tables. */
  path: (string | number)[];
  /** Line, counted from 0. */
  line: number;
  /** Where the value begins and ends in the line. */
  from: number;
  to: number;
  raw: string;
}

const BARE = /^[A-Za-z0-9_-]+$/;

/** Parts of a dotted key. */
function keys(text: string): string[] {
  const parts = text.match(/"(?:[^"\\]|\\.)*"|'[^']*'|[^.\s]+/g) ?? [];
  return parts.map((part) => (BARE.test(part) ? part : part.replace(/^["']|["']$/g, "")));
}

/** Where a value that begins at `from` ends: before a comment or the end of the line. */
function end(line: string, from: number): number {
  let quote = "";
  for (let place = from; place < line.length; place += 1) {
    const letter = line[place] as string;
    if (quote) {
      if (letter === "\\" && quote === '"') place += 1;
      else if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "#") return trimmed(line, from, place);
  }
  return trimmed(line, from, line.length);
}

function trimmed(line: string, from: number, to: number): number {
  while (to > from && /\s/.test(line[to - 1] as string)) to -= 1;
  return to;
}

/** Numbers inside an inline table, such as `{ low = 220, high = 380 }`. */
function inside(place: Place): Place[] {
  if (!place.raw.startsWith("{")) return [];
  const found: Place[] = [];
  for (const match of place.raw.matchAll(/([A-Za-z0-9_-]+)\s*=\s*([+-]?\d[\d_.eE+-]*)/g)) {
    const [whole, key = "", raw = ""] = match;
    const from = place.from + match.index + whole.length - raw.length;
    found.push({ path: [...place.path, key], line: place.line, from, to: from + raw.length, raw });
  }
  return found;
}

/** Every value that stands on one line, in the order of the text. */
export function places(text: string): Place[] {
  const found: Place[] = [];
  const counts = new Map<string, number>();
  let table: (string | number)[] = [];
  let multiline = "";
  let depth = 0;
  text.split("\n").forEach((line, number) => {
    if (multiline) {
      if (line.includes(multiline)) multiline = "";
      return;
    }
    if (depth > 0) {
      depth += brackets(line);
      return;
    }
    const head = /^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$/.exec(line);
    if (head) {
      table = header(keys(head[2] as string), head[1] === "[[", counts);
      return;
    }
    const entry = /^(\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=\s*)/.exec(line);
    if (!entry) return;
    const from = (entry[1] as string).length;
    const opening = line.slice(from, from + 3);
    if ((opening === '"""' || opening === "'''") && !line.slice(from + 3).includes(opening)) {
      multiline = opening;
      return;
    }
    const to = end(line, from);
    const raw = line.slice(from, to);
    depth = Math.max(0, brackets(raw));
    if (depth > 0) return;
    const place = { path: [...table, ...keys(entry[2] as string)], line: number, from, to, raw };
    found.push(place, ...inside(place));
  });
  return found;
}

/** Square brackets that are opened and not closed, outside of quotes and comments. */
function brackets(line: string): number {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "").replace(/#.*/, "");
  return (bare.match(/\[/g) ?? []).length - (bare.match(/\]/g) ?? []).length;
}

/** The full path of a header; lists of tables are counted below their parents' last entry. */
function header(names: string[], list: boolean, counts: Map<string, number>): (string | number)[] {
  const path: (string | number)[] = [];
  names.forEach((name, place) => {
    path.push(name);
    const id = JSON.stringify(path);
    const last = place === names.length - 1;
    if (last && list) {
      const next = (counts.get(id) ?? -1) + 1;
      counts.set(id, next);
      path.push(next);
    } else if (counts.has(id)) path.push(counts.get(id) as number);
  });
  return path;
}
