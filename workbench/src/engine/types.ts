// What the page and its engines say to each other. The same words whether the engine is a server or runs in the browser.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface SourceFile {
  name: string;
  text: string;
}

/** A question as `unequal schema --question` describes it. */
export type Question = { question: string } & { [key: string]: unknown };

export type Form = "csv" | "json" | "html" | "xlsx" | "parquet";

export type Request =
  | { ask: "view"; question: Question }
  | { ask: "download"; question: Question; form: Form }
  | { ask: "lists" }
  | { ask: "style" };

/** A drawn answer. `fragment` is markup in which the engine has escaped everything that came from outside. */
export interface ViewReply {
  title: string;
  fragment?: string;
  text?: string;
  answer?: { answer: AnswerBody };
  command?: string;
  python?: string;
}

// Answers differ by question; views read the few fields that they need and check them.
export type AnswerBody = { answer: string } & { [key: string]: any };

export interface Named {
  code: string;
  name: string;
}

export interface LibraryFile {
  file: string;
  title?: string;
  text: string;
  /** The question that reads it. */
  question?: string;
}

export interface Lists {
  version: string;
  years: number[];
  regions: Named[];
  groups: (Named & { members: string[] })[];
  sectors: (Named & { group?: string })[];
  elasticity_sets: { id: string; name: string }[];
  scenarios: LibraryFile[];
  claims: LibraryFile[];
  articles: LibraryFile[];
  /** Times after a shock, and the share of the long-run trade elasticity that holds then. */
  horizons: { name: string; share: number }[];
  /** Forms of downloads that this engine writes; all if absent. */
  forms?: string[];
}

export interface Problem {
  message: string;
  file: string | null;
  line: number | null;
  column: number | null;
}

export interface Reply {
  status: number;
  type: string;
  bytes: Uint8Array;
}

export interface Engine {
  /** Where answers come from, in the reader's words. */
  readonly where: "server" | "browser";
  /** `view` names the asker: a new request of the same asker ends the one before it. */
  ask(request: Request, signal: AbortSignal, view?: string): Promise<Reply>;
}

/** An answer that was not given, with the place of the mistake where there is one. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

export const textOf = (reply: Reply): string => new TextDecoder().decode(reply.bytes);

/** The refusal in a reply whose status is not 200. */
export function refusal(reply: Reply): Refusal {
  let found: Partial<Problem> = {};
  try {
    found = (JSON.parse(textOf(reply)) as { error?: Partial<Problem> }).error ?? {};
  } catch {
    // A proxy may answer in words of its own; its status has to do.
  }
  return new Refusal(reply.status, {
    message: found.message ?? `The engine answered with status ${reply.status} and no words.`,
    file: found.file ?? null,
    line: found.line ?? null,
    column: found.column ?? null,
  });
}

export function expectJson<T>(reply: Reply): T {
  if (reply.status !== 200) throw refusal(reply);
  return JSON.parse(textOf(reply)) as T;
}

export const aborted = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";
