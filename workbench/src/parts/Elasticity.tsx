// How hard it is to replace a partner: one trade elasticity for all sectors, a published set, or one for each group of sectors.

import type { Elasticity as Value } from "../link.ts";
import { STANDARD_ELASTICITY } from "../link.ts";
import { lists } from "../state.ts";
import { Choice, Slider, tidy } from "./Fields.tsx";

interface Props {
  value: Value;
  onChange: (value: Value, byHand: boolean) => void;
  /** Only one elasticity for all. */
  plain?: boolean;
  sets?: boolean;
}

type Kind = "common" | "set" | "own";

const kind = (value: Value): Kind => (typeof value === "number" ? "common" : typeof value === "string" ? "set" : "own");

const GROUPS: Record<string, string> = {
  food: "Food",
  energy: "Energy",
  "consumer-goods": "Textiles, wood, paper, furniture",
  chemicals: "Chemicals and plastics",
  metals: "Metals",
  machinery: "Machinery and electronics",
  vehicles: "Vehicles",
  services: "Services",
};

export const groupName = (id: string): string => GROUPS[id] ?? id;

function Common({ value, onChange }: { value: number; onChange: (value: Value, byHand: boolean) => void }) {
  return (
    <>
      <Slider
        label="Trade elasticity"
        value={value}
        min={1}
        max={12}
        step={0.1}
        least={0.1}
        most={50}
        hint="Low: the other’s goods are hard to replace, and leaving costs more. High: easily replaced."
        onChange={(next) => onChange(next, false)}
      />
      <div class="presets" role="group" aria-label="Years after the break">
        <span>Years after the break:</span>
        {(lists.value?.horizons ?? []).map(({ name, share }) => {
          const elasticity = tidy(Math.round(STANDARD_ELASTICITY * share * 10) / 10);
          return (
            <button key={name} type="button" aria-pressed={value === elasticity} onClick={() => onChange(elasticity, true)}>
              {name} <small>{elasticity}</small>
            </button>
          );
        })}
      </div>
    </>
  );
}

function Own({ value, onChange }: { value: Exclude<Value, number | string>; onChange: (value: Value, byHand: boolean) => void }) {
  const known = [...new Set((lists.value?.sectors ?? []).map((sector) => sector.group).filter((group): group is string => !!group))];
  const groups = known.length > 0 ? known : Object.keys(GROUPS);
  return (
    <div class="own">
      {groups.map((group) => (
        <Slider
          key={group}
          label={groupName(group)}
          value={value.sectors[group] ?? value.others}
          min={1}
          max={12}
          step={0.1}
          least={0.1}
          most={50}
          onChange={(next) => onChange({ ...value, sectors: { ...value.sectors, [group]: next } }, false)}
        />
      ))}
    </div>
  );
}

export function Elasticity({ value, onChange, plain = false, sets = true }: Props) {
  const all = lists.value?.elasticity_sets ?? [];
  const choose = (next: Kind) => {
    if (next === "common") onChange(STANDARD_ELASTICITY, true);
    else if (next === "set") onChange(all[0]?.id ?? "by-sector", true);
    else onChange({ sectors: {}, others: typeof value === "number" ? value : STANDARD_ELASTICITY }, true);
  };
  if (plain) return <Common value={typeof value === "number" ? value : STANDARD_ELASTICITY} onChange={onChange} />;
  const kinds: [Kind, string][] = [["common", "One for all"], ["own", "By group"]];
  if (sets) kinds.splice(1, 0, ["set", "Published"]);
  return (
    <div class="elasticity">
      <Choice<Kind> legend="How hard to replace" value={kind(value)} values={kinds} onChange={choose} />
      {typeof value === "number" && <Common value={value} onChange={onChange} />}
      {typeof value === "string" && (
        <label class="field">
          Published set
          <select value={value} onChange={(event) => onChange(event.currentTarget.value, true)}>
            {all.map((set) => (
              <option key={set.id} value={set.id}>
                {set.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {typeof value === "object" && <Own value={value} onChange={onChange} />}
    </div>
  );
}

export function inWords(value: Value): string {
  if (typeof value === "number") return `elasticity ${value}`;
  if (typeof value === "string") return lists.value?.elasticity_sets.find((set) => set.id === value)?.name ?? value;
  const own = Object.entries(value.sectors).map(([group, level]) => `${groupName(group).toLowerCase()} ${level}`);
  return own.length > 0 ? own.join(", ") : `elasticity ${value.others}`;
}
