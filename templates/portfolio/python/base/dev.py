"""Makes the project's own Python environment and runs its tools in it: python dev.py run, test, lint and so on.

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
    "coverage": ["-m coverage run -m pytest", "-m coverage combine --quiet", "-m coverage report --skip-covered"],
    "bench": ["-m app bench"],
}


def install() -> None:
    """Installs when the list of packages has changed, or Python has."""
    stamp, wanted = ENVIRONMENT / "installed.txt", hashlib.sha256(LOCK.read_bytes()).hexdigest() + sys.version
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Installing what the project needs into .venv, once.", flush=True)
    try:
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("Python can't make an environment. On Debian and Ubuntu it takes the package python3-venv.")
    pip = "-m pip --disable-pip-version-check install --quiet --require-hashes -r"
    if code := subprocess.run([PYTHON, *pip.split(), LOCK]).returncode:
        sys.exit(code)
    stamp.write_text(wanted)


def main(name: str, *arguments: str) -> int:
    """Runs the tools that a name stands for, until one fails. The last one gets the arguments."""
    if name not in TOOLS:
        print(f"Use: python dev.py {'|'.join(TOOLS)}", file=sys.stderr)
        return 2
    install()
    os.environ["PYTHONPATH"] = str(HERE)
    *first, last = [[str(PYTHON), *tool.split()] for tool in TOOLS[name]] or [[str(PYTHON), "--version"]]
    for command in first:
        if code := subprocess.run(command).returncode:
            return code
    if os.name != "nt":
        os.execv(PYTHON, [*last, *arguments])  # the tool takes this program's place, and its signals
    try:
        return subprocess.run([*last, *arguments]).returncode
    except KeyboardInterrupt:  # the tool has been told as well
        return 130


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (that is what it is for)
        sys.exit("This project needs Python 3.11 or newer.")
    sys.exit(main(*(sys.argv[1:] or ["help"])))
