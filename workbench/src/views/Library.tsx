// The library of scenarios: where one begins.

import type { LibraryFile } from "../engine/types.ts";
import { OpenFile } from "../parts/TomlEditor.tsx";
import { go, lists } from "../state.ts";
import { read } from "../toml/file.ts";
import { KINDS, measures } from "../toml/measures.ts";

export type Kind = "scenario" | "pipeline" | "strategy";

/** Pipelines and games are told by a table that only they have. */
export function kindOf(file: LibraryFile): Kind {
  if (file.question === "pipeline" || file.question === "strategy") return file.question;
  if (/^\[gas\]/m.test(file.text)) return "pipeline";
  return /^\[players\]/m.test(file.text) ? "strategy" : "scenario";
}

const EMPTY = `title = "My scenario"
year = 2022

[pair]
first = "RUS"
second = "CHN"

[[embargo]]
name = "embargo"
by = "WEST"
on = "RUS"
sectors = "goods"
`;

const open = (file: string, text: string | null = null) => go({ view: "scenario", draft: { file, text }, other: null, ranges: false });

export function Library() {
  const files = (lists.value?.scenarios ?? []).filter((file) => kindOf(file) === "scenario");
  return (
    <div class="library">
      <h1>What if? Scenarios to begin with</h1>
      <p class="lead">Choose one, then change its measures with sliders and see what each does, alone and together.</p>
      <p class="acts">
        <button type="button" onClick={() => open("my-scenario.toml", EMPTY)}>
          Begin with an embargo
        </button>
        <OpenFile label="Open a file …" accept=".toml" onOpen={open} />
      </p>
      <ul class="shelf">
        {files.map((file) => (
          <li key={file.file}>
            <Entry file={file} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Entry({ file }: { file: LibraryFile }) {
  const { data } = read(file.text);
  const kinds = data ? [...new Set(measures(data).map((measure) => KINDS[measure.kind]))] : [];
  return (
    <a class="entry" href={`#v1/scenario?file=${encodeURIComponent(file.file)}`}>
      <h2>{String(data?.title ?? file.title ?? file.file)}</h2>
      {typeof data?.description === "string" && <p>{data.description}</p>}
      <p class="note">{kinds.join(" · ")}</p>
    </a>
  );
}
