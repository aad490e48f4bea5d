// Reading controls, remembered and shareable; sorting, searching and copying of tables; figures of heat maps.
// The page reads fully without this; what needs it appears only when it runs.
(function () {
  "use strict";

  const STORE = "unequal-reading";
  // Only known values pass; the first of each list is the standard.
  const CHOICES = {
    size: ["medium", "small", "large"],
    spacing: ["normal", "small", "large"],
    theme: ["auto", "light", "dark"],
  };
  const NAMES = Object.keys(CHOICES);
  const root = document.documentElement;
  // An address that means something elsewhere; that of a file does not.
  const onTheWeb = /^https?:$/.test(location.protocol);

  function cleaned(given) {
    const pick = (name) => (CHOICES[name].includes(given[name]) ? given[name] : CHOICES[name][0]);
    return Object.fromEntries(NAMES.map((name) => [name, pick(name)]));
  }

  // Storage may be denied altogether: then choices last as long as the page.
  function remembered() {
    try {
      return JSON.parse(localStorage.getItem(STORE)) || {};
    } catch {
      return {};
    }
  }

  function remember(state) {
    try {
      localStorage.setItem(STORE, JSON.stringify(state));
    } catch {
      // Nothing to do: the choice still holds on this page.
    }
  }

  // The choices in the link, or null if it holds none (a link to a section, say).
  function linked() {
    const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    return NAMES.some((name) => name in given) ? given : null;
  }

  const link = (state) => location.href.split("#")[0] + "#" + new URLSearchParams(state);

  function apply(state) {
    for (const name of NAMES) root.dataset[name] = state[name];
  }

  let state = cleaned({ ...remembered(), ...linked() });
  apply(state);

  function make(tag, words, parent) {
    const made = document.createElement(tag);
    made.textContent = words;
    if (tag === "button") made.type = "button";
    parent.append(made);
    return made;
  }

  function controls() {
    const reading = document.getElementById("reading");
    const status = document.getElementById("share-status");
    const fallback = document.getElementById("share-fallback");

    function show() {
      for (const input of reading.querySelectorAll("input[type=radio]")) {
        input.checked = state[input.name] === input.value;
      }
    }

    async function share() {
      if (!onTheWeb) {
        // Without an address the page's title is all that can be passed on.
        await navigator.share({ title: document.title }).catch(() => {});
        return;
      }
      try {
        await navigator.clipboard.writeText(link(state));
        status.textContent = "Link copied.";
      } catch {
        const field = document.getElementById("share-link");
        field.value = link(state);
        fallback.hidden = false;
        field.focus();
        field.select();
        status.textContent = "Copying was refused. The link stands selected in the field.";
      }
    }

    reading.addEventListener("change", ({ target }) => {
      if (!(target.name in CHOICES)) return;
      state = cleaned({ ...state, [target.name]: target.value });
      apply(state);
      remember(state);
      status.textContent = "";
      fallback.hidden = true;
      // A link's choices would win over newer ones on reload.
      if (linked()) history.replaceState(null, "", "#" + new URLSearchParams(state));
    });
    window.addEventListener("hashchange", () => {
      const given = linked();
      if (!given) return;
      state = cleaned({ ...state, ...given });
      apply(state);
      show();
    });
    document.getElementById("share").addEventListener("click", share);
    document.getElementById("sharing").hidden = !onTheWeb && !navigator.share;
    reading.open = !matchMedia("(max-width: 40rem)").matches;
    show();
    reading.hidden = false;
  }

  // Text of a cell as a file has it: without marks of notes, its range in brackets.
  function words(cell) {
    const copy = cell.cloneNode(true);
    for (const mark of copy.querySelectorAll("sup, .estimate")) mark.remove();
    for (const range of copy.querySelectorAll(".range")) range.textContent = ` (${range.textContent})`;
    // A spreadsheet reads a hyphen as a minus, and not the sign that is set.
    return copy.textContent.trim().replace(/\s+/g, " ").replaceAll("\u2212", "-");
  }

  function lines(table) {
    const head = [...table.tHead.rows].at(-1);
    const labels = [...head.cells].map((cell) => words(cell));
    const first = table.tBodies[0] && table.tBodies[0].querySelector("tr:not(.common)");
    if (first) [...first.cells].forEach((cell, place) => (labels[place] = cell.dataset.label || labels[place]));
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden);
    return [labels, ...rows.map((row) => [...row.cells].map(words))];
  }

  const quoted = (field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

  function sort(table, head, place) {
    const down = head.getAttribute("aria-sort") === "descending" ? false : head.classList.contains("number") || head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => {
      const cell = row.cells[place];
      return { value: parseFloat(cell?.dataset.value), text: cell ? words(cell) : "" };
    };
    for (const body of table.tBodies) {
      const rows = [...body.rows].filter((row) => !row.classList.contains("common")).map((row) => [key(row), row]);
      rows.sort(([a], [b]) => {
        // What has no number comes last either way.
        if (isNaN(a.value) !== isNaN(b.value)) return isNaN(a.value) ? 1 : -1;
        const order = isNaN(a.value) ? a.text.localeCompare(b.text, "en", { numeric: true }) : a.value - b.value;
        return down ? -order : order;
      });
      for (const [, row] of rows) body.append(row);
    }
  }

  function search(table, wanted) {
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        row.hidden = !row.classList.contains("common") && !row.textContent.toLowerCase().includes(wanted);
      }
    }
  }

  function tools(box) {
    const table = box.querySelector("table");
    const bar = box.querySelector(".tools");
    if ("search" in bar.dataset) {
      const field = make("input", "", bar);
      field.type = "search";
      field.placeholder = "Search this table";
      field.setAttribute("aria-label", "Search this table");
      field.addEventListener("input", () => search(table, field.value.trim().toLowerCase()));
    }
    const copy = make("button", "Copy", bar);
    copy.addEventListener("click", async () => {
      const text = lines(table).map((line) => line.join("\t")).join("\n");
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = "Copied";
      } catch {
        // The table itself stands selected instead.
        getSelection().selectAllChildren(table);
        copy.textContent = "Selected: copy it";
      }
      setTimeout(() => (copy.textContent = "Copy"), 2500);
    });
    make("button", "Download csv", bar).addEventListener("click", () => {
      const text = "\ufeff" + lines(table).map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
      anchor.download = `${table.dataset.name}.csv`;
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
    });
    bar.hidden = false;
    [...[...table.tHead.rows].at(-1).cells].forEach((head, place) => {
      const label = head.textContent;
      head.textContent = "";
      make("button", label || "Name", head).addEventListener("click", () => sort(table, head, place));
    });
  }

  // The cell under the pointer or the arrow keys is told in words above the map.
  function heat(table) {
    const told = table.closest("figure").querySelector(".readout");
    const heads = table.tHead.rows[0].cells;
    const rows = table.tBodies[0].rows;
    const name = (head) => (head.querySelector("[title]") || {}).title || head.firstChild.textContent.trim();

    function tell(cell) {
      if (!cell || cell.tagName !== "TD" || !cell.parentNode.parentNode.matches("tbody")) return;
      const figure = cell.textContent || "none";
      told.textContent = `${name(cell.parentNode.cells[0])} (row), ${name(heads[cell.cellIndex])} (column): ${figure}`;
    }

    table.addEventListener("mouseover", (event) => tell(event.target.closest("td")));
    table.addEventListener("focusin", (event) => tell(event.target));
    table.addEventListener("click", (event) => event.target.closest("tbody td")?.focus());
    table.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      const cell = event.target;
      if (!step || cell.tagName !== "TD") return;
      const next = rows[cell.parentNode.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]];
      if (next?.tagName === "TD") {
        event.preventDefault();
        next.focus();
      }
    });
    for (const cell of table.querySelectorAll("tbody td")) cell.tabIndex = -1;
    if (rows[0]?.cells[1]) rows[0].cells[1].tabIndex = 0;
    told.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    controls();
    for (const box of document.querySelectorAll(".table")) tools(box);
    for (const table of document.querySelectorAll("table.heat")) heat(table);
    // What is folded on the screen belongs on paper.
    window.addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
  });
})();
