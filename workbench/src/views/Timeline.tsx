// Decades of a pair.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../answer.ts";
import type { View } from "../link.ts";
import { Answer } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { Elasticity, inWords } from "../parts/Elasticity.tsx";
import { brief } from "../parts/opening.ts";
import { Picker } from "../parts/Picker.tsx";
import { Tools } from "../parts/Tools.tsx";
import { questionOf } from "../question.ts";
import { go, nameOf } from "../state.ts";

type TimelineView = Extract<View, { view: "timeline" }>;

export function Timeline({ view }: { view: TimelineView }) {
  const question = useMemo(() => questionOf(view, () => ""), [view]);
  const solving = useAnswer(question, "timeline");
  const set = (change: Partial<TimelineView>, replace = false) => go({ ...view, ...change }, replace);
  const { first, second } = view;
  return (
    <Bench
      chosen={
        <>
          <Picker label="First side" tone="first" value={first} onChange={(next) => set(next === second ? { first: next, second: first } : { first: next })} />
          <Picker label="Second side" tone="second" value={second} onChange={(next) => set(next === first ? { first: second, second: next } : { second: next })} />
        </>
      }
      tools={<Tools solving={solving} />}
      summary={inWords(view.elasticity)}
      assumptions={
        <>
          <Elasticity plain value={view.elasticity} onChange={(elasticity, byHand) => set({ elasticity: elasticity as number }, !byHand)} />
          <p class="hint">It decides the level of the exit costs. Shares of trade are records and do not depend on it.</p>
        </>
      }
    >
      <Answer solving={solving} title={`${nameOf(first)} and ${nameOf(second)} through the decades`} arrange={brief} />
    </Bench>
  );
}

export function Episode() {
  const question = useMemo(() => questionOf({ view: "episode" }, () => ""), []);
  const solving = useAnswer(question, "episode");
  return (
    <Bench
      chosen={
        <p class="crumb">
          The threat to banks of December 2023, fitted and compared with what happened ·{" "}
          <a href="#v1/scenario?file=december-2023-threat.toml">change the threat</a>
        </p>
      }
      tools={<Tools solving={solving} />}
    >
      <Answer solving={solving} title="The threat to banks of December 2023" arrange={brief} />
    </Bench>
  );
}
