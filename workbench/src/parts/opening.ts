// The opening of an answer in this page: its first sentence and its figures, so that a picture is in sight while a slider
// moves. The other sentences are folded behind them.

import { dollars, loss } from "./numbers.ts";
import type { AnswerBody } from "../engine/types.ts";

function made(tag: string, text: string, name = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  return element;
}

/** Folds the sentences after the first `shown` ones. */
export function fold(root: HTMLElement, shown: number): void {
  const opening = root.querySelector(".opening");
  const rest = [...(opening?.querySelectorAll(":scope > .headline") ?? [])].slice(shown);
  if (!opening || rest.length === 0) return;
  const details = made("details", "", "more");
  details.append(made("summary", "More of the finding"), ...rest);
  opening.append(details);
}

/** The finding and its most important sentence, so that the first picture is in sight. */
export const brief = (root: HTMLElement): void => {
  raise(root);
  fold(root, 1);
};

/** Key figures right below the first sentence. */
export function raise(root: HTMLElement): void {
  const lead = root.querySelector(".opening > .lead");
  const tiles = root.querySelector(".opening > .tiles");
  if (lead && tiles) lead.after(tiles);
}

interface Range {
  low: number;
  high: number;
}

const percents = (range: Range): string => `${loss(range.low)} to ${loss(range.high)}`;

/** Tiles for a pair's exit costs, which the answer has in sentences and tables alone. */
export function tiles(root: HTMLElement, answer: AnswerBody | undefined, names: [string, string]): void {
  const lead = root.querySelector(".opening > .lead");
  const pair = answer?.pairs?.[0] as { first: string; first_loss: number; second_loss: number } | undefined;
  if (!lead || !pair || root.querySelector(".opening > .tiles")) return;
  const ranges = answer?.ranges as { [key: string]: Range } | undefined;
  const list = made("dl", "", "tiles");
  const sides = [
    ["first", names[0], pair.first_loss],
    ["second", names[1], pair.second_loss],
  ] as const;
  for (const [side, name, value] of sides) {
    const box = made("div", "", side);
    const figure = made("dd", "");
    figure.append(made("b", loss(value)));
    const range = ranges?.[side];
    if (range) figure.append(made("span", `${percents(range)}, with a chance of 90 %`));
    const money = answer?.in_money?.[side === "first" ? 0 : 1];
    if (typeof money === "number") figure.append(made("span", `${dollars(money)} a year`));
    box.append(made("dt", `${name} would lose, of ${answer?.closure === "rationing" ? "value added" : "real income"}`), figure);
    list.append(box);
  }
  lead.after(list);
}
