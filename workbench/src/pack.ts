// Texts in a link: compressed, with a file of the library as the dictionary where the text began as one. A moved slider
// then costs a link a few letters.

import { deflateSync, inflateSync } from "fflate";

const encoder = new TextEncoder();

/** No text of a link may grow beyond this, whatever its compressed form says. */
const MOST = 64 * 1024;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("it holds letters that no link has");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** FNV-1a over the bytes: tells whether a text came out as it went in. */
function sum(bytes: Uint8Array): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Uint8Array.of(hash >>> 24, hash >>> 16, hash >>> 8, hash);
}

export function pack(text: string, base = ""): string {
  const plain = encoder.encode(text);
  const packed = deflateSync(plain, { level: 9, ...(base && { dictionary: encoder.encode(base) }) });
  const all = new Uint8Array(packed.length + 4);
  all.set(sum(plain));
  all.set(packed, 4);
  return base64(all);
}

/** The text, or an error in words if it was made with another `base` or was cut. */
export function unpack(packed: string, base = ""): string {
  const all = bytesOf(packed);
  let plain: Uint8Array;
  try {
    // With a fixed room the text cannot grow beyond it.
    plain = inflateSync(all.subarray(4), { out: new Uint8Array(MOST), ...(base && { dictionary: encoder.encode(base) }) });
  } catch {
    throw new Error("it is cut off or damaged");
  }
  if (sum(plain).some((byte, place) => byte !== all[place])) {
    throw new Error(base ? "it was made with another edition of the library’s file" : "it is cut off or damaged");
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(plain);
}
