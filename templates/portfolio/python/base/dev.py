"""Makes the project's own Python environment and runs its tools: python dev.py run, test, lint, format or bench.

It needs nothing but Python. The packages are those of requirements-dev.txt, with their checksums.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = HERE / "requirements-dev.txt"
TOOLS = {
    "install": [],
    "run": ["-m app"],
    "test": ["-m pytest"],
    "lint": ["-m ruff check", "-m ruff format --check", "-m mypy"],
    "format": ["-m ruff check --fix", "-m ruff format"],
    "bench": ["-m app bench"],
}


def install() -> None:
    """Installs when the list of packages has changed, or Python has."""
    stamp, wanted = ENVIRONMENT / "installed.txt", hashlib.sha256(LOCK.read_bytes()).hexdigest() + sys.version
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing what the project needs into .venv, once.", flush=True)
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    pip = "-m pip --disable-pip-version-check install --quiet --require-hashes -r"
    subprocess.run([str(PYTHON), *pip.split(), str(LOCK)], check=True)
    stamp.write_text(wanted)


def main(name: str, *arguments: str) -> int:
    if name not in TOOLS:
        print(f"Use: python dev.py {'|'.join(TOOLS)}", file=sys.stderr)
        return 2
    install()
    os.environ["PYTHONPATH"] = str(HERE)
    for number, tool in enumerate(TOOLS[name], start=1):
        command = [str(PYTHON), *tool.split(), *(arguments if number == len(TOOLS[name]) else ())]
        if number == len(TOOLS[name]) and os.name != "nt":
            os.execv(PYTHON, command)  # the tool takes this program's place, and its signals
        if code := subprocess.run(command).returncode:
            return code
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("This project needs Python 3.11 or newer.")
    sys.exit(main(*(sys.argv[1:] or ["help"])))
