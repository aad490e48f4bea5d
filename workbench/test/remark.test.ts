// Remarks in a file of numbers, which stand below their sliders.

import assert from "node:assert/strict";
import { it } from "node:test";
import { remarkAt } from "../src/toml/remarks.ts";

it("a remark goes on in the lines below that hold nothing else", () => {
  const lines = ["price = 180   # USD at the border: 5 USD", "              # per unit (source)", "volume = 100", "# of the next table", "share = 0.5"];
  assert.equal(remarkAt(lines, 0, 11), "USD at the border: 5 USD per unit (source)");
  assert.equal(remarkAt(lines, 2, 12), undefined, "a remark of its own is no remark of the value above");
});
