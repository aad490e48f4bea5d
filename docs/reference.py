"""Writes the reference pages of the book from the program: every command's help, the schema of scenario files, the tidy layout.

`python docs/reference.py PROGRAM [--check]`; with `--check` it fails if a page is not what it would write.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "src" / "reference"
NOTICE = "<!-- Written by docs/reference.py from the program; do not edit. -->\n"


def main() -> None:
    program, check = sys.argv[1], "--check" in sys.argv[2:]
    pages = {"commands.md": commands(program), "scenario-files.md": scenario_files(program)}
    stale = []
    for name, text in pages.items():
        target = PAGES / name
        if check:
            if not target.exists() or target.read_text(encoding="utf-8") != NOTICE + text:
                stale.append(name)
        else:
            target.write_text(NOTICE + text, encoding="utf-8")
    if check:
        check_layout(program)
    if stale:
        sys.exit(f"not what the program says: {', '.join(stale)}; run docs/reference.py")


def check_layout(program: str) -> None:
    """The guide to data files describes the columns that files have, in their order."""
    header = asked(program, "exit-cost", "RUS", "CHN", "--format", "csv").splitlines()[0].split(",")
    guide = (PAGES.parent / "guide" / "data-files.md").read_text(encoding="utf-8")
    section = guide.split("## Columns")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    described = [name for row in rows for name in row.replace("`", "").replace(" ", "").split(",")]
    if described != header:
        sys.exit(f"data-files.md describes {described}, files have {header}")


def asked(program: str, *words: str) -> str:
    printed = subprocess.run([program, *words], capture_output=True, check=True, text=True, env={"COLUMNS": "100"})
    return "\n".join(line.rstrip() for line in printed.stdout.rstrip().splitlines())


def subcommands(help_text: str) -> list[str]:
    """The commands that a help lists."""
    names = []
    within = False
    for line in help_text.splitlines():
        if line == "Commands:":
            within = True
        elif within and not line.strip():
            break
        elif within and line.startswith("  ") and not line.startswith("   "):
            names.append(line.split()[0])
    return [name for name in names if name != "help"]


def commands(program: str) -> str:
    """The help of every command."""
    text = "# Commands\n\nWhat `unequal help` and `--help` print.\n"
    text += f"\n```text\n{asked(program, '--help')}\n```\n"
    for name in subcommands(asked(program, "--help")):
        shown = asked(program, name, "--help")
        text += f"\n## unequal {name}\n\n```text\n{shown}\n```\n"
        for inner in subcommands(shown):
            text += f"\n### unequal {name} {inner}\n\n```text\n{asked(program, name, inner, '--help')}\n```\n"
    return text


def scenario_files(program: str) -> str:
    """Every key of scenario files, from their schema."""
    schema: dict[str, Any] = json.loads(asked(program, "schema"))
    definitions = schema["$defs"]
    text = "# Keys of scenario files\n\nFrom the schema that `unequal schema` prints, which editors read too. The guide to "
    text += "[scenarios](../guide/run.md) explains them.\n\n## The file\n\n" + keys(schema, definitions)
    for name, content in schema["properties"].items():
        entry = definition(content, definitions)
        if entry is not None:
            brackets = f"[[{name}]]" if content.get("type") == "array" else f"[{name}]"
            text += f"\n## `{brackets}`\n\n{one_line(entry.get('description', ''))}\n\n" + keys(entry, definitions)
    return text


def definition(content: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any] | None:
    """What a key holds, where that is a table of its own."""
    inner = content.get("items", content)
    for option in [inner, *inner.get("anyOf", [])]:
        if "$ref" in option:
            found: dict[str, Any] = definitions[option["$ref"].split("/")[-1]]
            if "properties" in found:
                return found
    return None


def keys(entry: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A table of keys."""
    required = set(entry.get("required", []))
    text = "| key | value | meaning |\n|---|---|---|\n"
    for name, content in entry["properties"].items():
        if name in entry.get("$defs", {}):
            continue
        value = described(content, definitions)
        if name in required:
            value += "; required"
        if content.get("default") is not None:
            value += f"; `{json.dumps(content['default'])}` if absent"
        text += f"| `{name}` | {value} | {one_line(content.get('description', ''))} |\n"
    return text


def described(content: dict[str, Any], definitions: dict[str, Any]) -> str:
    """A kind of value in words."""
    if "$ref" in content:
        name = content["$ref"].split("/")[-1]
        inner = definitions[name]
        return "table" if "properties" in inner else described(inner, definitions)
    if "const" in content:
        return f"`{json.dumps(content['const'])}`"
    if "enum" in content:
        return " or ".join(f"`{json.dumps(one)}`" for one in content["enum"])
    for several in ("anyOf", "oneOf"):
        if several in content:
            kinds = [described(one, definitions) for one in content[several]]
            return " or ".join(dict.fromkeys(kind for kind in kinds if kind != "nothing"))
    kind = content.get("type", "value")
    kinds = [one for one in (kind if isinstance(kind, list) else [kind]) if one != "null"]
    words = {"string": "text", "boolean": "true or false", "array": "list", "object": "table", "null": "nothing"}
    text = " or ".join(words.get(one, one) for one in kinds) or "nothing"
    least, most = content.get("minimum"), content.get("maximum")
    above, below = content.get("exclusiveMinimum"), content.get("exclusiveMaximum")
    bounds = [(least, "at least"), (above, "above"), (most, "at most"), (below, "below")]
    said = [f"{word} {bound:g}" for bound, word in bounds if bound is not None]
    return f"{text}, {', '.join(said)}" if said else text


def one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    main()
