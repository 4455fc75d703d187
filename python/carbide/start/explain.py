# SPDX-License-Identifier: MIT
"""`carbide explain`: what each C function becomes, and why something is left out.

In: the translator's JSON description, of the project or of any header, or the name
of a diagnostic. Out: text for people, or with --json the description itself, on
stdout. Nothing is compiled or linked for it.
"""

from __future__ import annotations

import json
import os
import sys

from carbide import paths
from carbide.errors import BuildError, Error, use_color
from carbide.native import child, ninja, toolchain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from carbide.native.ninja import Part
    from carbide.project.config import Project

    Description = dict[str, Any]


def project(found: Project, as_json: bool, verbose: bool) -> None:
    """Explain a project."""
    from carbide.packaging.builder import Builder

    if found.tool:
        raise Error(f"{found.root} builds the tool {found.tool} and has no module")
    builder = Builder(found, verbose)
    described = builder.translate()
    if as_json and len(described) != 1:
        _print_json(described)
    elif as_json:
        _print_json(described[0])
    else:
        texts = []
        for part, one in zip(builder.parts, described):
            one["module"] = (
                part.module.dotted
            )  # the translator knows its last part alone
            texts.append(render(one) + _levels(part))
        print("\n\n".join(texts) or f"{found.name} has no C module")


def _levels(part: Part) -> str:
    if not part.module.cpu:
        return ""
    from carbide.native import cpu_levels

    return f"\n\n{cpu_levels.describe(part)}"


def diagnostic(name: str) -> int:
    """Print what the translator says about one of its diagnostics; its status."""
    import subprocess

    command = [paths.carbidec(), "--explain", name]
    return subprocess.run(command, check=False).returncode


def header(
    path: str, as_json: bool, cflags: list[str], verbose: bool, sarif: bool = False
) -> int:
    """Explain a header as if it were the only one of a module; the exit status.

    With `sarif`, print the diagnostics that a build would give instead.
    """
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="carbide-") as folder:
        words = translate_header(path, [], cflags, folder, verbose)
        if sarif:
            words += ["--check-only", "--format=json"]
            return subprocess.run(words, check=False).returncode
        call([*words, "--lenient"], verbose)
        _show(description(path, folder), as_json)
    return 0


def translate_header(
    path: str, before: list[str], cflags: list[str], folder: str, verbose: bool
) -> list[str]:
    """Preprocess a header behind others; the command that translates it."""
    cc = toolchain.find_cc()
    name = module_name(path)
    command = [*cc, f"-DCARBIDE_MODULE={name}", *ninja.PREPROCESS, "-iquote", "."]
    command += [*cflags, "-isystem", paths.include_dir()]
    file = _find(path, command, folder)
    umbrella = os.path.join(folder, "umbrella.c")
    with open(umbrella, "w", encoding="utf-8") as stream:
        stream.writelines(f"#include <{other}>\n" for other in before)
        stream.write(f'#include "{file}"\n')
    text = os.path.join(folder, "umbrella.i")
    call([*command, umbrella, "-o", text], verbose)
    words = [paths.carbidec(), "--module", name, "-o", folder, "--header", file]
    words += ["--max-errors", "10000"]
    return [*words, "--color", "always" if use_color(sys.stderr) else "never", text]


def description(path: str, folder: str) -> Description:
    """What the translator wrote of a header into a folder."""
    name = os.path.join(folder, f"{module_name(path)}.json")
    with open(name, encoding="utf-8") as stream:
        found: Description = json.load(stream)
    return found


def module_name(path: str) -> str:
    """The name of a header as that of a module."""
    stem = os.path.basename(path).split(".")[0]
    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in stem)
    return name if name[:1].isalpha() else f"m{name}"


def _find(path: str, command: list[str], folder: str) -> str:
    """The file that `path` names: a file, else what `#include <path>` finds."""
    if os.path.exists(path):
        return path.replace(os.sep, "/")
    probe = os.path.join(folder, "find.c")
    with open(probe, "w", encoding="utf-8") as stream:
        stream.write(f"#include <{path}>\n")
    done = child.ask([*command, "-M", probe], command[0])
    for word in done.stdout.replace("\\\n", " ").split():
        if word.endswith("/" + path):
            return word
    raise Error(
        f"there is no header {path}, neither here nor among the system's",
        "pass its folder behind `--`: HEADER -- -Ifolder",
    )


