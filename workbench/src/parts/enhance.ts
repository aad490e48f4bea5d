// What the program's own pages do by script, for an answer that stands in this page: tables are sorted, searched, copied
// and saved, figures of heat maps are told on focus, and links within the answer do not change the view.

import { save } from "../answer.ts";
import { dots, drawing } from "./picture.ts";

/** For a part that was drawn. */
export function enhance(root: HTMLElement): void {
  for (const box of root.querySelectorAll<HTMLElement>(".table")) tools(box);
  for (const table of root.querySelectorAll<HTMLTableElement>("table.heat")) heat(table);
  for (const figure of root.querySelectorAll<HTMLElement>("figure.chart")) pictures(figure);
}

/** For the whole answer: its links lead to its own parts. */
export function follow(root: HTMLElement): void {
  root.onclick = (event) => {
    const anchor = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    if (!anchor) return;
    event.preventDefault();
    const goal = root.querySelector<HTMLElement>(`#${CSS.escape((anchor.getAttribute("href") as string).slice(1))}`);
    if (!goal) return;
    for (let box = goal.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
    goal.scrollIntoView();
    if (!goal.hasAttribute("tabindex")) goal.tabIndex = -1;
    goal.focus({ preventScroll: true });
  };
}

function words(cell: Element): string {
  const copy = cell.cloneNode(true) as Element;
  for (const mark of copy.querySelectorAll("sup, .estimate")) mark.remove();
  for (const range of copy.querySelectorAll(".range")) range.textContent = ` (${range.textContent})`;
  // A spreadsheet reads a hyphen as a minus, and not the sign that is set.
  return (copy.textContent ?? "").trim().replace(/\s+/g, " ").replaceAll("\u2212", "-");
}

function lines(table: HTMLTableElement): string[][] {
  const head = [...(table.tHead?.rows ?? [])].at(-1);
  const labels = [...(head?.cells ?? [])].map(words);
  const first = table.tBodies[0]?.querySelector<HTMLTableRowElement>("tr:not(.common)");
  if (first) [...first.cells].forEach((cell, place) => (labels[place] = cell.dataset.label || labels[place] || ""));
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);
  return [labels, ...rows.map((row) => [...row.cells].map(words))];
}

export const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

function sort(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const now = head.getAttribute("aria-sort");
  const down = now !== "descending" && (head.classList.contains("number") || now === "ascending");
  for (const other of table.tHead?.querySelectorAll("[aria-sort]") ?? []) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row: HTMLTableRowElement) => {
    const cell = row.cells[head.cellIndex];
    return { value: parseFloat(cell?.dataset.value ?? ""), text: cell ? words(cell) : "" };
  };
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter((row) => !row.classList.contains("common")).map((row) => [key(row), row] as const);
    rows.sort(([a], [b]) => {
      // What has no number comes last either way.
      if (Number.isNaN(a.value) !== Number.isNaN(b.value)) return Number.isNaN(a.value) ? 1 : -1;
      const order = Number.isNaN(a.value) ? a.text.localeCompare(b.text, "en", { numeric: true }) : a.value - b.value;
      return down ? -order : order;
    });
    for (const [, row] of rows) body.append(row);
  }
}

function button(text: string, parent: Element, act: (made: HTMLButtonElement) => void): void {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", () => act(made));
  parent.append(made);
}

function tools(box: HTMLElement): void {
  const table = box.querySelector("table");
  const bar = box.querySelector<HTMLElement>(".tools");
  if (!table || !bar) return;
  if ("search" in bar.dataset) {
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "Search this table";
    field.setAttribute("aria-label", "Search this table");
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase();
      for (const row of table.querySelectorAll<HTMLTableRowElement>("tbody tr:not(.common)")) {
        row.hidden = !row.textContent?.toLowerCase().includes(wanted);
      }
    });
    bar.append(field);
  }
  button("Copy", bar, (made) => {
    const text = lines(table).map((line) => line.join("\t")).join("\n");
    navigator.clipboard.writeText(text).then(
      () => (made.textContent = "Copied"),
      () => {
        getSelection()?.selectAllChildren(table);
        made.textContent = "Selected: copy it";
      },
    );
    setTimeout(() => (made.textContent = "Copy"), 2500);
  });
  button("Download csv", bar, () => {
    const text = `\ufeff${lines(table).map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
    save(text, `${table.dataset.name ?? "table"}.csv`, "text/csv");
  });
  bar.hidden = false;
  for (const head of [...(table.tHead?.rows ?? [])].at(-1)?.cells ?? []) {
    const label = head.textContent || "Name";
    head.textContent = "";
    button(label, head, () => sort(table, head));
  }
}

/** A chart as a file, drawn and as dots. */
function pictures(figure: HTMLElement): void {
  if (!figure.querySelector(".plot, table")) return;
  const bar = document.createElement("p");
  bar.className = "pictures";
  const name = figure.id.replace(/^chart-/, "") || "chart";
  button("SVG", bar, () => save(drawing(figure), `${name}.svg`, "image/svg+xml"));
  button("PNG", bar, async (made) => {
    try {
      save(await dots(drawing(figure)), `${name}.png`, "image/png");
    } catch {
      made.textContent = "PNG cannot be made here";
    }
  });
  const title = figure.querySelector("figcaption strong")?.textContent ?? "";
  for (const made of bar.querySelectorAll("button")) made.setAttribute("aria-label", `Save this chart as ${made.textContent}: ${title}`);
  figure.append(bar);
}

function heat(table: HTMLTableElement): void {
  const told = table.closest("figure")?.querySelector<HTMLElement>(".readout");
  const heads = table.tHead?.rows[0]?.cells;
  const rows = table.tBodies[0]?.rows;
  if (!told || !heads || !rows) return;
  const name = (head: Element | undefined) => head?.querySelector<HTMLElement>("[title]")?.title || (head?.firstChild?.textContent ?? "").trim();
  const tell = (cell: Element | null) => {
    if (!(cell instanceof HTMLTableCellElement) || cell.tagName !== "TD" || !cell.closest("tbody")) return;
    const row = cell.parentElement as HTMLTableRowElement;
    told.textContent = `${name(row.cells[0])} (row), ${name(heads[cell.cellIndex])} (column): ${cell.textContent || "none"}`;
  };
  table.addEventListener("mouseover", (event) => tell((event.target as Element).closest("td")));
  table.addEventListener("focusin", (event) => tell(event.target as Element));
  table.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const cell = event.target;
    if (!step || !(cell instanceof HTMLTableCellElement)) return;
    const row = cell.parentElement as HTMLTableRowElement;
    const next = rows[row.sectionRowIndex + (step[0] as number)]?.cells[cell.cellIndex + (step[1] as number)];
    if (next?.tagName === "TD") {
      event.preventDefault();
      next.focus();
    }
  });
  for (const cell of table.querySelectorAll<HTMLElement>("tbody td")) cell.tabIndex = -1;
  const first = rows[0]?.cells[1];
  if (first) first.tabIndex = 0;
  told.hidden = false;
}
