// Draws an answer again. Parts whose markup is as before stay as they are, with what the reader has sorted and unfolded in
// them, and cost nothing.

import { enhance, follow } from "./enhance.ts";

/** The parts of an answer in order: outlines of countries, the opening, sections. */
const parts = (root: ParentNode): Element[] => [...root.querySelectorAll(".unequal-answer > .outlines, .answer > *")];

/** What is unfolded stays so, where the new part has as many folds. */
function unfold(before: Element, after: Element): void {
  const [old, fresh] = [before, after].map((part) => [...part.querySelectorAll("details")]) as [HTMLDetailsElement[], HTMLDetailsElement[]];
  if (old.length === fresh.length) fresh.forEach((details, place) => (details.open = old[place]?.open ?? false));
}

/** Shows `html` in `root`, where the markup of the parts was `drawn`, and gives the markup of the parts now. */
export function redraw(root: HTMLElement, html: string, drawn: string[], arrange?: (root: HTMLElement) => void): string[] {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const [now, next] = [parts(root), parts(holder.content)];
  const markup = next.map((part) => part.outerHTML);
  // An arrangement may have taken parts away; then all are drawn.
  if (next.length === 0 || now.length !== next.length || drawn.length !== next.length) {
    root.replaceChildren(holder.content);
    arrange?.(root);
    enhance(root);
    follow(root);
    return markup;
  }
  const changed = [...next.keys()].filter((place) => markup[place] !== drawn[place]);
  for (const place of changed) (now[place] as Element).replaceWith(next[place] as Element);
  arrange?.(root);
  for (const place of changed) {
    // After the arrangement, which makes folds of its own.
    unfold(now[place] as Element, next[place] as Element);
    enhance(next[place] as HTMLElement);
  }
  return markup;
}
