// The engine as a server on the same address as the page.

import type { Engine, Reply, Request } from "./types.ts";

const TOKEN = "unequal-token";

/** The token of a server that others can reach: it comes in the address once and stays with the tab. */
function token(): string | null {
  const given = new URLSearchParams(location.search).get("token");
  try {
    if (given) sessionStorage.setItem(TOKEN, given);
    return given ?? sessionStorage.getItem(TOKEN);
  } catch {
    return given;
  }
}

export class HttpEngine implements Engine {
  readonly where = "server";
  readonly #tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
  readonly #token = token();

  async ask(request: Request, signal: AbortSignal, view?: string): Promise<Reply> {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (view) headers["X-Unequal-View"] = `${this.#tab}-${view}`;
    if (this.#token) headers["X-Unequal-Token"] = this.#token;
    const answer = await fetch("./api/ask", { method: "POST", headers, body: JSON.stringify(request), signal, cache: "no-store" });
    return {
      status: answer.status,
      type: answer.headers.get("Content-Type") ?? "",
      bytes: new Uint8Array(await answer.arrayBuffer()),
    };
  }
}
