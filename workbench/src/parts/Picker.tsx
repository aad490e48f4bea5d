// Choosing a country or group by name or code: a text field with a list, after the combobox pattern of the ARIA guide.

import { useId, useMemo, useRef, useState } from "preact/hooks";
import { lists, nameOf } from "../state.ts";

interface Choice {
  code: string;
  name: string;
  group: boolean;
}

interface Props {
  label: string;
  value: string;
  /** Codes that may be chosen besides the lists' own, such as groups of a scenario. */
  more?: string[];
  groups?: boolean;
  tone?: "first" | "second";
  onChange: (code: string) => void;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function choices(more: string[], groups: boolean): Choice[] {
  const known = lists.value;
  if (!known) return [];
  const bare = (name: string) => name.replace(/^the /, "");
  const all = known.regions.map(({ code, name }) => ({ code, name: bare(name), group: false }));
  all.sort((one, other) => one.name.localeCompare(other.name, "en"));
  if (!groups) return all;
  const own = more.map((code) => ({ code, name: `${code} (of this file)`, group: true }));
  return [...own, ...known.groups.map(({ code, name }) => ({ code, name: bare(name), group: true })), ...all];
}

function matching(all: Choice[], wanted: string): Choice[] {
  const words = plain(wanted).trim();
  if (!words) return all;
  const rank = ({ code, name }: Choice) => {
    const text = plain(name);
    if (code.toLowerCase() === words) return 0;
    if (text.startsWith(words)) return 1;
    if (code.toLowerCase().startsWith(words)) return 2;
    return text.includes(words) ? 3 : 9;
  };
  return all
    .map((choice) => [rank(choice), choice] as const)
    .filter(([place]) => place < 9)
    .sort(([one], [other]) => one - other)
    .map(([, choice]) => choice);
}

export function Picker({ label, value, more = [], groups = true, tone, onChange }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, type] = useState<string | null>(null);
  const [active, activate] = useState(0);
  const all = useMemo(() => choices(more, groups), [lists.value, more.join(), groups]);
  const open = typed !== null;
  const shown = open ? matching(all, typed) : [];

  const close = () => type(null);
  const choose = (choice: Choice | undefined) => {
    if (choice) onChange(choice.code);
    close();
  };
  const move = (to: number) => {
    const place = Math.max(0, Math.min(shown.length - 1, to));
    activate(place);
    document.getElementById(`${id}-${place}`)?.scrollIntoView({ block: "nearest" });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        type("");
        activate(0);
      } else move(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      choose(shown[active]);
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      close();
    }
  };

  return (
    <div class={`picker ${tone ? `k-${tone}` : ""}`}>
      <label for={`${id}-field`}>{label}</label>
      <input
        ref={field}
        id={`${id}-field`}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && shown[active] ? `${id}-${active}` : undefined}
        value={open ? typed : nameOf(value)}
        placeholder={open ? nameOf(value) : ""}
        onFocus={() => field.current?.select()}
        onClick={() => {
          if (!open) {
            type("");
            activate(0);
          }
        }}
        onInput={(event) => {
          type(event.currentTarget.value);
          activate(0);
        }}
        onKeyDown={onKey}
        onBlur={close}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} hidden={!open || shown.length === 0}>
        {shown.map((choice, place) => (
          <li
            key={choice.code}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === active}
            // Before the field loses focus, which would close the list.
            onPointerDown={(event) => {
              event.preventDefault();
              choose(choice);
            }}
          >
            {choice.name} <small>{choice.group ? "group" : choice.code}</small>
          </li>
        ))}
      </ul>
      {open && shown.length === 0 && <p class="note">No country or group is called so.</p>}
    </div>
  );
}
