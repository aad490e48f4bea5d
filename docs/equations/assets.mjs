// Copies KaTeX's stylesheet, fonts and licence to where mdBook picks them up, so that the book needs no network.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const from = new URL("node_modules/katex/", import.meta.url);
const to = new URL("../src/katex/", import.meta.url);

rmSync(to, { recursive: true, force: true });
mkdirSync(new URL("fonts/", to), { recursive: true });

// All browsers that read the book know woff2.
const css = readFileSync(new URL("dist/katex.min.css", from), "utf8");
const fewerFonts = css.replace(/,url\([^)]*\.(?:woff|ttf)\) format\("[a-z]+"\)/g, "");
// On a phone a long equation scrolls by itself and not with the page.
writeFileSync(new URL("katex.css", to), `${fewerFonts}\n.katex-display{overflow-x:auto;overflow-y:hidden;padding:2px 0}\n`);
for (const font of readdirSync(new URL("dist/fonts/", from)).filter((name) => name.endsWith(".woff2"))) {
    cpSync(new URL(`dist/fonts/${font}`, from), new URL(`fonts/${font}`, to));
}
cpSync(new URL("LICENSE", from), new URL("LICENSE.txt", to));
