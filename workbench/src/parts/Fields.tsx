// Small controls: a slider with its number, a choice among few, a slider over years.

import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { lists, STANDARD_YEAR } from "../state.ts";

interface SliderProps {
  label: ComponentChildren;
  value: number;
  min: number;
  max: number;
  step: number;
  /** Widest values that the number beside the slider takes. */
  least?: number;
  most?: number;
  unit?: string;
  hint?: string | undefined;
  onChange: (value: number) => void;
}

/** Rounds what a slider gives to its step, so that 0.1 + 0.2 is 0.3. */
export const tidy = (value: number): number => Number(value.toPrecision(10));

export function Slider({ label, value, min, max, step, least = min, most = max, unit, hint, onChange }: SliderProps) {
  const id = useId();
  const [typed, type] = useState<string | null>(null);
  const put = (text: string) => {
    type(text);
    const number = Number(text);
    if (text.trim() !== "" && number >= least && number <= most) onChange(number);
  };
  const wrong = typed !== null && !(typed.trim() !== "" && Number(typed) >= least && Number(typed) <= most);
  return (
    <div class="slider">
      <label for={`${id}-range`}>{label}</label>
      <input
        id={`${id}-range`}
        type="range"
        min={Math.min(min, value)}
        max={Math.max(max, value)}
        step={step}
        value={value}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => {
          type(null);
          onChange(tidy(event.currentTarget.valueAsNumber));
        }}
      />
      <span class="amount">
        <input
          type="number"
          aria-label={`${typeof label === "string" ? label : "Value"}, exactly`}
          aria-invalid={wrong}
          min={least}
          max={most}
          step="any"
          value={typed ?? value}
          onInput={(event) => put(event.currentTarget.value)}
          onBlur={() => type(null)}
        />
        {unit && <small>{unit}</small>}
      </span>
      {wrong && <p class="wrong">A number from {least} to {most}.</p>}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  value: T;
  values: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

export function Choice<T extends string>({ legend, value, values, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="options">
        {values.map(([one, words]) => (
          <label key={one}>
            <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface YearProps {
  value: number | null;
  onChange: (year: number | null, byHand: boolean) => void;
  plays?: boolean;
  /** Whether the last year asked for has been answered: the next one waits for it. */
  ready?: boolean;
}

export function Year({ value, onChange, plays = false, ready = true }: YearProps) {
  const id = useId();
  const years = lists.value?.years ?? [STANDARD_YEAR];
  const year = value ?? STANDARD_YEAR;
  const place = Math.max(0, years.indexOf(year));
  const [playing, play] = useState(false);
  const put = (next: number, byHand: boolean) => {
    const chosen = years[next];
    if (chosen !== undefined) onChange(chosen === STANDARD_YEAR ? null : chosen, byHand);
  };
  useEffect(() => {
    if (!playing || !ready) return;
    if (place >= years.length - 1) return play(false);
    const timer = setTimeout(() => put(place + 1, false), 350);
    return () => clearTimeout(timer);
  }, [playing, ready, place]);
  return (
    <div class="year">
      {plays && (
        <button
          type="button"
          onClick={() => {
            if (!playing && place >= years.length - 1) put(0, true);
            play(!playing);
          }}
        >
          {playing ? "Pause" : "Play"}
        </button>
      )}
      <label for={id}>
        Year <output for={id}>{year}</output>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={years.length - 1}
        value={place}
        aria-valuetext={String(year)}
        onInput={(event) => {
          play(false);
          put(event.currentTarget.valueAsNumber, true);
        }}
      />
    </div>
  );
}