def call(command: list[str], verbose: bool) -> None:
    """Run a command that reports its own errors; BuildError if it fails."""
    import subprocess

    if verbose:
        print(ninja.shell(command), file=sys.stderr)
    name = os.path.basename(command[0])
    status = subprocess.run(command, check=False).returncode
    if status < 0:
        raise BuildError(f"{name} was killed by signal {-status}")
    if status:
        raise BuildError(f"{name} failed, see above")


def _show(description: Description, as_json: bool) -> None:
    if as_json:
        _print_json(description)
    else:
        print(render(description))


def _print_json(found: Description | list[Description]) -> None:
    json.dump(found, sys.stdout, indent=2, ensure_ascii=False)
    print()


def render(description: Description) -> str:
    """The description as text: functions, constants, errors, what is left out."""
    module = description["module"]
    functions = description.get("functions", ())
    blocks = [_function(module, f) for f in functions if not f.get("class")]
    hooks = description.get("hooks", ())
    if hooks:
        lines = [f"  {h['c_name']}  ({h['file']}:{h['line']})" for h in hooks]
        rows = [f"{line}: {h['when']}" for line, h in zip(lines, hooks)]
        blocks.append("\n".join(["run by themselves", *rows]))
    for class_ in description.get("classes", ()):
        blocks.append(_class(class_))
        name = class_["name"]
        blocks += [_function(module, f) for f in functions if f.get("class") == name]
    blocks += [_enum(e) for e in description.get("enums", ())]
    constants = description.get("constants", ())
    if constants:
        lines = [f"  {c['name']} = {c['value']}" for c in constants]
        blocks.append("\n".join(["constants", *lines]))
    exceptions = description.get("exceptions", ())
    if exceptions:
        lines = [f"  {e['name']}({e['base']})" for e in exceptions]
        blocks.append("\n".join(["exceptions", *lines]))
    left_out = description.get("left_out", ())
    if left_out:
        blocks.append("\n".join(["left out", *(_left_out(item) for item in left_out)]))
    return "\n\n".join(blocks or [f"{module} exports nothing"])


def _called(function: Description) -> str:
    """How Python uses it: f(x), T(x), T.f(x), T.x, T.x = value."""
    name, class_, place = function["name"], function.get("class"), function.get("place")
    whole = f"{class_}.{name}" if class_ else name
    returns = f" -> {function['returns']}" if function.get("returns") else ""
    if place == "constructor":
        return f"{class_}{function['signature']}"
    if place == "getter":
        return f"{whole}{returns}"
    if place == "setter":
        return f"{whole} = {function['signature'].strip('()')}"
    return f"{whole}{function['signature']}{returns}"


def _function(module: str, function: Description) -> str:
    signature = _called(function)
    gil, reason = function.get("gil", ""), function.get("gil_reason", "")
    rows = [
        ("from", f"{function['file']}:{function['line']}"),
        ("C", " ".join(function["prototype"].split())),
        ("copies", "; ".join(map(str, function.get("copies", ()))) or "nothing"),
        ("GIL", f"{gil}: {reason}" if reason else gil),
        *(("note", note) for note in function.get("notes", ())),
    ]
    lines = [f"  {key:<8}{value}" for key, value in rows if value]
    return "\n".join([f"{module}.{signature}", *lines])


def _class(class_: Description) -> str:
    fields = [f"  {f['name']}: {f['type']}" for f in class_["fields"]]
    head = f"class {class_['name']}  ({class_['c_name']}, {class_['kind']})"
    if class_.get("freed_with"):
        ends = "close(), `with`, or its end"
        fields.append(f"  freed with {class_['freed_with']}: {ends}")
    return "\n".join([head, *fields])


def _enum(enum: Description) -> str:
    members = enum.get("members", ())
    shown = ", ".join(
        f"{m['name']} = {m['value']}" if isinstance(m, dict) else str(m)
        for m in members
    )
    return f"enum {enum['name']}\n  {shown}"


def _left_out(item: Description) -> str:
    place = f"{item['file']}:{item['line']}:{item['column']}"
    text = f"  {item['kind']} {item['name']}  ({place})\n      {item['reason']}"
    if item.get("hint"):
        hint = item["hint"].replace("\n", "\n            ")
        text += f"\n      hint: {hint}"
    return text
