// A web host that knows nothing but files, for the static site: `node serve.mjs FOLDER [PORT]`.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** The file that an address names, below the folder; undefined if there is none. */
async function fileOf(folder, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://site").pathname);
  } catch {
    return undefined;
  }
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? { file, size: found.size } : undefined;
}

/** Serves a folder on the loopback; port 0 is any free one. Gives the address and a way to end it. */
export async function serve(folder, port = 0) {
  const root = resolve(folder);
  const server = createServer(async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return response.writeHead(405).end();
    const found = await fileOf(root, request.url);
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": TYPES[extname(found.file)] ?? "application/octet-stream", "Content-Length": found.size });
    if (request.method === "HEAD") return response.end();
    createReadStream(found.file).on("error", () => response.destroy()).pipe(response);
  });
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { address: `http://127.0.0.1:${server.address().port}/`, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, port = "0"] = process.argv.slice(2);
  if (!folder) throw new Error("usage: node serve.mjs FOLDER [PORT]");
  console.log(`The site is at ${(await serve(folder, Number(port))).address}`);
}
