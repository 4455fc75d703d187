# SPDX-License-Identifier: MIT
"""Write the table of docs/reference/config.md, and the JSON schema beside it.

In: the table of keys in python/carbide/project/keys.py. Out: the rows between the marks
of the page, and carbide.schema.json. With --check nothing is written, and the status
is 1 if one of them is not what it would be.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "config.md"
SCHEMA = ROOT / "docs" / "reference" / "carbide.schema.json"
START = "<!-- keys: written by docs/make_config.py from carbide/project/keys.py -->\n"
END = "<!-- end of keys -->\n"

sys.path.insert(0, str(ROOT / "python"))


def table() -> str:
    """The rows of all keys."""
    from carbide.project.keys import KEYS

    rows = ["| key | value | default |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {key.meaning} | {key.default} |" for name, key in KEYS.items()
    ]
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with the rows as they should be."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{table()}\n{END}{after}"


def main(words: list[str]) -> int:
    """Write, or compare; the exit status."""
    from carbide.project import schema

    wanted = {PAGE: page(PAGE.read_text("utf-8")), SCHEMA: schema.text()}
    status = 0
    for path, text in wanted.items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if "--check" in words:
            print(f"{path.relative_to(ROOT)} is out of date: make docs")
            status = 1
        else:
            path.write_text(text, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
