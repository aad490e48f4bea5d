// Reading controls: text size, line spacing and colours, remembered and shareable.
// The page reads fully without this; the controls appear only when it runs.
(function () {
  "use strict";

  const STORE = "unequal-reading";
  const CHOICES = {
    size: ["medium", "small", "large"],
    spacing: ["normal", "small", "large"],
    theme: ["auto", "light", "dark"],
  };
  const NAMES = Object.keys(CHOICES);
  const root = document.documentElement;

  // Only known values pass; the first of each list is the standard.
  function cleaned(given) {
    const state = {};
    for (const name of NAMES) {
      state[name] = CHOICES[name].includes(given[name]) ? given[name] : CHOICES[name][0];
    }
    return state;
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

  function link(state) {
    return location.href.split("#")[0] + "#" + new URLSearchParams(state);
  }

  function apply(state) {
    for (const name of NAMES) root.dataset[name] = state[name];
  }

  let state = cleaned({ ...remembered(), ...linked() });
  apply(state);

  function start() {
    const controls = document.getElementById("controls");
    const status = document.getElementById("share-status");
    const fallback = document.getElementById("share-fallback");
    const field = document.getElementById("share-link");

    function show() {
      for (const input of controls.querySelectorAll("input[type=radio]")) {
        input.checked = state[input.name] === input.value;
      }
    }

    function choose(name, value) {
      state = cleaned({ ...state, [name]: value });
      apply(state);
      remember(state);
      status.textContent = "";
      fallback.hidden = true;
      // A link's choices would win over newer ones on reload.
      if (linked()) history.replaceState(null, "", link(state));
    }

    function copied() {
      fallback.hidden = true;
      status.textContent = "Link copied.";
    }

    function refused() {
      field.value = link(state);
      fallback.hidden = false;
      field.focus();
      field.select();
      status.textContent = "Copying was refused. The link stands selected in the field.";
    }

    async function share() {
      try {
        await navigator.clipboard.writeText(link(state));
        copied();
      } catch {
        refused();
      }
    }

    controls.addEventListener("change", (event) => {
      if (event.target.name in CHOICES) choose(event.target.name, event.target.value);
    });
    document.getElementById("share").addEventListener("click", share);
    window.addEventListener("hashchange", () => {
      const given = linked();
      if (!given) return;
      state = cleaned({ ...state, ...given });
      apply(state);
      show();
    });
    // What is folded on the screen belongs on paper.
    window.addEventListener("beforeprint", () => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });

    show();
    controls.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", start);
})();
