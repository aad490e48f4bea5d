// The first screen: who depends on whom, on a map; what the threat of December 2023 did; which figure of an article cannot
// be right.

import { useEffect, useMemo, useState } from "preact/hooks";
import { useAnswer, type Solving } from "../answer.ts";
import type { Question } from "../engine/types.ts";
import { CLAIMS_FILE, PAIR } from "../link.ts";
import { Fragment, Refused, Skeleton, Status, useSpoken } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { loss } from "../parts/numbers.ts";
import { fold, raise, tiles } from "../parts/opening.ts";
import { Picker } from "../parts/Picker.tsx";
import { Tools } from "../parts/Tools.tsx";
import { WorldMap } from "../parts/WorldMap.tsx";
import { go, library, lists, nameOf } from "../state.ts";
import { ranking } from "./World.tsx";

/** Of the answer, the opening alone: the finding, its figures, the warning. */
function opening(root: HTMLElement, solving: Solving): void {
  const body = solving.reply?.answer?.answer;
  if (body?.answer === "exit-costs") tiles(root, body, [nameOf("RUS"), nameOf("CHN")]);
  raise(root);
  fold(root, 0);
  const kept = root.querySelector(".opening");
  const holder = kept?.parentElement;
  if (!kept || !holder) return;
  for (const child of [...holder.children]) if (child !== kept) child.remove();
}

export function Start() {
  // What both would lose needs one table and is there at once; the brief needs every year.
  const quick = useAnswer(useMemo(() => ({ question: "exit-cost", first: "RUS", second: "CHN" }), []), "start-quick");
  const first = quick.reply !== null || quick.error !== null;
  const brief = useAnswer(useMemo(() => (first ? { question: "brief", first: "RUS", second: "CHN" } : null), [first]), "start");
  const shown = brief.reply ? brief : quick;
  useSpoken(shown);
  // One at a time, the reader's first question first.
  const second = brief.reply !== null || brief.error !== null;
  const map = useAnswer(useMemo(() => (second ? { question: "most-dependent", partner: "CHN", elasticity: 4 } : null), [second]), "start-map");
  const third = second && (map.reply !== null || map.error !== null);
  const pair = { ...PAIR };
  return (
    <Bench
      chosen={
        <>
          <Picker label="Who depends more," tone="first" value="RUS" onChange={(first) => go({ ...pair, first, second: first === "CHN" ? "RUS" : "CHN" })} />
          <Picker label="or" tone="second" value="CHN" onChange={(second) => go({ ...pair, second, first: second === "RUS" ? "CHN" : "RUS" })} />
        </>
      }
      tools={<Tools solving={brief} />}
    >
      <Status solving={first ? brief : quick} />
      <Refused solving={first ? brief : quick} />
      <div class="start">
        <div>
          {shown.reply?.fragment ? (
            <Fragment html={shown.reply.fragment} arrange={(root) => opening(root, shown)} />
          ) : (
            <Skeleton title="Russia and China: who depends more on whom?" />
          )}
          <nav class="acts" aria-label="More about this pair">
            <a class="act" href="#v1/pair?first=RUS&second=CHN">
              Change the assumptions
            </a>
            <a class="act" href="#v1/pair?first=RUS&second=CHN&show=brief">
              Read the whole brief
            </a>
            <a class="act" href="#v1/timeline?first=RUS&second=CHN">
              See it through the decades
            </a>
          </nav>
        </div>
        <div>
          <Dependents solving={map} />
          <Threat ready={third} />
          <Wrong ready={third} />
        </div>
      </div>
    </Bench>
  );
}

function Dependents({ solving }: { solving: Solving }) {
  const [active, activate] = useState<string | null>(null);
  const found = useMemo(() => ranking(solving.reply?.answer?.answer), [solving.reply, lists.value]);
  const figures = useMemo(
    () => (found?.rows ?? []).map((row) => ({ code: row.code, name: row.name, value: row.loss, words: `${row.name}: ${loss(row.loss)} of its real income` })),
    [found],
  );
  const told = figures.find((figure) => figure.code === active);
  const russia = figures.find((figure) => figure.code === "RUS");
  return (
    <section class="dependents" aria-labelledby="dependents">
      <h2 id="dependents">Who would lose most without China</h2>
      <p class="readout">{told?.words ?? (russia ? `${russia.words}. Choose a country to see it with China.` : "Loss of real income if trade with China ended.")}</p>
      {found ? (
        <WorldMap
          figures={figures}
          partner="CHN"
          members={found.members}
          active={active ?? "RUS"}
          onActive={activate}
          onChoose={(code) => go({ ...PAIR, first: code, second: "CHN" })}
          label="World map of losses of real income if trade with China ended"
          legend={(share) => `${Number((100 * share).toPrecision(2))} %`}
        />
      ) : (
        <div class="map-room" />
      )}
      <p class="note">
        {nameOf("CHN")} is one of {lists.value?.regions.length ?? "many"} economies: <a href="#v1/world">see the whole table, other countries and years</a>.
      </p>
    </section>
  );
}

interface StoryProps {
  id: string;
  title: string;
  question: Question | null;
  href: string;
  link: string;
  more?: { href: string; link: string };
  /** Which sentences of the finding are told, and in which order. */
  sentences: number[];
}

/** An answer's first sentences, and the way to all of it. */
function Story({ id, title, question, href, link, more, sentences }: StoryProps) {
  const solving = useAnswer(question, id);
  const [words, set] = useState<string[]>([]);
  useEffect(() => {
    if (!solving.reply?.fragment) return;
    const page = new DOMParser().parseFromString(solving.reply.fragment, "text/html");
    const all = [...page.querySelectorAll(".opening .lead, .opening .headline")].map((one) => one.textContent ?? "");
    set(sentences.flatMap((place) => all[place] ?? []));
  }, [solving.reply]);
  return (
    <section class="story" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {words.length > 0 ? words.map((text, place) => <p key={place}>{text}</p>) : solving.error ? <p>{solving.error.message}</p> : <p class="bone" aria-hidden="true" />}
      <p class="acts">
        <a class="act" href={href}>
          {link}
        </a>
        {more && (
          <a class="act" href={more.href}>
            {more.link}
          </a>
        )}
      </p>
    </section>
  );
}

const THREAT = "december-2023-threat.toml";

function Threat({ ready }: { ready: boolean }) {
  const question = useMemo(() => (ready ? { question: "episode" } : null), [ready]);
  return (
    <Story
      id="threat"
      title="What the American threat to banks of December 2023 did"
      question={question}
      // What would explain the fall, then what speaks against it.
      sentences={[3, 2, 1]}
      href={`#v1/scenario?file=${THREAT}`}
      link="Change the threat and see"
      more={{ href: "#v1/episode", link: "Compare with what happened" }}
    />
  );
}

function Wrong({ ready }: { ready: boolean }) {
  const text = library(CLAIMS_FILE);
  const question = useMemo(() => (ready && text !== undefined ? { question: "audit", file: { name: CLAIMS_FILE, text } } : null), [ready, text]);
  return (
    <Story
      id="wrong"
      title="Which figure of an article of May 2024 cannot be right"
      question={question}
      sentences={[0]}
      href="#v1/article"
      link="See every figure of it"
      more={{ href: "#v1/article?file=article.txt", link: "Check another article" }}
    />
  );
}
