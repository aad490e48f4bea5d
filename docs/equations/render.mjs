// Finds the equations of a Markdown page and renders them: `$ ... $` within a line, `$$ ... $$` on their own.
import katex from "katex";

// Code is left alone; an escaped dollar is a dollar.
const PARTS =
    /(?<code>^ {0,3}(?<fence>`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\k<fence>[^\n]*$|(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`))|\\\$|\$\$(?<display>[\s\S]+?)\$\$|\$(?<inline>[^\s$](?:[^$\n]|\n(?!\n))*?)\$/gm;

/** The page with its equations as HTML for the eye and MathML for screen readers. Throws at one that is not TeX. */
export function render(markdown) {
    return markdown.replace(PARTS, (text, ...rest) => {
        const { code, display, inline } = rest.at(-1);
        if (code !== undefined || text === "\\$") return text;
        const html = katex.renderToString((display ?? inline).trim(), {
            displayMode: display !== undefined,
            strict: "error",
            throwOnError: true,
        });
        // The TeX source inside would be read as Markdown, as would these characters.
        return html
            .replace(/<annotation[\s\S]*?<\/annotation>/g, "")
            .replace(/[_*[\]\\`~|]/g, (character) => `&#${character.charCodeAt(0)};`);
    });
}
