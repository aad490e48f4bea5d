// A text with numbered lines, one of which may be marked as mistaken.

import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { Mistake } from "../toml/file.ts";

interface Props {
  label: string;
  text: string;
  mistake: Mistake | null;
  onChange: (text: string) => void;
}

export function TomlEditor({ label, text, mistake, onChange }: Props) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const follow = () => {
    if (field.current && gutter.current) gutter.current.scrollTop = field.current.scrollTop;
  };
  useLayoutEffect(follow, [text]);
  const show = () => {
    if (!mistake || !field.current) return;
    const lines = text.split("\n");
    const start = lines.slice(0, mistake.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    field.current.focus();
    field.current.setSelectionRange(start, start + (lines[mistake.line - 1] ?? "").length);
    field.current.scrollTop = Math.max(0, mistake.line - 4) * (field.current.scrollHeight / lines.length);
  };
  return (
    <div class="toml">
      {mistake && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          <button type="button" onClick={show}>
            Line {mistake.line}
          </button>{" "}
          {mistake.message}
        </p>
      )}
      <div class="lines">
        <div class="gutter" ref={gutter} aria-hidden="true">
          {text.split("\n").map((_, place) => (
            <span key={place} class={mistake?.line === place + 1 ? "marked" : ""}>
              {place + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={field}
          aria-label={label}
          aria-invalid={mistake !== null}
          aria-describedby={mistake ? `${id}-wrong` : undefined}
          spellcheck={false}
          autocapitalize="off"
          wrap="off"
          value={text}
          onScroll={follow}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}

interface OpenProps {
  label: string;
  accept: string;
  onOpen: (name: string, text: string) => void;
}

/** Texts beyond this are no file of ours, and the engine would refuse them. */
const MOST = 200_000;

/** Opens a file of the reader's; it does not leave the browser but for the engine. */
export function OpenFile({ label, accept, onOpen }: OpenProps) {
  return (
    <label class="file">
      {label}
      <input
        type="file"
        accept={accept}
        onChange={async (event) => {
          const field = event.currentTarget;
          const file = field.files?.[0];
          if (file && file.size <= MOST) onOpen(file.name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "file", await file.text());
          field.value = "";
        }}
      />
    </label>
  );
}
