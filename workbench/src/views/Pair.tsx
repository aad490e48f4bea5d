// One pair of countries: who depends on whom, live.

import { useMemo } from "preact/hooks";
import { useAnswer } from "../answer.ts";
import { CLOSURES, PAIR, type Closure, type View } from "../link.ts";
import { Answer } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { Elasticity, inWords } from "../parts/Elasticity.tsx";
import { Choice, Year } from "../parts/Fields.tsx";
import { Picker } from "../parts/Picker.tsx";
import { Tools } from "../parts/Tools.tsx";
import { fold, raise, tiles } from "../parts/opening.ts";
import { questionOf } from "../question.ts";
import { go, nameOf, STANDARD_YEAR } from "../state.ts";

type PairView = Extract<View, { view: "pair" }>;

const WORDS: Record<Closure, string> = {
  "long-run": "Long run",
  "recorded-deficits": "Trade deficits kept",
  "specific-factors": "Workers stay in their sector",
  "fixed-fuels": "Fuels in fixed supply",
  rationing: "First weeks",
};
const MEANING: Record<Closure, string> = {
  "long-run": "Workers and capital have moved to other sectors, and trade is balanced.",
  "recorded-deficits": "Trade deficits keep their recorded value.",
  "specific-factors": "What is earned in a sector cannot leave it.",
  "fixed-fuels": "Coal, oil and gas come from a resource in fixed supply, and industries need fuels in fixed proportion.",
  rationing: "Prices do not move, and shortages of inputs ration production.",
};

export function Pair({ view }: { view: PairView }) {
  const question = useMemo(() => questionOf(view, () => ""), [view]);
  const solving = useAnswer(question, "pair");
  const set = (change: Partial<PairView>, replace = false) => go({ ...view, ...change }, replace);
  const changed = JSON.stringify({ ...PAIR, first: view.first, second: view.second, show: view.show }) !== JSON.stringify(view);
  return (
    <Bench
      chosen={<Chosen view={view} set={set} />}
      tools={<Tools solving={solving} />}
      summary={summary(view)}
      assumptions={
        <>
          <Assumptions view={view} set={set} />
          {changed && (
            <button type="button" onClick={() => go({ ...PAIR, first: view.first, second: view.second, show: view.show })}>
              Back to the standard assumptions
            </button>
          )}
        </>
      }
    >
      <Choice
        legend="Show"
        value={view.show}
        values={[
          ["exit-cost", "What leaving would cost"],
          ["brief", "The whole brief"],
          ["leverage", "Every indicator"],
        ]}
        onChange={(show) => set({ show })}
      />
      <Answer
        solving={solving}
        title={`${nameOf(view.first)} and ${nameOf(view.second)}`}
        arrange={(root) => {
          const body = solving.reply?.answer?.answer;
          const pair = body?.answer === "exit-costs" ? body.pairs?.[0] : undefined;
          if (pair) tiles(root, body, [nameOf(pair.first), nameOf(pair.second)]);
          raise(root);
          fold(root, 0);
        }}
        help={<Help view={view} set={set} />}
      />
    </Bench>
  );
}

interface Part {
  view: PairView;
  set: (change: Partial<PairView>, replace?: boolean) => void;
}

function Chosen({ view, set }: Part) {
  return (
    <>
      <Picker label="First side" tone="first" value={view.first} onChange={(first) => set(first === view.second ? { first, second: view.first } : { first })} />
      <button type="button" class="swap" aria-label="Exchange the two sides" onClick={() => set({ first: view.second, second: view.first })}>
        ⇄
      </button>
      <Picker label="Second side" tone="second" value={view.second} onChange={(second) => set(second === view.first ? { second, first: view.second } : { second })} />
      <Year value={view.year} onChange={(year) => set({ year, published: view.published && year === null }, true)} />
    </>
  );
}

function Assumptions({ view, set }: Part) {
  const brief = view.show === "brief";
  return (
    <>
      <Elasticity sets={!brief} value={brief && typeof view.elasticity === "string" ? 4 : view.elasticity} onChange={(elasticity, byHand) => set({ elasticity }, !byHand)} />
      {view.show === "exit-cost" && (
        <label class="field">
          What is held fixed
          <select value={view.closure} onChange={(event) => set({ closure: event.currentTarget.value as Closure })}>
            {CLOSURES.map((closure) => (
              <option key={closure} value={closure}>
                {WORDS[closure]}
              </option>
            ))}
          </select>
          <small>{MEANING[view.closure]}</small>
        </label>
      )}
      {(view.year === null || view.year === STANDARD_YEAR) && (
        <Choice
          legend="Table of 2022"
          value={view.published ? "published" : "right"}
          values={[
            ["right", "Put right"],
            ["published", "As published"],
          ]}
          onChange={(table) => set({ published: table === "published" })}
        />
      )}
      <p class="hint">Put right: Russia’s imports of 2022 are taken from trade records where the source’s table leaves them out.</p>
    </>
  );
}

function Help({ view, set }: Part) {
  return (
    <ul>
      {view.closure !== "long-run" && (
        <li>
          <button type="button" onClick={() => set({ closure: "long-run" })}>
            Solve the long run instead
          </button>
        </li>
      )}
      {typeof view.elasticity === "number" && view.elasticity < 2 && (
        <li>
          <button type="button" onClick={() => set({ elasticity: 4 })}>
            Use the standard elasticity of 4
          </button>{" "}
          With goods this hard to replace, some economies have no balance of trade without the other.
        </li>
      )}
      {view.year !== null && (
        <li>
          <button type="button" onClick={() => set({ year: null })}>
            Use {STANDARD_YEAR}
          </button>{" "}
          Tables of earlier years show fewer countries.
        </li>
      )}
    </ul>
  );
}

function summary(view: PairView): string {
  const parts = [inWords(view.elasticity)];
  if (view.show === "exit-cost") parts.unshift(WORDS[view.closure].toLowerCase());
  if (view.year === null) parts.push(view.published ? "as published" : "put right");
  return parts.join(", ");
}
