// A view as a question to the engine.

import type { Question, SourceFile } from "./engine/types.ts";
import { STANDARD_ELASTICITY, type Draft, type Elasticity, type View } from "./link.ts";

const some = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

export type Texts = (draft: Draft) => string;

const file = (draft: Draft, texts: Texts): SourceFile => ({ name: draft.file, text: texts(draft) });

const common = (elasticity: Elasticity): number => (typeof elasticity === "number" ? elasticity : STANDARD_ELASTICITY);

/** What a view asks; null where it asks nothing yet. */
export function questionOf(view: View, texts: Texts): Question | null {
  switch (view.view) {
    case "start":
      return { question: "exit-cost", first: "RUS", second: "CHN" };
    case "world":
      return { question: "most-dependent", partner: view.partner, ...some({ year: view.year }), elasticity: view.elasticity };
    case "pair":
      return pair(view);
    case "scenario": {
      if (!view.draft) return null;
      if (view.other) {
        const files = distinct([file(view.draft, texts), file(view.other, texts)]);
        return { question: "compare", files, ranges: view.ranges };
      }
      return { question: "run", file: file(view.draft, texts), ranges: view.ranges };
    }
    case "article":
      if (!texts(view.draft).trim()) return null;
      if (view.claims !== null) return { question: "audit", file: { name: "claims.toml", text: view.claims } };
      return { question: "audit", file: file(view.draft, texts), ...some({ published: view.month }) };
    case "timeline":
      return { question: "timeline", first: view.first, second: view.second, elasticity: view.elasticity };
    case "pipeline":
    case "strategy":
      return { question: view.view, file: file(view.draft, texts) };
    case "episode":
      return { question: "episode" };
  }
}

function pair(view: Extract<View, { view: "pair" }>): Question {
  const table = view.published ? { table: { embedded: "oecd-2022" } } : {};
  const base = { first: view.first, second: view.second, ...some({ year: view.year }), ...table };
  if (view.show === "exit-cost") return { question: "exit-cost", ...base, elasticity: view.elasticity, closure: view.closure };
  if (view.show === "leverage") return { question: "leverage", ...base, elasticity: view.elasticity };
  const own = typeof view.elasticity === "object" ? { elasticities: view.elasticity.sectors } : {};
  const level = typeof view.elasticity === "object" ? view.elasticity.others : common(view.elasticity);
  return { question: "brief", ...base, elasticity: level, ...own };
}

/** Two files of one name cannot be told apart in an answer. */
function distinct(files: SourceFile[]): SourceFile[] {
  const [one, other] = files;
  return one && other && one.name === other.name ? [one, { ...other, name: other.name.replace(/(\.toml)?$/, "-2$1") }] : files;
}
