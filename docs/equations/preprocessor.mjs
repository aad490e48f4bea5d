// The preprocessor that mdBook calls (book.toml): a book as JSON in, the same book with rendered equations out.
import { readFileSync } from "node:fs";

if (process.argv[2] === "supports") process.exit(process.argv[3] === "html" ? 0 : 1);

const fail = (message) => {
    console.error(message);
    process.exit(1);
};
const { render } = await import("./render.mjs").catch(() =>
    fail("The book's equations are rendered by KaTeX: run `npm ci` in docs/equations first."),
);

const [, book] = JSON.parse(readFileSync(0, "utf8"));
const visit = (items) => {
    for (const { Chapter: chapter } of items.filter((item) => item.Chapter)) {
        try {
            chapter.content = render(chapter.content);
        } catch (error) {
            fail(`${chapter.path}: ${error.message}`);
        }
        visit(chapter.sub_items);
    }
};
visit(book.items ?? book.sections);
process.stdout.write(JSON.stringify(book));
