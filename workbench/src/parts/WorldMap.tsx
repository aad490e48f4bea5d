// The world coloured by a figure for each country. Every country with a figure can be reached by the keyboard in the order
// of the table beside the map.

import { useEffect, useMemo, useState } from "preact/hooks";
import { shapes, type Country, type Shapes } from "./shapes.ts";

export interface Figure {
  code: string;
  name: string;
  value: number;
  words: string;
}

interface Props {
  figures: Figure[];
  /** The country that the figures are about. */
  partner: string;
  members: string[];
  active: string | null;
  onActive: (code: string | null) => void;
  onChoose: (code: string) => void;
  label: string;
  legend: (value: number) => string;
}

const STEPS = 5;
// Parts at the edges that hold nothing but sea, as on the program's own pages.
const WEST = 88;
const EAST = 36;

/** Bounds of five classes with equal ratios: losses differ by factors and not by amounts. */
export function bounds(values: number[]): number[] {
  const positive = values.filter((value) => value > 0).sort((one, other) => one - other);
  if (positive.length === 0) return [];
  // A few very small values would leave all others in the highest class.
  const low = positive[Math.floor(positive.length * 0.08)] as number;
  const high = positive.at(-1) as number;
  const ratio = high / low;
  return Array.from({ length: STEPS - 1 }, (_, step) => rounded(low * ratio ** ((step + 1) / STEPS)));
}

/** One of 1, 1.5, 2, 3, 5, 7 times a power of ten. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.5, 2, 3, 5, 7, 10];
  const nearest = steps.reduce((best, step) => (Math.abs(Math.log(step * power / value)) < Math.abs(Math.log(best * power / value)) ? step : best));
  return Number((nearest * power).toPrecision(3));
}

export const shade = (value: number, edges: number[]): number => 1 + edges.filter((edge) => value >= edge).length;

export function WorldMap({ figures, partner, members, active, onActive, onChoose, label, legend }: Props) {
  const [world, set] = useState<Shapes | null>(null);
  const [failed, fail] = useState(false);
  useEffect(() => {
    shapes().then(set, () => fail(true));
  }, []);
  const edges = useMemo(() => bounds(figures.map((figure) => figure.value)), [figures]);
  const known = useMemo(() => new Map(figures.map((figure) => [figure.code, figure])), [figures]);
  if (failed) return <p class="note">The map could not be fetched; the table has every figure.</p>;
  if (!world) return <div class="map-room" aria-hidden="true" />;

  const looks = (code: string): string => {
    if (code === partner || members.includes(code)) return "itself";
    const figure = known.get(code);
    return figure ? `tone-${shade(figure.value, edges)}` : "none";
  };
  const acts = (code: string) =>
    known.has(code)
      ? {
          role: "button" as const,
          tabIndex: -1,
          "aria-label": known.get(code)?.words,
          onPointerEnter: () => onActive(code),
          onPointerLeave: () => onActive(null),
          onClick: () => onChoose(code),
        }
      : { "aria-hidden": true as const };
  const drawn = world.countries.filter((country) => country.path);
  const marked = drawn.find((country) => country.code === active);
  return (
    <figure class="world-map">
      <svg viewBox={`${WEST} 0 ${world.width - WEST - EAST} ${world.height}`} role="group" aria-label={label}>
        <defs>
          <pattern id="bench-none" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" class="none-ground" />
            <rect width="1.1" height="5" class="none-line" />
          </pattern>
        </defs>
        {drawn.map((country, place) => (
          <path key={place} d={country.path} class={looks(country.code)} {...acts(country.code)} />
        ))}
        {world.countries.filter((country) => country.small && known.has(country.code)).map((country) => (
          <circle key={country.code} cx={country.x} cy={country.y} r={4} class={looks(country.code)} {...acts(country.code)} />
        ))}
        {marked && <path d={marked.path} class="outline" aria-hidden="true" />}
        {active && <Small country={world.countries.find((country) => country.code === active)} />}
      </svg>
      <figcaption class="map-key">
        {[...edges.keys(), edges.length].map((step) => (
          <span key={step}>
            <i class={`tone-${step + 1}`} /> {range(edges, step, legend)}
          </span>
        ))}
        <span>
          <i class="none" /> no data
        </span>
        <span>
          <i class="itself" /> itself
        </span>
      </figcaption>
    </figure>
  );
}

function Small({ country }: { country: Country | undefined }) {
  return country?.small ? <circle cx={country.x} cy={country.y} r={7} class="outline" aria-hidden="true" /> : null;
}

function range(edges: number[], step: number, words: (value: number) => string): string {
  if (step === 0) return edges[0] === undefined ? "all" : `under ${words(edges[0])}`;
  if (step === edges.length) return `from ${words(edges.at(-1) as number)}`;
  return `${words(edges[step - 1] as number)} to ${words(edges[step] as number)}`;
}

/** The map as a file of its own: colours are written out, since no style sheet goes with it. */
export function saved(title: string): string | null {
  const drawn = document.querySelector<SVGSVGElement>(".world-map svg");
  if (!drawn) return null;
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const from = [...drawn.querySelectorAll<SVGElement>("path, circle, rect")];
  [...copy.querySelectorAll<SVGElement>("path, circle, rect")].forEach((element, place) => {
    const style = getComputedStyle(from[place] as Element);
    element.setAttribute("fill", style.fill.includes("bench-none") ? "url(#bench-none)" : style.fill);
    element.setAttribute("stroke", style.stroke);
    element.setAttribute("stroke-width", style.strokeWidth);
    for (const name of ["class", "role", "tabindex", "aria-label", "aria-hidden"]) element.removeAttribute(name);
  });
  const words = document.createElementNS("http://www.w3.org/2000/svg", "title");
  words.textContent = title;
  copy.prepend(words);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}
