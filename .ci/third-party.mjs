// Writes THIRD-PARTY.md: the crates that the program `unequal` and its package for Python are built from and what their licences ask to be passed on.
// With --check, fails where the file is not what would be written.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const path = join(root, "THIRD-PARTY.md");
const cargo = (...words) => execFileSync("cargo", [...words, "--locked"], { cwd: root, maxBuffer: 1 << 28 }).toString();
const packages = JSON.parse(cargo("metadata", "--format-version", "1")).packages;

// What is linked into the program on any system: neither for tests nor for building.
const tree = cargo("tree", "--package", "unequal-cli", "--package", "unequal-python", "--edges", "normal", "--target", "all", "--prefix", "none");
const linked = new Set([...tree.matchAll(/^(\S+) v(\S+)/gm)].map(([, name, version]) => `${name} ${version}`));
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const crates = packages
    .filter(({ name, version, source }) => source !== null && linked.has(`${name} ${version}`))
    .sort((one, other) => order(one.name, other.name) || order(one.version, other.version));

// The texts of a crate. Where it may be used under MIT, that text alone, since it is the shorter.
const texts = (crate) => {
    const folder = dirname(crate.manifest_path);
    const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|unlicense)/i.test(name)).sort(order);
    const mit = names.filter((name) => /mit/i.test(name));
    const chosen = /\bMIT\b/.test(crate.license) && !/ AND /.test(crate.license) && mit.length > 0 ? mit : names;
    return chosen
        .map((name) => join(folder, name))
        .filter((file) => existsSync(file))
        .map((file) => readFileSync(file, "utf8").replace(/\r/g, "").replace(/[ \t]+$/gm, "").trim());
};

const users = new Map();
const without = [];
for (const crate of crates) {
    const found = texts(crate);
    if (found.length === 0) without.push(crate.name);
    for (const text of found) users.set(text, [...new Set([...(users.get(text) ?? []), crate.name])]);
}

const rows = crates.map(({ name, version, license, repository, homepage }) => {
    const place = repository ?? homepage ?? "";
    return `| ${name} | ${version} | ${license} | ${place && `<${place}>`} |`;
});
const blocks = [...users]
    .sort(([one, first], [other, second]) => order(first[0], second[0]) || order(one, other))
    .map(([text, names]) => `### ${names.join(", ")}\n\n~~~text\n${text}\n~~~`);
const content = `# Third-party software

The program \`unequal\` and its package for Python are built from these crates, on one system or another. \`node .ci/third-party.mjs\` writes this
file. \`deny.toml\` says which licences are accepted. \`data/PROVENANCE.md\` has the terms of the data.

| crate | version | licence | source |
|---|---|---|---|
${rows.join("\n")}

## Texts

${without.length ? `Published without a text of their licence: ${without.join(", ")}.\n\n` : ""}${blocks.join("\n\n")}
`;

if (!process.argv.includes("--check")) {
    writeFileSync(path, content);
} else if (!existsSync(path) || readFileSync(path, "utf8") !== content) {
    console.error("THIRD-PARTY.md is not current: node .ci/third-party.mjs");
    process.exit(1);
} else {
    console.log(`${crates.length} crates, ${users.size} texts of licences`);
}
