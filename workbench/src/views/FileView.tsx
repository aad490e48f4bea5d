// A pipeline or games: a file of assumed numbers, each with a slider, and what follows from them.

import { useMemo, useState } from "preact/hooks";
import { useAnswer } from "../answer.ts";
import type { View } from "../link.ts";
import { Answer } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { label } from "../parts/Cards.tsx";
import { Choice, Slider } from "../parts/Fields.tsx";
import { brief } from "../parts/opening.ts";
import { OpenFile, TomlEditor } from "../parts/TomlEditor.tsx";
import { Tools } from "../parts/Tools.tsx";
import { questionOf } from "../question.ts";
import { engine, go, library } from "../state.ts";
import { at, change, type Path } from "../toml/file.ts";
import { places } from "../toml/lines.ts";
import { remarkAt } from "../toml/remarks.ts";
import { spanOf } from "../toml/parameters.ts";
import { mistakeIn, useDraft, useRested, type Opened } from "./drafts.ts";

type FileView_ = Extract<View, { view: "pipeline" | "strategy" }>;

const TITLES = { pipeline: "A pipeline as a bargain", strategy: "Threat, patron, linked bargain" } as const;

export function FileView({ view }: { view: FileView_ }) {
  const opened = useDraft(view.draft);
  // The games take seconds: they are asked when the hand rests.
  const sound = useRested(opened.sound, view.view === "strategy" ? 700 : 0);
  // In a browser one thread plays the games, for half a minute or more: the reader says when.
  const slow = view.view === "strategy" && engine.value?.where === "browser";
  const [agreed, agree] = useState<string | null>(null);
  const asked = !slow || agreed === sound;
  const question = useMemo(() => (asked ? questionOf(view, () => sound) : null), [asked, sound, view.draft.file, view.view]);
  const solving = useAnswer(question, view.view);
  const file = view.draft.file;
  const set = (text: string | null, replace: boolean) => go({ ...view, draft: { file, text: text === library(file) ? null : text } }, replace);
  const mistake = mistakeIn(opened, solving.error, file);
  const [as, show] = useState<"sliders" | "text">("sliders");
  const shown = opened.read.data ? as : "text";
  return (
    <Bench
      name="Numbers of the file"
      chosen={<p class="crumb">Speculative: what follows if the numbers of the file held. None of it is a forecast.</p>}
      tools={<Tools solving={solving} />}
      summary={view.draft.text === null ? "as in the library" : "changed"}
      assumptions={
        <>
          <Choice
            legend="The file as"
            value={shown}
            values={[
              ["sliders", "Sliders"],
              ["text", "Text"],
            ]}
            onChange={show}
          />
          {shown === "text" ? (
            <TomlEditor label={`Text of ${file}`} text={opened.text} mistake={mistake} onChange={(text) => set(text, true)} />
          ) : (
            <>
              {mistake && (
                <p class="wrong" role="alert">
                  <button type="button" onClick={() => show("text")}>
                    Line {mistake.line}
                  </button>{" "}
                  {mistake.message}
                </p>
              )}
              <Numbers opened={opened} onChange={(text) => set(text, true)} />
            </>
          )}
          <p class="acts">
            {view.draft.text !== null && library(file) !== undefined && (
              <button type="button" onClick={() => set(null, false)}>
                Undo all changes
              </button>
            )}
            <OpenFile label="Open a file …" accept=".toml" onOpen={(name, text) => go({ view: view.view, draft: { file: name, text } })} />
          </p>
        </>
      }
    >
      {!asked && <Warned file={file} known={solving.reply !== null} solve={() => agree(sound)} />}
      {(asked || solving.reply) && <Answer solving={solving} title={TITLES[view.view]} arrange={brief} />}
    </Bench>
  );
}

/** What solving takes here, and what does it sooner. */
function Warned({ file, known, solve }: { file: string; known: boolean; solve: () => void }) {
  return (
    <div class="warned">
      {!known && <h1>{TITLES.strategy}</h1>}
      <p>
        {known ? "The numbers have changed; the answer below is to those before." : "The games of the file are solved in many worlds."} In a browser, where one thread
        solves, that takes half a minute or more. The program itself uses every processor and can be stopped:
      </p>
      <pre tabIndex={0} role="region" aria-label="Command line">
        <code>unequal strategy {file.replace(/^.*\//, "")}</code>
      </pre>
      <p class="acts">
        <button type="button" onClick={solve}>
          Solve it here
        </button>
      </p>
    </div>
  );
}

/** A table's keys as words; one of a list is called by its own name. */
function heading(data: unknown, path: Path): string {
  const words = path.flatMap((key, place) => {
    if (typeof key !== "number") return typeof path[place + 1] === "number" ? [] : [label(key)];
    const table = at(data, path.slice(0, place + 1)) as { name?: unknown; code?: unknown; title?: unknown } | undefined;
    return [String(table?.name ?? table?.title ?? table?.code ?? `${label(String(path[place - 1]))} ${key + 1}`)];
  });
  return words.join(" › ");
}

interface Entry {
  path: Path;
  value: number;
  remark: string | undefined;
}

/** Numbers of the file by the table in which they stand, with the remark at the end of their line. */
function numbers(opened: Opened): Map<string, Entry[]> {
  const lines = opened.text.split("\n");
  const tables = new Map<string, Entry[]>();
  for (const place of places(opened.text)) {
    const value = at(opened.read.data, place.path);
    if (typeof value !== "number" || place.path.at(-1) === "year") continue;
    const remark = remarkAt(lines, place.line, place.to);
    const named = place.path.length > 1 && lines[place.line]?.includes("{") ? place.path.slice(0, -2) : place.path.slice(0, -1);
    const table = heading(opened.read.data, named);
    const list = tables.get(table) ?? [];
    list.push({ path: place.path, value, remark });
    tables.set(table, list);
  }
  return tables;
}

/** A range has two ends: both are named by the number they belong to. */
function nameOf(path: Path): string {
  const last = String(path.at(-1));
  if ((last === "low" || last === "high") && typeof path.at(-2) === "string") return `${label(String(path.at(-2)))}, ${last === "low" ? "at least" : "at most"}`;
  return label(last);
}

function Numbers({ opened, onChange }: { opened: Opened; onChange: (text: string) => void }) {
  const tables = useMemo(() => numbers(opened), [opened.text]);
  return (
    <>
      {[...tables].map(([table, entries]) => (
        <details key={table} class="card" open={tables.size < 8}>
          <summary>{table || "File"}</summary>
          {entries.map(({ path, value, remark }) => (
            <Slider
              key={path.join(".")}
              label={nameOf(path)}
              value={value}
              {...spanOf(String(path.at(-1)), value)}
              least={-1e9}
              most={1e9}
              hint={path.at(-1) === "high" ? undefined : remark}
              onChange={(next) => {
                const changed = change(opened.text, path, next);
                if (changed !== null) onChange(changed);
              }}
            />
          ))}
        </details>
      ))}
    </>
  );
}
