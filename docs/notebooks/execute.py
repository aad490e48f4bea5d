"""Runs the notebooks and writes them with their results as pages of the book, `docs/src/notebooks/*.md`.

Run it with an interpreter that has the package, pandas, pymrio, dask, nbclient and ipykernel: `python execute.py [--check]`.
With `--check` it fails if a page is not what the notebook gives.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
PAGES = FOLDER.parent / "src" / "notebooks"
NOTICE = "<!-- Written by docs/notebooks/execute.py from {name}; do not edit. -->\n"


def main() -> None:
    check = "--check" in sys.argv
    PAGES.mkdir(exist_ok=True)
    stale = []
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=900, kernel_name="python3", resources={"metadata": {"path": FOLDER}})
        client.execute()
        page = NOTICE.format(name=path.name) + "\n".join(written(cell) for cell in notebook.cells)
        target = PAGES / f"{path.stem}.md"
        if not check:
            target.write_text(page, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != page:
            stale.append(target)
            sys.stderr.write(difference(target, page))
    if stale:
        sys.exit(f"not what the notebooks give: {', '.join(one.name for one in stale)}; run execute.py")


def written(cell: Any) -> str:
    """A cell as Markdown."""
    if cell.cell_type == "markdown":
        return f"{cell.source}\n"
    text = f"```python\n{cell.source}\n```\n"
    # What a cell prints to standard error, such as bars of progress, is not its result.
    shown = "".join(result(output) for output in cell.outputs).rstrip()
    return f"{text}\n```text\n{shown}\n```\n" if shown else text


def result(output: Any) -> str:
    """What a cell gives, as text."""
    if output.output_type == "stream":
        return str(output.text) if output.name == "stdout" else ""
    if output.output_type in ("execute_result", "display_data"):
        return str(output.data.get("text/plain", "")) + "\n"
    return ""


def difference(target: Path, page: str) -> str:
    import difflib

    old = target.read_text(encoding="utf-8") if target.exists() else ""
    return "".join(difflib.unified_diff(old.splitlines(True), page.splitlines(True), str(target), "now"))


if __name__ == "__main__":
    main()
