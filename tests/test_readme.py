"""What the README has people run does run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text()


def test_its_python_sample_runs_as_printed(tmp_path: Path) -> None:
    (sample,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "sample.py").write_text(sample)
    command, environment = [sys.executable, "sample.py"], {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    row, as_dict, outcome, done = ended.stdout.splitlines()
    assert re.fullmatch(r"C1 \d+ \(.*\)", row)
    assert as_dict.startswith("{'job_id': 'J1', 'id': 'C1', 'firstName': 'Ada'")
    assert re.fullmatch(r"C1 \d+ True", outcome)
    assert done == "completed 0.0"


def test_serving_installs_once_and_again_when_the_project_has_changed(tmp_path: Path) -> None:
    project, venv, log = tmp_path / "project", tmp_path / "venv", tmp_path / "log"
    (project / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "serve", project / ".ci")
    (project / "pyproject.toml").touch()
    (venv / "bin").mkdir(parents=True)
    for name in ("python", "pip"):
        script = venv / "bin" / name
        script.write_text(f'#!/bin/sh\necho {name} "$@" >>"{log}"\n')
        script.chmod(0o755)

    def serve() -> list[str]:
        log.write_text("")
        environment = {"PATH": os.environ["PATH"], "VENV": str(venv)}
        subprocess.run([project / ".ci" / "serve", "--port", "0"], env=environment, check=True, timeout=30)
        return log.read_text().splitlines()

    run = "python -m server --port 0"
    assert serve() == ["pip install -q -e .", run]
    assert serve() == [run]
    os.utime(venv / "installed", (0, 0))
    assert serve() == ["pip install -q -e .", run]
