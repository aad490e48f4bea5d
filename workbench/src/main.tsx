// The page: which engine answers, which view is shown, and what stands around it.

import { render } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { choose } from "./engine/choose.ts";
import { Refusal, textOf } from "./engine/types.ts";
import type { Name, View } from "./link.ts";
import { Reading } from "./parts/Tools.tsx";
import { engine, follow, lists, online, progress, refused, spoken, view } from "./state.ts";
import { Article } from "./views/Article.tsx";
import { FileView } from "./views/FileView.tsx";
import { Pair } from "./views/Pair.tsx";
import { Scenario } from "./views/Scenario.tsx";
import { Start } from "./views/Start.tsx";
import { Episode, Timeline } from "./views/Timeline.tsx";
import { World } from "./views/World.tsx";
import "./styles/base.css";
import "./styles/bench.css";
import "./styles/views.css";

const TABS: readonly (readonly [Name, string])[] = [
  ["start", "Start"],
  ["world", "World"],
  ["pair", "Pair"],
  ["scenario", "Scenario"],
  ["article", "Check an article"],
  ["timeline", "Timeline"],
  ["pipeline", "Pipeline"],
  ["strategy", "Strategy"],
];

/** Tabs keep the pair that is looked at. */
function address(name: Name, now: View): string {
  const pair = "first" in now && (name === "pair" || name === "timeline") ? `?first=${now.first}&second=${now.second}` : "";
  return `#v1/${name}${pair}`;
}

function Shown({ now }: { now: View }) {
  switch (now.view) {
    case "start":
      return <Start />;
    case "world":
      return <World view={now} />;
    case "pair":
      return <Pair view={now} />;
    case "scenario":
      return <Scenario view={now} />;
    case "article":
      return <Article key={now.draft.file} view={now} />;
    case "timeline":
      return <Timeline view={now} />;
    case "pipeline":
    case "strategy":
      return <FileView key={now.view} view={now} />;
    case "episode":
      return <Episode />;
  }
}

/** On a phone the tabs are one line that scrolls: the present one is brought into sight. */
function useTabInSight(name: Name) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (list.current && tab) list.current.scrollLeft = tab.offsetLeft - list.current.offsetLeft - (list.current.clientWidth - tab.offsetWidth) / 2;
  }, [name]);
  return list;
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

function Page() {
  const now = view.value;
  const tabs = useTabInSight(now.view);
  return (
    <>
      <a class="skip" href="#content" onClick={skip}>
        Skip to the answer
      </a>
      <header class="band">
        <p class="brand">
          <a href="#v1/start">unequal</a> <span>who needs whom more</span>
        </p>
        <nav aria-label="Views">
          <ul ref={tabs}>
            {TABS.map(([name, words]) => (
              <li key={name}>
                <a href={address(name, now)} aria-current={name === now.view ? "page" : undefined}>
                  {words}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Reading />
      </header>
      {!online.value && (
        <p class="offline" role="status">
          Offline. What was opened before still works; new data cannot be fetched.
        </p>
      )}
      <main id="content" tabIndex={-1}>
        {refused.value !== null && (
          <div class="refused" role="alert">
            <h2>This link cannot be read</h2>
            <p>Something is wrong with it: {refused.value}. Here is the start instead.</p>
          </div>
        )}
        <Shown now={now} />
      </main>
      <footer class="band">
        <p>
          unequal {lists.value?.version}.{" "}
          {engine.value?.where === "browser"
            ? "The model is solved in this browser. Nothing that is entered leaves it."
            : "The model is solved by the program that gave this page. Nothing that is entered goes anywhere else."}
        </p>
      </footer>
      <p class="unseen" role="status" aria-live="polite">
        {spoken.value}
      </p>
    </>
  );
}

/** The looks of answers come from the engine, so that they fit what it draws. */
async function dress(): Promise<void> {
  const reply = await engine.value?.ask({ ask: "style" }, new AbortController().signal);
  if (reply?.status !== 200) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(textOf(reply));
  document.adoptedStyleSheets = [sheet];
}

async function begin(): Promise<void> {
  const chosen = await choose((words) => (progress.value = words));
  engine.value = chosen.engine;
  lists.value = chosen.lists;
  await dress();
  follow(history.state);
  window.addEventListener("popstate", (event) => follow(event.state));
  // The site's own files and data stay for a visit without a connection; a server is there or not.
  if (chosen.engine.where === "browser" && "serviceWorker" in navigator) {
    navigator.serviceWorker.register("./sw.js").catch(() => {
      // Without it the page works while there is a connection.
    });
  }
}

function Whole() {
  const [state, set] = useState<"coming" | "there" | Error>("coming");
  useEffect(() => {
    begin().then(() => set("there"), set);
  }, []);
  if (state === "there") return <Page />;
  return (
    <main id="content" class="coming">
      <h1>unequal: who needs whom more</h1>
      {state === "coming" ? (
        <p role="status">
          <span class="spinner" aria-hidden="true" />
          {progress.value ?? "Starting the model"} …
        </p>
      ) : (
        <div class="refused" role="alert">
          <h2>The model did not start</h2>
          <p>{state instanceof Refusal || state instanceof Error ? state.message : String(state)}</p>
          <button type="button" onClick={() => location.reload()}>
            Try again
          </button>
        </div>
      )}
    </main>
  );
}

for (const name of ["online", "offline"]) window.addEventListener(name, () => (online.value = navigator.onLine));

render(<Whole />, document.getElementById("workbench") as HTMLElement);
