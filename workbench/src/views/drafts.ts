// A file that the reader edits: the library's until it is changed.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Refusal } from "../engine/types.ts";
import type { Draft } from "../link.ts";
import { library } from "../state.ts";
import { read, type Mistake, type Read } from "../toml/file.ts";
import { engine } from "../state.ts";
import { expectJson, type ViewReply } from "../engine/types.ts";

export const textOf = (draft: Draft): string => draft.text ?? library(draft.file) ?? "";

export interface Opened {
  text: string;
  read: Read;
  /** The last text that was TOML: what the answer on the screen is about. */
  sound: string;
}

/** The text of a draft, and what can be asked about while it is being written. */
export function useDraft(draft: Draft): Opened {
  const text = textOf(draft);
  const found = useMemo(() => read(text), [text]);
  const sound = useRef(text);
  if (found.data) sound.current = text;
  return { text, read: found, sound: sound.current };
}

/** The mistake to mark in the text: that of the TOML, else what the engine says of the file. */
export function mistakeIn(opened: Opened, error: Refusal | null, file: string): Mistake | null {
  if (opened.read.mistake) return opened.read.mistake;
  const problem = error?.problem;
  if (!problem?.line || (problem.file !== null && problem.file !== file)) return null;
  return { message: problem.message, line: problem.line, column: problem.column ?? 1 };
}

/** A value that follows another one once that has rested: for answers that take long. */
export function useRested<T>(value: T, milliseconds: number): T {
  const [rested, rest] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => rest(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return milliseconds === 0 ? value : rested;
}

/** What the fields of a file mean: first sentences of the schema's descriptions, by definition and field. */
export type Meanings = Record<string, string>;

let meanings: Promise<Meanings> | undefined;

async function fetched(): Promise<Meanings> {
  const asked = engine.peek();
  if (!asked) return {};
  const reply = expectJson<ViewReply>(await asked.ask({ ask: "view", question: { question: "schema", of: "scenario" } }, new AbortController().signal));
  const schema = JSON.parse(reply.text ?? "{}") as { $defs?: Record<string, { properties?: Record<string, { description?: string }> }> };
  const found: Meanings = {};
  for (const [name, definition] of Object.entries(schema.$defs ?? {})) {
    for (const [field, { description }] of Object.entries(definition.properties ?? {})) {
      if (description) found[`${name}.${field}`] = description.replace(/\s+/g, " ");
    }
  }
  return found;
}

export function useMeanings(): Meanings {
  const [found, set] = useState<Meanings>({});
  useEffect(() => {
    meanings ??= fetched();
    // Without them fields have their names alone.
    meanings.then(set, () => (meanings = undefined));
  }, []);
  return found;
}
