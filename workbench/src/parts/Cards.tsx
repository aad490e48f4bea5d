// Measures of a scenario as cards. Every control changes one value in the file's text; nothing else of the text moves.

import { useId } from "preact/hooks";
import { lists } from "../state.ts";
import { change, without, withMore, type Path, type Value } from "../toml/file.ts";
import { ADDABLE, entryName, KINDS, measures, newMeasure, withoutTop, withTop, type Measure } from "../toml/measures.ts";
import { spanOf } from "../toml/parameters.ts";
import { withoutStaleRanges } from "../toml/uncertain.ts";
import type { Meanings } from "../views/drafts.ts";
import { Slider } from "./Fields.tsx";
import { Picker } from "./Picker.tsx";

interface Props {
  text: string;
  data: { [key: string]: Value };
  meanings: Meanings;
  onChange: (text: string) => void;
}

const PARTIES = ["by", "on", "from", "to"];
// What says where a measure comes from; it is read in the text.
const SILENT = ["name", "sources", "note", "since"];

export const label = (key: string): string => key.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

const PARTY_WORDS: Record<string, string> = { by: "By", on: "On", from: "Seller", to: "Buyer" };

export function Cards({ text, data, meanings, onChange }: Props) {
  const all = measures(data);
  const groups = Object.keys((data.groups ?? {}) as object);
  return (
    <div class="cards-of">
      {all.map((measure) => (
        <Card key={`${measure.kind}-${measure.index}`} measure={measure} text={text} groups={groups} meanings={meanings} onChange={onChange} />
      ))}
      <Add taken={all.map((measure) => measure.name)} onAdd={(kind) => onChange(withMore(text, newMeasure(kind, all.map((one) => one.name))))} />
      <World text={text} data={data} onChange={onChange} />
    </div>
  );
}

