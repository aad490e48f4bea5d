import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "./render.mjs";

test("equations become HTML and MathML without their source", () => {
    const page = render("With $\\theta_j > 0$:\n\n$$\na_1 = b^{\\ast} \\tag{G1}\n$$\n");
    assert.equal(page.match(/class="katex"/g).length, 2);
    assert.equal(page.match(/<math /g).length, 2);
    assert.ok(page.includes("katex-display") && !page.includes("annotation") && !page.includes("\\theta"));
});

test("code and escaped dollars stay as they are", () => {
    for (const text of ["`$211bn` and `$5`", "```sh\necho $HOME $USER\n```", "from \\$5 to \\$6", "USD 5"]) {
        assert.equal(render(text), text);
    }
});

test("nothing in an equation is left for Markdown to read", () => {
    assert.doesNotMatch(render("$a_{i}^{*} \\big[ x_{j} \\big] |y|$"), /[_*[\]\\`|]/);
});

test("what is not TeX is an error", () => {
    assert.throws(() => render("$\\frac{1}$"));
});
