// An article's figures, or a file of claims: what holds, what does not, what was not read.

import { useMemo, useState } from "preact/hooks";
import { useAnswer, type Solving } from "../answer.ts";
import { marks, WORDS, type Claim, type Mark, type State } from "../article.ts";
import { ARTICLE_FILE, CLAIMS_FILE, type View } from "../link.ts";
import { Answer, Refused, Status } from "../parts/Answer.tsx";
import { Choice } from "../parts/Fields.tsx";
import { OpenFile, TomlEditor } from "../parts/TomlEditor.tsx";
import { Tools } from "../parts/Tools.tsx";
import { questionOf } from "../question.ts";
import { go, library, lists } from "../state.ts";
import { change, read, type Value } from "../toml/file.ts";
import { mistakeIn, useDraft, useRested } from "./drafts.ts";

type ArticleView = Extract<View, { view: "article" }>;

const isClaims = (file: string): boolean => file.endsWith(".toml");

/** A claims file has sentences of its own; together they read like the article. */
function sentences(claims: Claim[]): string {
  return claims.map((claim) => claim.says ?? "").filter(Boolean).join(" ");
}

export function Article({ view }: { view: ArticleView }) {
  const opened = useDraft(view.draft);
  const claimsFile = isClaims(view.draft.file);
  const asked = useRested(claimsFile ? opened.sound : opened.text, claimsFile ? 0 : 300);
  const question = useMemo(() => questionOf(view, () => asked), [asked, view.draft.file, view.claims, view.month]);
  const solving = useAnswer(question, "article");
  const [active, activate] = useState<number | null>(null);
  const [writing, write] = useState(opened.text === "");
  const body = solving.reply?.answer?.answer;
  const claims: Claim[] = body?.answer === "audit" ? (body.claims as Claim[]) : [];
  const unread = (body?.article?.not_read ?? []) as { sentence: string; reason: string }[];
  const text = claimsFile ? sentences(claims) : opened.text;
  const found = useMemo(() => marks(text, claims, unread), [text, solving.reply]);
  const set = (change: Partial<ArticleView>, replace = false) => go({ ...view, ...change }, replace);
  const edit = (next: string) => set({ draft: { file: view.draft.file, text: next === library(view.draft.file) ? null : next }, claims: null }, true);
  const toml = claimsFile ? opened.text : (view.claims ?? (body?.article?.draft as string | undefined) ?? null);
  const correct = (next: string) => (claimsFile ? edit(next) : set({ claims: next }, true));
  const old = solving.busy || solving.error !== null;
  return (
    <div class="article-view">
      <div class="chosen">
        <Begin view={view} />
        <Tools solving={solving} />
      </div>
      <h1>{claimsFile ? String(opened.read.data?.title ?? "Claims") : "Check the figures of an article"}</h1>
      <Status solving={solving} />
        {!claimsFile || !mistakeIn(opened, solving.error, view.draft.file) ? <Refused solving={solving} /> : null}
      <Verdict solving={solving} old={old} />
      <div class="text-and-rows">
        <section aria-label="Text">
          <Choice
            legend="Text"
            value={writing ? "write" : "read"}
            values={[
              ["read", "Marked"],
              ["write", claimsFile ? "As a file" : "Write"],
            ]}
            onChange={(one) => write(one === "write")}
          />
          {writing ? (
            <Writing view={view} text={opened.text} mistake={mistakeIn(opened, solving.error, view.draft.file)} edit={edit} setMonth={(month) => set({ month }, true)} />
          ) : (
            <Marked text={text} found={found} active={active} onActive={activate} old={old} />
          )}
        </section>
        <section aria-label="Figures" class={old ? "old" : ""}>
          <Rows claims={claims} unread={unread} active={active} onActive={activate} toml={toml} correct={correct} />
          {view.claims !== null && (
            <p class="acts">
              <button type="button" onClick={() => set({ claims: null })}>
                Undo my corrections
              </button>
            </p>
          )}
        </section>
      </div>
      {solving.reply && <Answer bare solving={solving} title="Audit" arrange={untitled} />}
    </div>
  );
}

