// Every link between the repository's pages, and every section of the book that the code cites, must exist.
import { existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join, normalize } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
    .toString()
    .split("\n")
    .filter((path) => existsSync(join(root, path)));
const read = (path) => readFileSync(join(root, path), "utf8");

// The name that GitHub and mdBook both give to a heading.
const anchor = (heading) =>
    heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replace(/\s/g, "-");
const anchors = (path) =>
    new Set([...read(path).replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchor(heading)));

const broken = [];
const check = (from, path, section) => {
    if (!existsSync(join(root, path))) broken.push(`${from}: ${path} does not exist`);
    else if (section && !anchors(path).has(section)) broken.push(`${from}: ${path} has no section #${section}`);
};

for (const page of tracked.filter((path) => path.endsWith(".md"))) {
    const text = read(page).replace(/^```[\s\S]*?^```/gm, "");
    for (const [, target, section] of text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
        check(page, target ? normalize(join(dirname(page), target)).replace(/\/$/, "") : page, target.endsWith(".md") || !target ? section : null);
    }
}
for (const file of tracked.filter((path) => /\.(rs|toml|mjs|js|csv)$/.test(path) && !path.startsWith("docs/"))) {
    for (const [, page, section] of read(file).matchAll(/\b(?:docs\/src\/)?((?:methods|guide)\/[\w-]+\.md|(?<=docs\/src\/)[\w-]+\.md)(?:#([\w-]+))?/g)) {
        check(file, `docs/src/${page}`, section);
    }
}
broken.forEach((line) => console.error(line));
process.exit(broken.length > 0 ? 1 : 0);
