// A chart as a picture of its own. Charts are boxes, letters and small drawings that the browser has laid out; what is seen of
// them is written down as SVG, with colours and places as they are on the screen.

const SPACE = "http://www.w3.org/2000/svg";
/** What stands in a figure and belongs to the page alone. */
const LEFT_OUT = ".unseen, .pictures, .tools, .readout, a, button, input";
/** Room around the figure, in pixels. */
const MARGIN = 12;
/** Dots for each pixel of the screen. */
const DENSITY = 2;
const DRAWN = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "vector-effect"];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const short = (value: number): string => String(Math.round(10 * value) / 10);
const seen = (colour: string): boolean => !/^(transparent|rgba\(.*, 0\)|color\(.*\/ 0\))$/.test(colour);

class Pencil {
  readonly #left: number;
  readonly #top: number;
  readonly parts: string[] = [];
  readonly definitions: string[] = [];

  constructor(box: DOMRect) {
    [this.#left, this.#top] = [box.left - MARGIN, box.top - MARGIN];
  }

  walk(element: Element, faint: number): void {
    const style = getComputedStyle(element);
    if (element.matches(LEFT_OUT) || style.display === "none" || style.visibility === "hidden") return;
    const opacity = faint * Number(style.opacity);
    if (element instanceof SVGSVGElement) return this.#drawn(element, opacity);
    this.#box(element, style, opacity);
    for (const child of element.childNodes) {
      if (child instanceof Text) this.#letters(child, style, opacity);
      else if (child instanceof Element) this.walk(child, opacity);
    }
  }

  /** Ground, frame and edges of a box, and the line that may run through it. */
  #box(element: Element, style: CSSStyleDeclaration, opacity: number): void {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    const turned = style.rotate !== "none" && element instanceof HTMLElement;
    const [width, height] = turned ? [element.offsetWidth * (Number(style.scale) || 1), element.offsetHeight * (Number(style.scale) || 1)] : [box.width, box.height];
    const [x, y] = [box.left + box.width / 2 - width / 2 - this.#left, box.top + box.height / 2 - height / 2 - this.#top];
    const turn = turned ? ` transform="rotate(${parseFloat(style.rotate)} ${short(x + width / 2)} ${short(y + height / 2)})"` : "";
    const radius = style.borderRadius.endsWith("%") ? Math.min(width, height) / 2 : Math.min(parseFloat(style.borderRadius) || 0, height / 2);
    const place = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" rx="${short(radius)}" opacity="${short(opacity)}"${turn}`;
    if (seen(style.backgroundColor)) this.parts.push(`<rect ${place} fill="${style.backgroundColor}"/>`);
    const pattern = this.#pattern(style.backgroundImage);
    if (pattern) this.parts.push(`<rect ${place} fill="url(#${pattern})"/>`);
    const inner = /^(\S+\(.*?\)|#\S+) 0px 0px 0px ([\d.]+)px inset/.exec(style.boxShadow);
    if (inner) this.#frame(x, y, width, height, radius, Number(inner[2]), inner[1] as string, opacity, turn);
    this.#edges(style, x, y, width, height, radius, opacity, turn);
    const after = getComputedStyle(element, "::after");
    if (after.content !== "none" && after.position === "absolute" && seen(after.backgroundColor)) {
      const [top, left] = [y + (parseFloat(after.top) || 0), x + parseFloat(style.borderInlineStartWidth) + (parseFloat(after.left) || 0)];
      this.parts.push(`<rect x="${short(left)}" y="${short(top)}" width="${short(parseFloat(after.width))}" height="${short(parseFloat(after.height))}" fill="${after.backgroundColor}"/>`);
    }
  }

  #frame(x: number, y: number, width: number, height: number, radius: number, line: number, colour: string, opacity: number, turn: string): void {
    const half = line / 2;
    this.parts.push(
      `<rect x="${short(x + half)}" y="${short(y + half)}" width="${short(Math.max(0, width - line))}" height="${short(Math.max(0, height - line))}" rx="${short(Math.max(0, radius - half))}" fill="none" stroke="${colour}" stroke-width="${line}" opacity="${short(opacity)}"${turn}/>`,
    );
  }

  #edges(style: CSSStyleDeclaration, x: number, y: number, width: number, height: number, radius: number, opacity: number, turn: string): void {
    const edges = (["Top", "Right", "Bottom", "Left"] as const).map((side) => ({
      line: style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]),
      colour: style[`border${side}Color`],
      dashed: style[`border${side}Style`] === "dashed",
    }));
    const [top] = edges;
    if (top && top.line > 0 && edges.every((edge) => edge.line === top.line && edge.colour === top.colour)) {
      return this.#frame(x, y, width, height, radius, top.line, top.colour, opacity, turn);
    }
    const ends = [
      [x, y, x + width, y],
      [x + width, y, x + width, y + height],
      [x, y + height, x + width, y + height],
      [x, y, x, y + height],
    ];
    edges.forEach(({ line, colour, dashed }, place) => {
      if (line === 0 || !seen(colour)) return;
      const [x1, y1, x2, y2] = (ends[place] as number[]).map(short);
      this.parts.push(`<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${line}"${dashed ? ' stroke-dasharray="4 3"' : ""} opacity="${short(opacity)}"/>`);
    });
  }

  /** Stripes and dots. */
  #pattern(image: string): string | null {
    const colours = [...image.matchAll(/((?:rgba?|color|oklab|oklch|lab)\([^)]*\)) ([\d.]+)px/g)].map(([, colour, at]) => ({ colour: colour as string, at: Number(at) }));
    const [first, last] = [colours[0], colours.at(-1)];
    if (!first || !last) return null;
    const id = `pattern-${this.definitions.length}`;
    if (image.startsWith("repeating-linear-gradient")) {
      const angle = parseFloat(/\(([-\d.]+)deg/.exec(image)?.[1] ?? "180");
      const broad = colours.filter(({ colour }) => colour === first.colour).at(-1)?.at ?? 0;
      const ground = seen(last.colour) ? `<rect width="${last.at}" height="10" fill="${last.colour}"/>` : "";
      this.definitions.push(
        `<pattern id="${id}" width="${last.at}" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle - 90})">${ground}<rect width="${broad}" height="10" fill="${first.colour}"/></pattern>`,
      );
      return id;
    }
    if (image.startsWith("radial-gradient")) {
      this.definitions.push(`<pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="${first.at}" fill="${first.colour}"/></pattern>`);
      return id;
    }
    return null;
  }

  /** Letters, one piece a line as the browser broke them. */
  #letters(text: Text, style: CSSStyleDeclaration, opacity: number): void {
    const range = document.createRange();
    const lines: { words: string; box: DOMRect; right: number }[] = [];
    for (const { 0: word, index } of text.data.matchAll(/\S+\s*/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.trimEnd().length);
      const box = range.getClientRects()[0];
      if (!box || box.width === 0) continue;
      const line = lines.at(-1);
      if (line && Math.abs(line.box.top - box.top) < 2) Object.assign(line, { words: line.words + word, right: box.right });
      else lines.push({ words: word, box, right: box.right });
    }
    const upright = style.writingMode.startsWith("vertical");
    for (const { words, box, right } of lines) {
      const size = parseFloat(style.fontSize);
      const [x, y] = [box.left - this.#left, box.top + box.height / 2 - this.#top];
      const looks = `font-family="${escaped(style.fontFamily)}" font-size="${short(size)}" font-weight="${style.fontWeight}" fill="${style.color}" opacity="${short(opacity)}"`;
      if (upright) {
        const middle = x + box.width / 2;
        this.parts.push(`<text x="${short(middle)}" y="${short(y + 0.35 * size)}" text-anchor="middle" transform="rotate(-90 ${short(middle)} ${short(y)})" ${looks}>${escaped(words.trim())}</text>`);
      } else {
        // The width is the browser's, should another program have other letters.
        const length = words.trim().length > 1 ? ` textLength="${short(right - box.left)}"` : "";
        this.parts.push(`<text x="${short(x)}" y="${short(y + 0.35 * size)}"${length} ${looks}>${escaped(words.trim())}</text>`);
      }
    }
  }

  /** A drawing within the figure: the same shapes, with their looks written out. */
  #drawn(svg: SVGSVGElement, opacity: number): void {
    const box = svg.getBoundingClientRect();
    const copy = svg.cloneNode(true) as SVGSVGElement;
    const [from, to] = [svg, copy].map((one) => [...one.querySelectorAll<SVGElement>("path, circle, rect, line, use")]) as [SVGElement[], SVGElement[]];
    to.forEach((element, place) => {
      const own = from[place] as SVGElement;
      const style = getComputedStyle(own);
      const shape = element.localName === "use" ? document.querySelector(element.getAttribute("href") ?? "")?.cloneNode(true) : element;
      if (!(shape instanceof SVGElement)) return element.remove();
      if (shape !== element) element.replaceWith(shape);
      for (const name of DRAWN) shape.setAttribute(name, this.#shared(style.getPropertyValue(name)));
      for (const name of ["class", "style", "id", "role", "tabindex", "aria-label", "aria-hidden"]) shape.removeAttribute(name);
    });
    for (const name of ["class", "style", "role", "aria-label"]) copy.removeAttribute(name);
    const places = { x: box.left - this.#left, y: box.top - this.#top, width: box.width, height: box.height };
    for (const [name, value] of Object.entries(places)) copy.setAttribute(name, short(value));
    copy.setAttribute("opacity", short(opacity));
    copy.setAttribute("overflow", "visible");
    this.parts.push(new XMLSerializer().serializeToString(copy));
  }

  /** A pattern that stands elsewhere on the page comes along. */
  #shared(value: string): string {
    const id = /^url\("?#([\w-]+)"?\)/.exec(value)?.[1];
    if (!id) return value;
    const pattern = document.getElementById(id);
    if (pattern && !this.definitions.some((one) => one.includes(`id="${id}"`))) {
      const copy = pattern.cloneNode(true) as Element;
      [...copy.children].forEach((child, place) => {
        const style = getComputedStyle(pattern.children[place] as Element);
        child.setAttribute("fill", style.fill);
        child.setAttribute("opacity", style.opacity);
        child.removeAttribute("class");
      });
      this.definitions.push(new XMLSerializer().serializeToString(copy));
    }
    return `url(#${id})`;
  }
}

