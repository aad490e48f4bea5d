// What every view offers: the link, the figures as files, the lines that give them elsewhere, how to cite, how to read.

import { useEffect, useRef, useState } from "preact/hooks";
import { download, save, type Solving } from "../answer.ts";
import type { Form, Question, SourceFile } from "../engine/types.ts";
import { engine, link, linkable, lists, read, reading, READING } from "../state.ts";

interface MenuProps {
  label: string;
  children: preact.ComponentChildren;
  /** At which edge of its button the menu hangs. */
  end?: boolean;
}

/** A menu that closes on Escape and when the focus leaves it. */
export function Menu({ label, children, end = false }: MenuProps) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current) box.current.open = false;
  };
  return (
    <details
      class={`menu ${end ? "end" : ""}`}
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !box.current?.open) return;
        close();
        box.current.querySelector("summary")?.focus();
      }}
      onFocusOut={(event) => {
        const next = event.relatedTarget as Node | null;
        if (next && !box.current?.contains(next)) close();
      }}
    >
      <summary>{label}</summary>
      <div class="sheet">{children}</div>
    </details>
  );
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function Copy({ text, label }: { text: string; label: string }) {
  const [said, say] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <div class="copy">
      <textarea ref={field} readOnly rows={Math.min(4, Math.ceil(text.length / 48) + text.split("\n").length - 1)} aria-label={label} value={text} />
      <button
        type="button"
        onClick={async () => {
          const done = await copied(text);
          if (!done) field.current?.select();
          say(done ? "Copied" : "Selected: copy it");
          setTimeout(() => say(""), 2500);
        }}
      >
        {said || "Copy"}
      </button>
    </div>
  );
}

function Share() {
  const [said, say] = useState("");
  const address = link();
  return (
    <Menu label="Share">
      <h2>Link to this view</h2>
      {linkable.value && address ? (
        <>
          <p>Whoever opens it sees the same countries, year, assumptions and measures, solved anew.</p>
          <Copy text={address} label="Link to this view" />
          {"share" in navigator && (
            <button type="button" onClick={() => navigator.share({ title: document.title, url: address }).catch(() => say("Not shared."))}>
              Pass on …
            </button>
          )}
        </>
      ) : (
        <p>This view is too long for a link. Save its file under “Download” and pass that on.</p>
      )}
      <p role="status">{said}</p>
    </Menu>
  );
}

const FORMS: readonly (readonly [Form, string])[] = [
  ["csv", "Figures, one a row (csv)"],
  ["xlsx", "Workbook (xlsx)"],
  ["json", "Whole answer (json)"],
  ["parquet", "Figures (Parquet)"],
  ["html", "The page (html)"],
];

function sources(question: Question): SourceFile[] {
  const found = [question.file, ...(Array.isArray(question.files) ? question.files : [])];
  return found.filter((one): one is SourceFile => typeof (one as SourceFile | undefined)?.text === "string");
}

interface DownloadProps {
  solving: Solving;
  /** Gives a drawing of the view's own as SVG, if it has one. */
  picture?: (() => { name: string; text: string } | null) | undefined;
}

