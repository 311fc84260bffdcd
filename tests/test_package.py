"""The wheel: what it holds, and that it works away from the checkout, rules included."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        check=True,
    )
    (path,) = folder.glob("chutri_kg-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content; the dependencies are those of this environment."""
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [*PIP, "install", "--no-deps", "--no-index", "--target", target, wheel],
        check=True,
    )
    return target


def test_the_wheel_holds_the_package_the_rules_and_the_licence(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    rules = {
        f"kg/_rules/{p.relative_to(ROOT / 'rules').as_posix()}"
        for p in (ROOT / "rules").rglob("*")
        if p.is_file()
    }
    modules = {
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "kg").rglob("*")
        if p.suffix in {".py", ".csv"}
    }
    assert rules <= names
    assert modules <= names
    assert "kg/py.typed" in names
    built = {f"kg/web/static/{p.name}" for p in (ROOT / "kg" / "web" / "static").glob("graph*")}
    assert built <= names
    assert not any(name.startswith("kg/web/frontend/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"kg", "chutri_kg"}


def test_an_installed_kg_works_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "reports")

    def kg(*args: str) -> str:
        # -I: neither the current folder nor the environment lead back to the checkout.
        code = (
            f"import sys; sys.path.insert(0, {str(installed)!r}); from kg.cli import main; main()"
        )
        done = subprocess.run(
            [sys.executable, "-I", "-c", code, *args], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = f"import sys; sys.path.insert(0, {str(installed)!r}); from kg.lexicon import rules; "
    done = subprocess.run(
        [sys.executable, "-I", "-c", where + "print(rules.rules_dir())"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == installed / "kg" / "_rules"
    kg("build", "reports", "-o", "x.db", "--quiet")
    assert len(kg("officials", "x.db", "--csv").splitlines()) > 10
    kg("export", "x.db", "x.ttl")
    assert (tmp_path / "x.ttl").stat().st_size > 10_000


def test_the_lock_names_all_dependencies_with_hashes_and_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    pinned = {line.split("==")[0] for line in lock.splitlines() if re.match(r"[a-z0-9.-]+==", line)}
    names = {re.split(r"[<>=!~\[; ]", name)[0].lower() for name in wanted}
    assert names <= pinned
    assert lock.count("==") - lock.count(" == '") >= len(pinned)
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|/home/|/tmp/", lock)
    blocks = re.split(r"\n(?=[a-z0-9.-]+==)", lock)[1:]
    assert all("--hash=sha256:" in block for block in blocks)


def test_extras() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    assert extras["all"] == [f"{project['name']}[{','.join(sorted(set(extras) - {'all'}))}]"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text()