function Begin({ view }: { view: ArticleView }) {
  const open = (file: string, text: string | null) => go({ view: "article", draft: { file, text }, claims: null, month: null });
  return (
    <div class="acts">
      <button type="button" onClick={() => open(ARTICLE_FILE, "")}>
        Paste an article
      </button>
      <OpenFile label="Open a file …" accept=".txt,.md,.html,.toml" onOpen={open} />
      <label class="field">
        From the library
        <select value={library(view.draft.file) === undefined ? "" : view.draft.file} onChange={(event) => event.currentTarget.value && open(event.currentTarget.value, null)}>
          <option value="">choose …</option>
          {[...(lists.value?.claims ?? []), ...(lists.value?.articles ?? [])].map((file) => (
            <option key={file.file} value={file.file}>
              {file.file === CLAIMS_FILE ? "An article of May 2024" : (file.title ?? file.file)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** The title and the first sentence stand above the text already. */
function untitled(root: HTMLElement): void {
  for (const part of root.querySelectorAll("h1, .opening > .lead")) part.remove();
  root.querySelector(".opening")?.removeAttribute("aria-labelledby");
}

/** The first sentence: which figure cannot be right, if one cannot. */
function Verdict({ solving, old }: { solving: Solving; old: boolean }) {
  const lead = useMemo(() => {
    const page = new DOMParser().parseFromString(solving.reply?.fragment ?? "", "text/html");
    return page.querySelector(".lead")?.textContent ?? null;
  }, [solving.reply]);
  return lead ? <p class={`lead ${old ? "old" : ""}`}>{lead}</p> : null;
}

interface WritingProps {
  view: ArticleView;
  text: string;
  mistake: ReturnType<typeof mistakeIn>;
  edit: (text: string) => void;
  setMonth: (month: string | null) => void;
}

function Writing({ view, text, mistake, edit, setMonth }: WritingProps) {
  if (isClaims(view.draft.file)) return <TomlEditor label={`Text of ${view.draft.file}`} text={text} mistake={mistake} onChange={edit} />;
  return (
    <>
      <label class="field">
        Month in which it appeared
        <input type="month" value={view.month ?? ""} onInput={(event) => setMonth(event.currentTarget.value || null)} />
        <small>It makes “last year” and “in March” readable.</small>
      </label>
      <textarea class="prose" aria-label="The article’s text" placeholder="Paste the article’s text here." value={text} onInput={(event) => edit(event.currentTarget.value)} />
    </>
  );
}

interface MarkedProps {
  text: string;
  found: Mark[];
  active: number | null;
  onActive: (claim: number | null) => void;
  old: boolean;
}

function Marked({ text, found, active, onActive, old }: MarkedProps) {
  if (!text.trim()) return <p class="note">There is no text yet. Choose “Write” and paste one.</p>;
  const parts: preact.ComponentChildren[] = [];
  let place = 0;
  for (const mark of found) {
    parts.push(text.slice(place, mark.from));
    const claim = mark.claim;
    parts.push(
      <mark
        key={mark.from}
        class={`s-${mark.state} ${claim !== null && claim === active ? "active" : ""}`}
        title={mark.claim === null ? `Not read: ${mark.why}` : mark.why}
        {...(claim === null
          ? {}
          : {
              tabIndex: 0,
              role: "button",
              "aria-label": `${text.slice(mark.from, mark.to)}: ${mark.why}. Go to its row`,
              onPointerEnter: () => onActive(claim),
              onPointerLeave: () => onActive(null),
              onFocus: () => onActive(claim),
              onClick: () => openRow(claim),
              onKeyDown: (event: KeyboardEvent) => event.key === "Enter" && openRow(claim),
            })}
      >
        {text.slice(mark.from, mark.to)}
      </mark>,
    );
    place = mark.to;
  }
  parts.push(text.slice(place));
  return (
    <>
      <div class={`marked ${old ? "old" : ""}`}>{parts}</div>
      <p class="mark-key note">
        {(Object.keys(WORDS) as State[]).map((state) => (
          <span key={state}>
            <mark class={`s-${state}`}>{WORDS[state].replace(/ (by|with) .*/, "")}</mark>{" "}
          </span>
        ))}
      </p>
    </>
  );
}

const rowId = (claim: number): string => `claim-${claim}`;

function openRow(claim: number): void {
  const row = document.getElementById(rowId(claim)) as HTMLDetailsElement | null;
  if (!row) return;
  row.open = true;
  row.querySelector("summary")?.focus();
  row.scrollIntoView({ block: "nearest" });
}

interface RowsProps {
  claims: Claim[];
  unread: { sentence: string; reason: string }[];
  active: number | null;
  onActive: (claim: number | null) => void;
  toml: string | null;
  correct: (toml: string) => void;
}

function Rows({ claims, unread, active, onActive, toml, correct }: RowsProps) {
  const data = useMemo(() => (toml === null ? null : read(toml).data), [toml]);
  const written = Array.isArray(data?.claim) ? (data.claim as { [key: string]: Value }[]) : [];
  return (
    <div class="rows-of">
      {claims.map((claim, place) => {
        const state = claim.data?.grade ?? "not-checkable";
        const index = written.findIndex((one) => one.name === claim.name);
        return (
          <details key={claim.name} id={rowId(place)} class={`row-of s-${state} ${active === place ? "active" : ""}`} onPointerEnter={() => onActive(place)} onPointerLeave={() => onActive(null)}>
            <summary onFocus={() => onActive(place)}>
              <b>{claim.stated || claim.name}</b> <span>{claim.quantity}</span> <i>{WORDS[state]}</i>
            </summary>
            {claim.says && <p>“{claim.says}”</p>}
            <Facts claim={claim} />
            {toml !== null && index >= 0 && <Correct fields={written[index] as { [key: string]: Value }} put={(key, value) => {
              const next = change(toml, ["claim", index, key], value);
              if (next !== null) correct(next);
            }} />}
          </details>
        );
      })}
      {unread.length > 0 && (
        <details class="row-of s-not-read">
          <summary>
            <b>{unread.length === 1 ? "One sentence" : `${unread.length} sentences`}</b> <i>not read</i>
          </summary>
          <ul>
            {unread.map((one, place) => (
              <li key={place}>
                “{one.sentence}” <small>{one.reason}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function interval(range: { low: number | null; high: number | null } | null, unit: string): string | null {
  if (!range) return null;
  const end = (value: number | null) => (value === null ? "…" : unit === "share" ? `${(100 * value).toFixed(1)} %` : value.toFixed(value < 10 ? 2 : 1));
  const [low, high] = [end(range.low), end(range.high)];
  const words = low === high ? low : `${low} to ${high}`;
  return unit === "USD billion" ? `USD ${words} bn` : unit === "ratio" ? `${words} times` : words;
}

function Facts({ claim }: { claim: Claim }) {
  const means = interval(claim.means, claim.unit);
  const data = interval(claim.data?.found ?? null, claim.unit);
  return (
    <dl class="facts">
      {means && (
        <>
          <dt>It says</dt>
          <dd>{means}</dd>
        </>
      )}
      {data && (
        <>
          <dt>The data say</dt>
          <dd>{data}</dd>
        </>
      )}
      {claim.data?.remark && (
        <>
          <dt>Remark</dt>
          <dd>{claim.data.remark}</dd>
        </>
      )}
      {claim.data?.source && (
        <>
          <dt>Source</dt>
          <dd>
            {claim.data.source} {claim.data.evidence && `(grade ${claim.data.evidence})`}
          </dd>
        </>
      )}
    </dl>
  );
}

const CORRECTABLE: Record<string, string> = { stated: "Figure", quantity: "Quantity", of: "Of", to: "To", from: "From", with: "With", period: "Period", since: "Since" };

/** What was read of one figure, to be put right. */
function Correct({ fields, put }: { fields: { [key: string]: Value }; put: (key: string, value: Value) => void }) {
  return (
    <fieldset class="inner">
      <legend>What was read; correct it here</legend>
      {Object.entries(CORRECTABLE)
        .filter(([key]) => ["string", "number"].includes(typeof fields[key]))
        .map(([key, words]) => (
          <label key={key} class="field line">
            {words}
            <input
              type="text"
              value={String(fields[key])}
              onChange={(event) => {
                const value = event.currentTarget.value.trim();
                put(key, typeof fields[key] === "number" && /^\d+$/.test(value) ? Number(value) : value);
              }}
            />
          </label>
        ))}
    </fieldset>
  );
}

