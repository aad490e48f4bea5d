// Outlines of the world's countries: the same drawing as on the program's own pages, fetched once.

import address from "../../../data/map/countries-50m.json?url";

export interface Country {
  code: string;
  name: string;
  x: number;
  y: number;
  small: boolean;
  path: string;
}

export interface Shapes {
  width: number;
  height: number;
  countries: Country[];
}

let known: Promise<Shapes> | undefined;

export function shapes(): Promise<Shapes> {
  known ??= fetch(address).then((answer) => {
    if (!answer.ok) throw new Error("the map could not be fetched");
    return answer.json() as Promise<Shapes>;
  });
  // A failed fetch may succeed later.
  known.catch(() => (known = undefined));
  return known;
}