function Download({ solving, picture }: DownloadProps) {
  const [said, say] = useState("");
  const question = solving.answered;
  const name = solving.reply ? fileName(solving.reply.command ?? solving.reply.title) : "unequal";
  const get = async (form: Form) => {
    if (!question) return;
    say("Making the file …");
    try {
      await download(question, form, name);
      say("Saved.");
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  // Drawn when it is asked for: the map may come after the menu.
  const draw = () => {
    const drawn = picture?.();
    if (drawn) save(drawn.text, `${drawn.name}.svg`, "image/svg+xml");
    else say("The picture is not drawn yet.");
  };
  return (
    <Menu label="Download">
      <h2>The figures on the screen</h2>
      {question ? (
        <ul class="acts">
          {FORMS.filter(([form]) => lists.value?.forms?.includes(form) ?? true).map(([form, words]) => (
            <li key={form}>
              <button type="button" data-form={form} onClick={() => get(form)}>
                {words}
              </button>
            </li>
          ))}
          {sources(question).map((source) => (
            <li key={source.name}>
              <button type="button" data-form="toml" onClick={() => save(source.text, source.name, "text/plain")}>
                The file {source.name}
              </button>
            </li>
          ))}
          {picture && (
            <li>
              <button type="button" data-form="svg" onClick={draw}>
                The picture (SVG)
              </button>
            </li>
          )}
        </ul>
      ) : (
        <p>There is no answer yet.</p>
      )}
      <p role="status">{said}</p>
    </Menu>
  );
}

const fileName = (command: string): string =>
  command
    .replace(/^unequal /, "")
    .replace(/--?/g, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)
    .toLowerCase() || "unequal";

function Lines({ solving }: { solving: Solving }) {
  const command = solving.reply?.command;
  const question = solving.answered;
  const files = question ? sources(question) : [];
  return (
    <Menu label="Cite">
      {command ? (
        <>
          <h2>The same figures elsewhere</h2>
          <p>On the command line:</p>
          <Copy text={command} label="Command line" />
          {solving.reply?.python && (
            <>
              <p>In Python, with the package unequal:</p>
              <Copy text={`import unequal\n${solving.reply.python}`} label="Python" />
            </>
          )}
          {files.length > 0 && <p>The command reads {files.map((file) => file.name).join(" and ")}: save it under “Download” first.</p>}
          <h2>To cite</h2>
          <Copy text={citation(solving)} label="Citation" />
          <p>When quoting a figure, please quote its year and grade with it, and say what is estimated.</p>
        </>
      ) : (
        <p>There is no answer yet.</p>
      )}
    </Menu>
  );
}

/** The command at one stroke; “Cite” has it too, for those who want to read it first. */
function CopyCommand({ command }: { command: string | undefined }) {
  const [said, say] = useState("");
  if (!command) return null;
  return (
    <button
      type="button"
      class="copy-command"
      title={command}
      onClick={async () => {
        say((await copied(command)) ? "Copied" : "Not copied: see “Cite”");
        setTimeout(() => say(""), 2500);
      }}
    >
      {said || "Copy command"}
    </button>
  );
}

/** The engine's own citation where the answer ends with one. */
function citation(solving: Solving): string {
  const page = new DOMParser().parseFromString(solving.reply?.fragment ?? "", "text/html");
  const own = page.querySelector("#reproduce blockquote")?.textContent?.trim();
  return own ?? `unequal ${lists.value?.version ?? ""}: ${solving.reply?.title ?? ""}. ${solving.reply?.command ?? ""}`;
}

const NAMES = { size: "Text size", spacing: "Line spacing", theme: "Colours" } as const;

export function Reading() {
  return (
    <Menu label="Aa" end>
      <h2>Reading</h2>
      {Object.entries(READING).map(([name, values]) => (
        <fieldset key={name} class="choice">
          <legend>{NAMES[name as keyof typeof NAMES]}</legend>
          <div class="options">
            {values.map((value) => (
              <label key={value}>
                <input
                  type="radio"
                  name={name}
                  value={value}
                  checked={reading.value[name as keyof typeof NAMES] === value}
                  onChange={() => read({ [name]: value })}
                />
                <span>{value === "auto" ? "System" : (value[0] as string).toUpperCase() + value.slice(1)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <p class="note">
        {engine.value?.where === "browser"
          ? "Everything is solved in this browser; nothing is sent anywhere."
          : "Everything is solved by the program that gave this page; nothing is sent anywhere else."}
      </p>
    </Menu>
  );
}

export function Tools({ solving, picture }: DownloadProps) {
  useEffect(() => {
    if (solving.reply) document.title = `${solving.reply.title} · unequal`;
  }, [solving.reply]);
  return (
    <div class="tools-bar" role="group" aria-label="Share, download, cite">
      <Share />
      <Download solving={solving} picture={picture} />
      <Lines solving={solving} />
      <CopyCommand command={solving.reply?.command} />
    </div>
  );
}