function Add({ onAdd }: { taken: string[]; onAdd: (kind: string) => void }) {
  return (
    <label class="field add">
      Add a measure
      <select
        value=""
        onChange={(event) => {
          if (event.currentTarget.value) onAdd(event.currentTarget.value);
          event.currentTarget.value = "";
        }}
      >
        <option value="">Choose …</option>
        {ADDABLE.map((kind) => (
          <option key={kind} value={kind}>
            {KINDS[kind]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface CardProps {
  measure: Measure;
  text: string;
  groups: string[];
  meanings: Meanings;
  onChange: (text: string) => void;
}

function Card({ measure, text, groups, meanings, onChange }: CardProps) {
  const title = useId();
  const put = (path: Path, value: Value) => {
    const changed = change(text, path, value);
    if (changed !== null) onChange(withoutStaleRanges(changed));
  };
  const remove = () => {
    const changed = without(text, measure.kind, measure.index);
    if (changed !== null) onChange(withoutStaleRanges(changed));
  };
  const entry = entryName(measure.kind);
  return (
    <section class="card" aria-labelledby={title}>
      <h3 id={title}>
        <small>{KINDS[measure.kind]}</small> {measure.name}
      </h3>
      <button type="button" class="remove" aria-label={`Remove ${measure.name}`} onClick={remove}>
        ✕
      </button>
      {Object.entries(measure.fields).map(([key, value]) => (
        <Field
          key={key}
          name={key}
          value={value}
          path={[...measure.path, key]}
          groups={groups}
          meaning={meanings[`${entry}.${key}`]}
          put={put}
        />
      ))}
      {typeof measure.fields.note === "string" && <p class="note">{measure.fields.note}</p>}
    </section>
  );
}

interface FieldProps {
  name: string;
  value: Value;
  path: Path;
  groups: string[];
  meaning?: string | undefined;
  put: (path: Path, value: Value) => void;
}

/** Up to the first stop: the rest stands in the documentation. */
const brief = (meaning: string | undefined): string | undefined =>
  meaning && (/^.*?[.;](?=\s|$)/.exec(meaning)?.[0] ?? meaning).replace(/^\w: /, "").replace(/;$/, ".").replace(/^./, (letter) => letter.toUpperCase());

function Field({ name, value, path, groups, meaning, put }: FieldProps) {
  if (SILENT.includes(name)) return null;
  if (PARTIES.includes(name)) return <Parties name={name} value={value} path={path} groups={groups} put={put} />;
  if (name === "sectors") return <Sectors value={value} path={path} put={put} />;
  if (name === "direction") return <Direction value={String(value)} path={path} put={put} />;
  if (typeof value === "number") {
    const span = spanOf(name, value);
    return <Slider label={label(name)} value={value} {...span} least={-1e9} most={1e9} hint={brief(meaning)} onChange={(next) => put(path, next)} />;
  }
  if (typeof value === "boolean") {
    return (
      <label class="tick">
        <input type="checkbox" checked={value} onChange={(event) => put(path, event.currentTarget.checked)} /> {label(name)}
      </label>
    );
  }
  return <Inner name={name} value={value} path={path} groups={groups} put={put} />;
}

/** Tables within a measure, such as hubs or shares of currencies. */
function Inner({ name, value, path, groups, put }: FieldProps) {
  if (Array.isArray(value) && value.every((one) => one !== null && typeof one === "object" && !Array.isArray(one))) {
    return (
      <>
        {(value as { [key: string]: Value }[]).map((table, place) => (
          <Inner key={place} name={String(table.code ?? table.name ?? `${name} ${place + 1}`)} value={table} path={[...path, place]} groups={groups} put={put} />
        ))}
      </>
    );
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
  const numbers = Object.entries(value).filter(([, one]) => typeof one === "number");
  if (numbers.length === 0) return null;
  return (
    <fieldset class="inner">
      <legend>{label(name)}</legend>
      {numbers.map(([key, one]) => (
        <Slider key={key} label={label(key)} value={one as number} {...spanOf(key, one as number)} least={-1e9} most={1e9} onChange={(next) => put([...path, key], next)} />
      ))}
    </fieldset>
  );
}

function Parties({ name, value, path, groups, put }: FieldProps) {
  const codes = (Array.isArray(value) ? value : [value]).map(String);
  const set = (place: number, code: string) => {
    const next = codes.with(place, code);
    put(path, Array.isArray(value) ? next : code);
  };
  return (
    <>
      {codes.map((code, place) => (
        <Picker key={place} label={codes.length > 1 ? `${PARTY_WORDS[name]} ${place + 1}` : (PARTY_WORDS[name] as string)} value={code} more={groups} onChange={(next) => set(place, next)} />
      ))}
    </>
  );
}

function Sectors({ value, path, put }: Pick<FieldProps, "value" | "path" | "put">) {
  const known = lists.value?.sectors ?? [];
  const codes = (Array.isArray(value) ? value : [value]).map(String);
  const name = (code: string) => known.find((sector) => sector.code === code)?.name ?? code;
  const one = codes.length === 1 ? (codes[0] as string) : codes.join(" ");
  const fixed = ["goods", "services"];
  return (
    <label class="field">
      Sectors
      <select value={one} onChange={(event) => put(path, Array.isArray(value) ? event.currentTarget.value.split(" ") : event.currentTarget.value)}>
        {!fixed.includes(one) && <option value={one}>{codes.map(name).join(", ")}</option>}
        <option value="goods">All goods</option>
        <option value="services">All services</option>
        {known.map((sector) => sector.code !== one && <option value={sector.code}>{sector.name}</option>)}
      </select>
    </label>
  );
}

function Direction({ value, path, put }: { value: string; path: Path; put: FieldProps["put"] }) {
  return (
    <label class="field">
      Direction
      <select value={value} onChange={(event) => put(path, event.currentTarget.value)}>
        <option value="both">Sales and purchases</option>
        <option value="exports">Sales</option>
        <option value="imports">Purchases</option>
      </select>
    </label>
  );
}

/** What holds for the whole file: how hard trade is to replace, and how long after. */
function World({ text, data, onChange }: Omit<Props, "meanings">) {
  const elasticity = data.trade_elasticity;
  const horizon = data.horizon;
  const put = (key: string, value: number) => onChange(change(text, [key], value) ?? withTop(text, key, value));
  return (
    <section class="card" aria-label="Assumptions">
      <h3>Assumptions</h3>
      {typeof elasticity !== "string" && (
        <Slider label="Trade elasticity" value={typeof elasticity === "number" ? elasticity : 4} min={1} max={12} step={0.1} least={0.1} most={50} onChange={(next) => put("trade_elasticity", next)} />
      )}
      <label class="tick">
        <input
          type="checkbox"
          checked={typeof horizon !== "number"}
          onChange={(event) => onChange(event.currentTarget.checked ? withoutTop(text, "horizon") : withTop(text, "horizon", 2))}
        />{" "}
        Long run
      </label>
      {typeof horizon === "number" && (
        <Slider label="Years after" value={horizon} min={0} max={20} step={0.5} least={0} most={100} hint="Trade is harder to replace in the first years." onChange={(next) => put("horizon", next)} />
      )}
    </section>
  );
}
