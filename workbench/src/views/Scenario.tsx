// A scenario: its measures as cards or as text, and what they do.

import { useMemo, useState } from "preact/hooks";
import { useAnswer } from "../answer.ts";
import type { LibraryFile } from "../engine/types.ts";
import type { Draft, View } from "../link.ts";
import { Answer } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { Cards } from "../parts/Cards.tsx";
import { Choice } from "../parts/Fields.tsx";
import { brief } from "../parts/opening.ts";
import { OpenFile, TomlEditor } from "../parts/TomlEditor.tsx";
import { Tools } from "../parts/Tools.tsx";
import { questionOf } from "../question.ts";
import { go, library, lists } from "../state.ts";
import { measures } from "../toml/measures.ts";
import { mistakeIn, textOf, useDraft, useMeanings, type Opened } from "./drafts.ts";
import { kindOf, Library } from "./Library.tsx";

type ScenarioView = Extract<View, { view: "scenario" }>;

export function Scenario({ view }: { view: ScenarioView }) {
  return view.draft ? <Opened_ view={view} draft={view.draft} /> : <Library />;
}

function Opened_({ view, draft }: { view: ScenarioView; draft: Draft }) {
  const opened = useDraft(draft);
  const other = view.other;
  const question = useMemo(
    () => questionOf(view, (one) => (one === draft ? opened.sound : textOf(one))),
    [opened.sound, draft.file, other, view.ranges],
  );
  const solving = useAnswer(question, "scenario");
  const set = (change: Partial<ScenarioView>, replace = false) => go({ ...view, ...change }, replace);
  // Ranges take a solve for every study: they are given up while something is being changed.
  const edit = (text: string) => set({ draft: { file: draft.file, text: text === library(draft.file) ? null : text }, ranges: false }, true);
  const title = String(opened.read.data?.title ?? draft.file);
  return (
    <Bench
      name="Measures"
      chosen={
        <>
          <p class="crumb">
            <a href="#v1/scenario">Library</a> <span aria-hidden="true">›</span> <b>{title}</b>
            {draft.text !== null && <small> changed</small>}
          </p>
          <Beside view={view} set={set} />
        </>
      }
      tools={<Tools solving={solving} />}
      summary={summary(opened)}
      assumptions={<Editor opened={opened} mistake={mistakeIn(opened, solving.error, draft.file)} edit={edit} draft={draft} reset={() => set({ draft: { file: draft.file, text: null } })} />}
    >
      <div class="above">
        {view.ranges ? (
          <p class="status">With ranges over the published studies of trade elasticities and the error of the table.</p>
        ) : (
          <p class="status">
            Solved without ranges, so that it follows your hand.{" "}
            <button type="button" onClick={() => set({ ranges: true })}>
              Add ranges
            </button>
          </p>
        )}
      </div>
      <Answer solving={solving} title={title} arrange={brief} />
    </Bench>
  );
}

function summary(opened: Opened): string {
  if (!opened.read.data) return "a mistake in the text";
  return measures(opened.read.data).map((measure) => measure.name).join(", ");
}

function Beside({ view, set }: { view: ScenarioView; set: (change: Partial<ScenarioView>) => void }) {
  const files = (lists.value?.scenarios ?? []).filter((file) => kindOf(file) === "scenario");
  return (
    <label class="field">
      Compare with
      <select value={view.other?.file ?? ""} onChange={(event) => set({ other: event.currentTarget.value ? { file: event.currentTarget.value, text: null } : null })}>
        <option value="">nothing</option>
        {view.draft?.text !== null && <option value={view.draft?.file}>the file before my changes</option>}
        {files
          .filter((file) => file.file !== view.draft?.file)
          .map((file: LibraryFile) => (
            <option key={file.file} value={file.file}>
              {file.title ?? file.file}
            </option>
          ))}
      </select>
    </label>
  );
}

interface EditorProps {
  opened: Opened;
  mistake: ReturnType<typeof mistakeIn>;
  edit: (text: string) => void;
  draft: Draft;
  reset: () => void;
}

function Editor({ opened, mistake, edit, draft, reset }: EditorProps) {
  const meanings = useMeanings();
  const [as, show] = useState<"cards" | "text">("cards");
  const data = opened.read.data;
  const shown = as === "cards" && data ? "cards" : "text";
  return (
    <>
      <Choice
        legend="The file as"
        value={shown}
        values={[
          ["cards", "Cards"],
          ["text", "Text"],
        ]}
        onChange={show}
      />
      {shown === "cards" && data ? (
        <>
          {mistake && (
            <p class="wrong" role="alert">
              <button type="button" onClick={() => show("text")}>
                Line {mistake.line}
              </button>{" "}
              {mistake.message}
            </p>
          )}
          <Cards text={opened.text} data={data} meanings={meanings} onChange={edit} />
        </>
      ) : (
        <TomlEditor label={`Text of ${draft.file}`} text={opened.text} mistake={mistake} onChange={edit} />
      )}
      <p class="acts">
        {draft.text !== null && library(draft.file) !== undefined && (
          <button type="button" onClick={reset}>
            Undo all changes
          </button>
        )}
        <OpenFile label="Open a file …" accept=".toml" onOpen={(file, text) => go({ view: "scenario", draft: { file, text }, other: null, ranges: false })} />
      </p>
    </>
  );
}
