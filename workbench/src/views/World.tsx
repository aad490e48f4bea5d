// Who depends on one country: the map and the table of all others.

import { useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answer.ts";
import { PAIR, type View } from "../link.ts";
import { Refused, Skeleton, Status, useSpoken } from "../parts/Answer.tsx";
import { Bench } from "../parts/Bench.tsx";
import { Elasticity, inWords } from "../parts/Elasticity.tsx";
import { Choice, Year } from "../parts/Fields.tsx";
import { dollars, loss as lossOf } from "../parts/numbers.ts";
import { Picker } from "../parts/Picker.tsx";
import { Tools } from "../parts/Tools.tsx";
import { saved, WorldMap, type Figure } from "../parts/WorldMap.tsx";
import { questionOf } from "../question.ts";
import { go, lists, nameOf, nameWithin, STANDARD_YEAR } from "../state.ts";
import { useRested } from "./drafts.ts";
import type { AnswerBody } from "../engine/types.ts";

type WorldView = Extract<View, { view: "world" }>;

interface Row {
  code: string;
  name: string;
  loss: number;
  /** USD million a year; null where the engine does not say. */
  money: number | null;
}

export interface Ranking {
  rows: Row[];
  grade: string;
  members: string[];
  year: number;
  source: string;
}

/** What the map needs of the answer to “most-dependent”. */
export function ranking(answer: AnswerBody | undefined): Ranking | null {
  if (answer?.answer !== "leverage-table" || !Array.isArray(answer.rows)) return null;
  const place = (answer.catalogue as { name: string; grade: string }[]).findIndex((indicator) => indicator.name === "exit cost");
  if (place < 0) return null;
  const rows = (answer.rows as { side: string; exit_cost_in_money?: number | null; values: (number | null)[] }[])
    .map(({ side, exit_cost_in_money: money = null, values }) => ({ code: side, name: nameOf(side), loss: values[place] ?? NaN, money }))
    .filter((row) => Number.isFinite(row.loss));
  return {
    rows,
    grade: answer.catalogue[place].grade,
    members: answer.partner?.members ?? [],
    year: answer.year,
    source: answer.evidence?.source ?? "",
  };
}

export function World({ view }: { view: WorldView }) {
  const question = useMemo(() => questionOf(view, () => ""), [view.partner, view.year, view.elasticity]);
  const solving = useAnswer(question, "world");
  useSpoken(solving);
  const found = useMemo(() => ranking(solving.reply?.answer?.answer), [solving.reply, lists.value]);
  const set = (change: Partial<WorldView>, replace = false) => go({ ...view, ...change }, replace);
  const hasMoney = found?.rows.some((row) => row.money !== null) ?? false;
  const inMoney = view.money && hasMoney;
  const old = solving.busy || solving.cancelled || solving.error !== null;
  return (
    <Bench
      chosen={
        <>
          <Picker label="Losses from the end of trade with" tone="second" value={view.partner} onChange={(partner) => set({ partner })} />
          <Year value={view.year} plays ready={!solving.busy} onChange={(year) => set({ year }, true)} />
        </>
      }
      tools={<Tools solving={solving} picture={() => picture(view)} />}
      summary={inWords(view.elasticity)}
      assumptions={<Elasticity plain value={view.elasticity} onChange={(elasticity, byHand) => set({ elasticity: elasticity as number }, !byHand)} />}
    >
      {hasMoney && (
        <Choice
          legend="Loss in"
          value={view.money ? "money" : "percent"}
          values={[
            ["percent", "Percent of income"],
            ["money", "Dollars a year"],
          ]}
          onChange={(unit) => set({ money: unit === "money" })}
        />
      )}
      <Status solving={solving} />
      <Refused solving={solving} />
      {found ? <Found found={found} view={view} inMoney={inMoney} old={old} /> : <Skeleton title={`Who depends on ${nameWithin(view.partner)}?`} />}
    </Bench>
  );
}

function picture(view: WorldView): { name: string; text: string } | null {
  const text = saved(`Loss of real income if trade with ${nameWithin(view.partner)} ended, ${view.year ?? STANDARD_YEAR}`);
  return text === null ? null : { name: `world-${view.partner.toLowerCase()}-${view.year ?? STANDARD_YEAR}`, text };
}

function Found({ found, view, inMoney, old }: { found: Ranking; view: WorldView; inMoney: boolean; old: boolean }) {
  const [active, activate] = useState<string | null>(null);
  const value = (row: Row) => (inMoney ? (row.money ?? NaN) : row.loss);
  const rows = useMemo(() => found.rows.filter((row) => Number.isFinite(value(row))).sort((one, other) => value(other) - value(one)), [found, inMoney]);
  const figures: Figure[] = rows.map((row, place) => ({ code: row.code, name: row.name, value: value(row), words: tell(row, place, rows.length, found.grade) }));
  const partner = nameWithin(view.partner);
  const top = rows[0];
  const choose = (code: string) => go({ ...PAIR, first: code, second: view.partner, year: view.year, elasticity: view.elasticity });
  const told = figures.find((figure) => figure.code === active);
  const range = useRange(view, active);
  return (
    <div class={`solved ${old ? "old" : ""}`}>
      <h1>Who depends on {partner}?</h1>
      <p class="dateline">
        Year {found.year} · evidence grade {found.grade} · source: {found.source}
      </p>
      {top && (
        <p class="lead">
          If trade with {partner} ended, {nameWithin(top.code)} would lose most: {inMoney ? `${dollars(top.money as number)} a year` : `${lossOf(top.loss)} of its real income`}.
        </p>
      )}
      <p class="readout" aria-live="off">
        {told ? `${told.words}${range}` : "Point at a country, or walk through the table, for its figure. Choose one to see the pair."}
      </p>
      <div class="map-and-table">
        <WorldMap
          figures={figures}
          partner={view.partner}
          members={found.members}
          active={active}
          onActive={activate}
          onChoose={choose}
          label={`World map of losses if trade with ${partner} ended. The table beside it has every figure.`}
          legend={inMoney ? dollars : (share) => `${Number((100 * share).toPrecision(2))} %`}
        />
        <Ranked rows={rows} active={active} onActive={activate} onChoose={choose} partner={partner} />
      </div>
      <p class="note">
        Single figures at one trade elasticity. Rest on a country for its range. Countries without a table of their own have no figure.
      </p>
    </div>
  );
}

/** Milliseconds after which a country that is pointed at is one that is looked at. */
const RESTED = 400;

/** The range of the loss of a country that is looked at, from the answer about the pair; the figures of the map have none. */
function useRange(view: WorldView, active: string | null): string {
  const looked = useRested(active, RESTED);
  const question = useMemo(
    () => looked && { question: "exit-cost", first: looked, second: view.partner, ...(view.year !== null && { year: view.year }), elasticity: view.elasticity },
    [looked, view.partner, view.year, view.elasticity],
  );
  const solving = useAnswer(question || null, "world-range");
  const answer = solving.reply?.answer?.answer;
  if (solving.busy || active === null || answer?.pairs?.[0]?.first !== active || !answer.ranges) return "";
  const { low, high } = answer.ranges.first as { low: number; high: number };
  return `; range ${lossOf(low)} to ${lossOf(high)}, pair of grade ${answer.evidence?.grade}`;
}

function tell(row: Row, place: number, of: number, grade: string): string {
  const money = row.money === null ? "" : `, ${dollars(row.money)} a year`;
  return `${row.name}: ${lossOf(row.loss)} of its real income${money} (place ${place + 1} of ${of}, grade ${grade})`;
}

interface RankedProps {
  rows: Row[];
  active: string | null;
  onActive: (code: string | null) => void;
  onChoose: (code: string) => void;
  partner: string;
}

function Ranked({ rows, active, onActive, onChoose, partner }: RankedProps) {
  const box = useRef<HTMLTableSectionElement>(null);
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...(box.current?.querySelectorAll("button") ?? [])];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  const money = rows.some((row) => row.money !== null);
  return (
    <div class="ranked" role="region" aria-label={`Losses if trade with ${partner} ended`} tabIndex={0}>
      <table>
        <caption class="unseen">Losses if trade with {partner} ended, largest first</caption>
        <thead>
          <tr>
            <th scope="col">Economy</th>
            <th scope="col" class="number">Of income</th>
            {money && <th scope="col" class="number">A year</th>}
          </tr>
        </thead>
        <tbody ref={box} onKeyDown={onKey}>
          {rows.map((row) => (
            <tr key={row.code} class={row.code === active ? "active" : ""} onPointerEnter={() => onActive(row.code)} onPointerLeave={() => onActive(null)}>
              <th scope="row">
                <button type="button" class="plain" onFocus={() => onActive(row.code)} onClick={() => onChoose(row.code)}>
                  {row.name}
                </button>
              </th>
              <td class="number" data-code={row.code}>
                {lossOf(row.loss)}
              </td>
              {money && <td class="number">{row.money === null ? "" : dollars(row.money)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
