"""The two commands of Kept, for a machine that has only Python 3.11+ and git.

    python3 kept.py start    set up, make demo data if there are none, open the dashboard in the browser
    python3 kept.py test     set up, then run every test: unit, property, page and real browser

Both install exact, hash-checked packages into `.venv`. Only the standard library is used here.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRESQL = Path("/usr/lib/postgresql")
LEAN = ("libreoffice-impress", "libreoffice-calc", "poppler-utils")
"""Packages that are installed without what they recommend, such as Java."""


def main() -> int:
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    start_command = commands.add_parser("start", help="open the dashboard")
    start_command.add_argument("--port", default="8501")
    start_command.add_argument("--no-browser", action="store_true", help="only serve")
    start_command.set_defaults(run=start)
    test_command = commands.add_parser("test", help="run every test")
    test_command.add_argument("arguments", nargs="*", help="passed on to pytest")
    test_command.set_defaults(run=test)
    options, extra = parser.parse_known_args()
    options.extra = extra
    if sys.version_info < OLDEST:
        print(f"Kept needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}.")
        return 1
    os.chdir(ROOT)
    return int(options.run(options))


def start(options: argparse.Namespace) -> int:
    """Serve the dashboard; with an empty store, on demo data."""
    install("requirements.txt")
    store = Path(os.environ.get("KEPT_STORE") or ROOT / "store")
    if not (store / "current").exists():
        print("Making demo data …", flush=True)
        subprocess.run([PYTHON, "-m", "data", "demo"], check=True)
    headless = ["--server.headless", "true"] if options.no_browser else []
    command = [PYTHON, "-m", "streamlit", "run", "app.py", "--server.port", options.port, *headless]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


def test(options: argparse.Namespace) -> int:
    """Run the linters and all tests."""
    install("requirements-dev.txt")
    install_for_tests()
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    for check in () if options.arguments or options.extra else checks:
        if code := subprocess.run([PYTHON, "-m", *check], check=False).returncode:
            return code
    # one process per core; what a module makes for its tests is made once; by the number of their tests, the modules
    # of a few long ones would begin last and one process would wait for the other
    together = ("-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder")
    everything = () if options.arguments or options.extra else together
    command = [PYTHON, "-m", "pytest", *everything, *options.arguments, *options.extra]
    return subprocess.run(command, check=False).returncode


def install(requirements: str) -> None:
    """Bring `.venv` to exactly the pinned packages; nothing to do when it already is."""
    wanted = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    stamp = VENV / f"{requirements}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit("Python cannot make a virtual environment here. On Debian: apt-get install python3-venv")
    print(f"Installing {requirements} …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", requirements], check=True)
    stamp.write_text(wanted)


def install_for_tests() -> None:
    """What tests need beside Python: Chromium, Chinese fonts, PostgreSQL, LibreOffice. Install Debian's where possible."""
    own_browser, office = bool(os.environ.get("KEPT_CHROMIUM")), bool(shutil.which("soffice"))
    needed = {
        "chromium": own_browser or any(map(shutil.which, CHROMIUM_NAMES)),
        "fonts-noto-cjk": own_browser or _has_chinese_font(),
        "postgresql": bool(shutil.which("initdb")) or any(POSTGRESQL.glob("*/bin/initdb")),
        "libreoffice-impress": office,
        "libreoffice-calc": office,
        "poppler-utils": bool(shutil.which("pdftoppm")),
    }
    missing = [package for package, is_there in needed.items() if not is_there]
    apt = shutil.which("apt-get")
    if not missing:
        return
    if apt is None or os.geteuid() != 0:
        print(f"Some tests need what is not here. On Debian, as root: apt-get install {' '.join(missing)}")
        return
    print(f"Installing {' '.join(missing)} …", flush=True)
    subprocess.run([apt, "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
    lean = [package for package in missing if package in LEAN]
    full = [package for package in missing if package not in LEAN]
    for packages, options in ((full, ()), (lean, ("--no-install-recommends",))):
        if packages:
            command = [apt, "install", "-y", "-qq", *options, *packages]
            subprocess.run(command, check=False, stdout=subprocess.DEVNULL)


def _has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    return bool(subprocess.run([listing, ":lang=zh"], capture_output=True, check=False).stdout.strip())


if __name__ == "__main__":
    sys.exit(main())
