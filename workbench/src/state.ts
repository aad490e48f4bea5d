// What the page knows: the view, the engine, the lists, how the reader likes to read.

import { computed, signal } from "@preact/signals";
import type { Engine, Lists } from "./engine/types.ts";
import { decode, encode, type Library, type View } from "./link.ts";

export const view = signal<View>({ view: "start" });
/** Why the link in the address could not be followed. */
export const refused = signal<string | null>(null);
/** Whether the view fits into a link. */
export const linkable = signal(true);
export const engine = signal<Engine | null>(null);
export const lists = signal<Lists | null>(null);
export const online = signal(navigator.onLine);
/** What the browser's engine is at, in words. */
export const progress = signal<string | null>(null);
/** The finding of the answer on the screen, for those who listen. */
export const spoken = signal("");

export const latestYear = computed(() => lists.value?.years.at(-1) ?? 2022);
/** The year that answers a question without one: the last that was observed. */
export const STANDARD_YEAR = 2022;

export const library: Library = (file) => {
  const known = lists.value;
  return known ? [...known.scenarios, ...known.claims, ...known.articles].find((one) => one.file === file)?.text : undefined;
};

let pending: ReturnType<typeof setTimeout> | undefined;

function write(next: View, replace: boolean): void {
  const hash = encode(next, library);
  linkable.value = hash !== null;
  // What is too long for a link is still kept for the way back within this tab.
  const address = hash ?? `#v1/${next.view}`;
  history[replace ? "replaceState" : "pushState"]({ view: next }, "", address);
}

/** Shows a view. `replace` changes the present entry of the history: for sliders, whose every step is no place to go back to. */
export function go(next: View, replace = false): void {
  clearTimeout(pending);
  const moved = next.view !== view.peek().view;
  if (replace) {
    // Browsers limit how often the address may change.
    pending = setTimeout(() => write(next, true), 200);
  } else {
    write(next, false);
    if (moved) scrollTo(0, 0);
  }
  refused.value = null;
  view.value = next;
}

/** The address that shows the present view again, or null if it is too long. */
export function link(): string | null {
  const hash = encode(view.peek(), library);
  return hash && location.href.replace(/[?#].*$/, "") + hash;
}

export function follow(state: unknown): void {
  clearTimeout(pending);
  const kept = (state as { view?: View } | null)?.view;
  const before = view.peek().view;
  try {
    // The tab's own history is as it was written; an address may come from anywhere.
    view.value = kept ?? decode(location.hash, library);
    refused.value = null;
    linkable.value = encode(view.value, library) !== null;
  } catch (error) {
    refused.value = error instanceof Error ? error.message : String(error);
    view.value = { view: "start" };
  }
  // A followed link begins at the top; going back returns to where one was, which the browser knows.
  if (state === null && view.value.view !== before) scrollTo(0, 0);
}

// ------------------------------------------------------------------------------------------------ reading

export const READING = {
  size: ["small", "medium", "large"],
  spacing: ["small", "normal", "large"],
  theme: ["auto", "light", "dark"],
} as const;
export type Reading = { [Key in keyof typeof READING]: (typeof READING)[Key][number] };

// The same place as the program's own pages use, so that a choice holds for both.
const STORE = "unequal-reading";
const STANDARD: Reading = { size: "medium", spacing: "normal", theme: "auto" };

function remembered(): Reading {
  let kept: Record<string, string> = {};
  try {
    kept = JSON.parse(localStorage.getItem(STORE) ?? "{}") ?? {};
  } catch {
    // Without storage the choices hold until the page is left.
  }
  const clean = { ...STANDARD } as Record<string, string>;
  for (const [name, values] of Object.entries(READING)) {
    if ((values as readonly string[]).includes(kept[name] ?? "")) clean[name] = kept[name] as string;
  }
  return clean as Reading;
}

export const reading = signal<Reading>(remembered());

export function read(choice: Partial<Reading>): void {
  reading.value = { ...reading.value, ...choice };
  try {
    localStorage.setItem(STORE, JSON.stringify(reading.value));
  } catch {
    // As above.
  }
}

reading.subscribe((choices) => Object.assign(document.documentElement.dataset, choices));

// ------------------------------------------------------------------------------------------------ names

/** A name inside a sentence: “the United States”. */
export const nameWithin = (code: string): string => nameOf(code).replace(/^The /, "the ");

/** A name at the start of a sentence, in a list, or alone. */
export function nameOf(code: string): string {
  const known = lists.value;
  const found = known?.regions.find((one) => one.code === code) ?? known?.groups.find((one) => one.code === code);
  return found?.name ?? code;
}
