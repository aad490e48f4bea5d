// Where the figures of an audit stand in a text.

export type State = "supported" | "compatible" | "contradicted" | "not-checkable" | "not-read";

export interface Claim {
  name: string;
  says: string | null;
  stated: string;
  quantity: string;
  unit: string;
  means: { low: number | null; high: number | null } | null;
  data: { grade: State; found: { low: number | null; high: number | null } | null; source: string; evidence: string; remark: string } | null;
}

export interface Mark {
  from: number;
  to: number;
  state: State;
  /** Position of the claim, or null for a sentence that was not read. */
  claim: number | null;
  why: string;
}

export const WORDS: Record<State, string> = {
  supported: "supported by the data",
  compatible: "compatible with a wide range",
  contradicted: "contradicted by the data",
  "not-checkable": "not checkable with the data here",
  "not-read": "not read",
};

/** The text without differences of spaces and quotation marks, and where each letter of it came from. */
function plain(text: string): { text: string; at: number[] } {
  let out = "";
  const at: number[] = [];
  let space = true;
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place] as string;
    if (/\s/.test(letter)) {
      if (!space) {
        out += " ";
        at.push(place);
      }
      space = true;
      continue;
    }
    space = false;
    out += letter.replace(/[‘’]/, "'").replace(/[“”]/, '"');
    at.push(place);
  }
  return { text: out, at };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Places of a claim's figure: within its sentence where the words are found, else the sentence. */
export function marks(text: string, claims: Claim[], unread: { sentence: string; reason: string }[]): Mark[] {
  const bare = plain(text);
  const whole = bare.text.toLowerCase();
  const find = (words: string, from = 0) => whole.indexOf(plain(words).text.trim().toLowerCase(), from);
  const found: Mark[] = [];
  const add = (from: number, length: number, mark: Omit<Mark, "from" | "to">) => {
    const start = bare.at[from];
    const last = bare.at[from + length - 1];
    if (start !== undefined && last !== undefined) found.push({ from: start, to: last + 1, ...mark });
  };
  claims.forEach((claim, place) => {
    const says = claim.says ? plain(claim.says).text.trim() : "";
    const start = says ? find(says) : -1;
    if (start < 0) return;
    const state = claim.data?.grade ?? "not-checkable";
    const mark = { state, claim: place, why: WORDS[state] };
    const inside = figure(whole.slice(start, start + says.length), claim.stated);
    if (inside) add(start + inside[0], inside[1], mark);
    else add(start, says.length, mark);
  });
  for (const { sentence, reason } of unread) {
    const words = plain(sentence).text.trim();
    const start = find(words);
    if (start >= 0) add(start, words.length, { state: "not-read", claim: null, why: reason });
  }
  return apart(found);
}

/** Where a stated figure stands in a sentence: its words, else its number. */
function figure(sentence: string, stated: string): [number, number] | null {
  const words = plain(stated).text.trim().toLowerCase();
  const place = words ? sentence.indexOf(words) : -1;
  if (place >= 0) return [place, words.length];
  const number = /\d[\d.,]*/.exec(words)?.[0]?.replace(/[.,]$/, "");
  const match = number ? new RegExp(`(?:usd |\\$|€|£)?${escaped(number)}(?![\\d])(?:\\s?%| per ?cent| percent|\\s(?:billion|million|trillion|bn|m)\\b)?`).exec(sentence) : null;
  return match ? [match.index, match[0].length] : null;
}

/** Marks in the order of the text, none within another: the narrower one wins, as it says more. */
function apart(all: Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of [...all].sort((one, other) => one.to - one.from - (other.to - other.from))) {
    if (!kept.some((other) => mark.from < other.to && other.from < mark.to)) kept.push(mark);
  }
  return kept.sort((one, other) => one.from - other.from);
}
