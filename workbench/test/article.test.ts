// Figures are found in a text by the words and numbers of what was read.

import assert from "node:assert/strict";
import { it } from "node:test";
import { marks, type Claim } from "../src/article.ts";

const claim = (says: string, stated: string, grade = "supported"): Claim => ({
  name: says,
  says,
  stated,
  quantity: "",
  unit: "",
  means: null,
  data: { grade: grade as never, found: null, source: "", evidence: "", remark: "" },
});

const words = (text: string, claims: Claim[], unread: { sentence: string; reason: string }[] = []) =>
  marks(text, claims, unread).map((mark) => [text.slice(mark.from, mark.to), mark.state]);

it("a figure is marked within its sentence, whatever its spaces and quotation marks", () => {
  const text = "First.  China’s exports\nreached $211 billion  in 2023. Last.";
  assert.deepEqual(words(text, [claim("China's exports reached $211 billion in 2023.", "$211 billion", "contradicted")]), [["$211 billion", "contradicted"]]);
});

it("a figure in other words is found by its number, and not within a longer one", () => {
  const text = "Of 2116 ships, exports came to USD 211 billion.";
  assert.deepEqual(words(text, [claim(text, "211 billion USD")]), [["USD 211 billion", "supported"]]);
});

it("a sentence without the figure's words is marked whole", () => {
  assert.deepEqual(words("Trade was up by two-thirds.", [claim("Trade was up by two-thirds.", "up 67 %")]), [["Trade was up by two-thirds.", "supported"]]);
});

it("a figure within a sentence that was not read wins over the sentence", () => {
  const text = "It sold 40 % in 2023.";
  assert.deepEqual(words(text, [claim(text, "40 %")], [{ sentence: text, reason: "no" }]), [["40 %", "supported"]]);
  assert.deepEqual(words(text, [], [{ sentence: text, reason: "no" }]), [[text, "not-read"]]);
});

it("what is not in the text is not marked", () => assert.deepEqual(words("Nothing.", [claim("Else 5 %.", "5 %")]), []));
