"""An office: a set in `indicator_sets`, and the forms that its units sent in `nop`; and the 28 samples."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks import forms
from tests.cli.helpers import SAMPLES, Cli


@pytest.fixture(scope="session")
def office_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    forms.write_definitions(folder / "indicator_sets")
    (folder / "nop").mkdir()
    for unit in forms.the_units().units:
        (folder / "nop" / forms.file_name(unit.code)).write_bytes(forms.filled(unit.code))
    return folder


@pytest.fixture
def office(office_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an office of one's own, in which everything is in order."""
    folder = tmp_path / "office"
    shutil.copytree(office_template, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("CDS_RANK_LANG", raising=False)
    return folder


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Give a copy of the 28 samples of Yên Bái, to be spoilt."""
    folder = tmp_path / "yen-bai-2022"
    shutil.copytree(SAMPLES, folder)
    return folder


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cli]:
    """Run the command line within this process."""
    monkeypatch.delenv("CDS_RANK_LANG", raising=False)

    def call(*arguments: object) -> Cli:
        from cds_rank.cli.main import main

        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Cli(code, out, err)

    return call
