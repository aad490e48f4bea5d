// The module as a page uses it, with a folder in place of a site.
import { readFileSync } from "node:fs";
import { strict as assert } from "node:assert";
import { join } from "node:path";

export function open(file, data, progress = () => {}) {
  const module = new WebAssembly.Module(readFileSync(file));
  const imports = {};
  // A clock that is imported although nothing calls it; one that is called fails here.
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    assert.equal(kind, "function", `${from}.${name}`);
    imports[from] ??= {};
    imports[from][name] = () => {
      throw new Error(`${from}.${name} was called`);
    };
  }
  // What is counted stands in the module's memory: which is known only once there is one.
  let words = () => "";
  (imports.unequal ??= {}).progress = (done, total, place, length) => progress(done, total, words(place, length));
  const { memory, unequal_reserve, unequal_ask, unequal_provide, unequal_text, unequal_length } =
    new WebAssembly.Instance(module, imports).exports;

  words = (place, length) => new TextDecoder().decode(new Uint8Array(memory.buffer, place, length));

  // Memory that grows gets another buffer: it is read only after the call that may grow it.
  function write(bytes) {
    const place = unequal_reserve(bytes.length);
    new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
  }
  const answer = () => new Uint8Array(memory.buffer, unequal_text(), unequal_length()).slice();

  function provide(name, content) {
    const head = new TextEncoder().encode(name);
    const all = new Uint8Array(head.length + content.length);
    all.set(head);
    all.set(content, head.length);
    write(all);
    const refused = unequal_provide(head.length);
    assert.equal(refused, 0, new TextDecoder().decode(answer()));
  }

  function once(request) {
    write(typeof request === "string" ? new TextEncoder().encode(request) : request);
    const status = unequal_ask();
    return { status, bytes: answer() };
  }

  // Asks, gives what is wanted, and asks again.
  function ask(request) {
    const provided = [];
    for (;;) {
      const { status, bytes } = once(request);
      if (status !== 503) return { status, bytes, provided };
      for (const name of JSON.parse(new TextDecoder().decode(bytes)).needs_all) {
        assert(!provided.includes(name), `${name} was given and is wanted again`);
        provide(name, readFileSync(join(data, name)));
        provided.push(name);
      }
    }
  }
  return { memory, once, ask, provide };
}