/** What is seen of a figure, as SVG. */
export function drawing(figure: HTMLElement): string {
  const box = figure.getBoundingClientRect();
  const pencil = new Pencil(box);
  pencil.walk(figure, 1);
  const [width, height] = [Math.ceil(box.width + 2 * MARGIN), Math.ceil(box.height + 2 * MARGIN)];
  const title = figure.querySelector("figcaption strong")?.textContent ?? "";
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper") ? getComputedStyle(document.body).backgroundColor : "white";
  return [
    `<svg xmlns="${SPACE}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<defs>${pencil.definitions.join("")}</defs>`,
    `<rect width="100%" height="100%" fill="${seen(paper) ? paper : "white"}"/>`,
    ...pencil.parts,
    "</svg>",
  ].join("\n");
}

/** The same as dots, PNG. */
export async function dots(svg: string): Promise<Uint8Array> {
  const image = new Image();
  // The page may draw pictures from its own text, and from no other address.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [DENSITY * image.naturalWidth, DENSITY * image.naturalHeight];
  const brush = canvas.getContext("2d");
  if (!brush) throw new Error("there is no canvas");
  brush.scale(DENSITY, DENSITY);
  brush.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/png"));
  if (!blob) throw new Error("the picture is too large");
  return new Uint8Array(await blob.arrayBuffer());
}
