// An answer as the engine drew it, and the states around it: first one coming, old figures while new ones are solved,
// stopped, refused.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Solving } from "../answer.ts";
import { online, progress, spoken } from "../state.ts";
import { redraw } from "./redraw.ts";

interface FragmentProps {
  html: string;
  /** Takes from the answer what a view shows in another place. */
  arrange?: ((root: HTMLElement) => void) | undefined;
}

/**
 * Markup that the engine drew. It escapes everything that comes from outside, and the page's policy runs no script that
 * stands in markup.
 */
export function Fragment({ html, arrange }: FragmentProps) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<string[]>([]);
  useLayoutEffect(() => {
    if (box.current) drawn.current = redraw(box.current, html, drawn.current, arrange);
  }, [html]);
  return <div class="document" ref={box} />;
}

/** How long it has taken, once it takes long. */
function Elapsed() {
  const [seconds, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => set((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return seconds < 3 ? null : <span>{seconds} s </span>;
}

/** What is going on, in one line. */
export function Status({ solving }: { solving: Solving }) {
  return <div class="state">{doing(solving)}</div>;
}

function doing(solving: Solving) {
  if (solving.busy) {
    return (
      <p class="status busy">
        <span class="spinner" aria-hidden="true" />
        {progress.value ? `${progress.value} …` : solving.reply ? "Solving again; the figures below are those before." : "Solving …"} <Elapsed />
        <button type="button" onClick={solving.stop}>
          Stop
        </button>
      </p>
    );
  }
  if (solving.cancelled) {
    return (
      <p class="status">
        Stopped. {solving.reply && "The figures below are those before. "}
        <button type="button" onClick={solving.again}>
          Solve
        </button>
      </p>
    );
  }
  return null;
}

/** Why there is no answer, and what to do about it. */
export function Refused({ solving, children }: { solving: Solving; children?: ComponentChildren }) {
  const { error } = solving;
  if (!error) return null;
  const { message, file, line } = error.problem;
  return (
    <div class="refused" role="alert">
      <h2>{heading(error.status, message)}</h2>
      <p>
        {file && line ? <b>{`${file}, line ${line}: `}</b> : null}
        {message}
      </p>
      {children}
      {(error.status === 0 || error.status >= 500 || error.status === 408) && (
        <button type="button" onClick={solving.again}>
          Try again
        </button>
      )}
      {!online.value && <p>You are offline. Views that were open before still work.</p>}
    </div>
  );
}

function heading(status: number, message: string): string {
  if (status === 0 && !navigator.onLine) return "Offline";
  if (status === 408) return "This took too long";
  if (status === 413) return "This is too large";
  if (status >= 500 || status === 0) return "The engine did not answer";
  if (/equilibrium|converge|balanc/i.test(message)) return "No equilibrium";
  if (/does not show|no table|not in the (data|table)|no data/i.test(message)) return "No data";
  return "This cannot be answered as it stands";
}

/** Boxes of about the answer's size, so that nothing jumps when it comes. */
export function Skeleton({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="skeleton" aria-busy="true">
      <h1>{title}</h1>
      {children ?? (
        <div aria-hidden="true">
          <p class="bone" />
          <p class="bone short" />
          <div class="bones">
            <p class="bone tall" />
            <p class="bone tall" />
          </div>
        </div>
      )}
    </div>
  );
}

interface Props {
  solving: Solving;
  /** Shown until the first answer is there. */
  title: string;
  arrange?: (root: HTMLElement) => void;
  help?: ComponentChildren;
  /** Without the line of what is going on, which then stands elsewhere. */
  bare?: boolean;
}

/** The first sentence of an answer is told to those who listen. */
export function useSpoken(solving: Solving): void {
  useEffect(() => {
    if (solving.busy || !solving.reply?.fragment) return;
    // Parsed apart from the page, where nothing is loaded or run.
    const lead = new DOMParser().parseFromString(solving.reply.fragment, "text/html").querySelector(".lead");
    spoken.value = lead?.textContent?.trim() ?? solving.reply.title;
  }, [solving.reply, solving.busy]);
}

export function Answer({ solving, title, arrange, help, bare = false }: Props) {
  useSpoken(solving);
  const { reply, busy, error, cancelled } = solving;
  const old = busy || cancelled || error !== null;
  return (
    <div class={`solved ${old && reply ? "old" : ""}`}>
      {!bare && (
        <>
          <Status solving={solving} />
          <Refused solving={solving}>{help}</Refused>
        </>
      )}
      {reply?.fragment !== undefined && <Fragment html={reply.fragment} arrange={arrange} />}
      {reply?.text !== undefined && (
        <div class="document">
          <h1>{reply.title}</h1>
          <pre tabIndex={0}>{reply.text}</pre>
        </div>
      )}
      {!reply && (error || cancelled ? <h1>{title}</h1> : <Skeleton title={title} />)}
    </div>
  );
}
