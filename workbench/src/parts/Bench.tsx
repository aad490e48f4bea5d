// The frame of a view: what is chosen above, the answer at the left, assumptions at the right. On a phone the assumptions
// are a drawer whose closed state says in one line what is assumed.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

interface Props {
  /** What is asked about: countries, year. */
  chosen?: ComponentChildren;
  tools: ComponentChildren;
  assumptions?: ComponentChildren;
  /** The assumptions in one line. */
  summary?: string;
  name?: string;
  children: ComponentChildren;
}

const NARROW = "(max-width: 60rem)";

export function Bench({ chosen, tools, assumptions, summary = "", name = "Assumptions", children }: Props) {
  const [narrow, set] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const changed = () => set(query.matches);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, []);
  return (
    <div class={`bench ${assumptions ? "" : "single"}`}>
      <div class="chosen">
        {chosen}
        {tools}
      </div>
      {assumptions && (
        <aside class="assumptions" aria-label={name}>
          {narrow ? (
            <details>
              <summary>
                <b>{name}</b> <span>{summary}</span>
              </summary>
              {assumptions}
            </details>
          ) : (
            <>
              <h2>{name}</h2>
              {assumptions}
            </>
          )}
        </aside>
      )}
      <div class="result">{children}</div>
    </div>
  );
}
