"""The measurement runs, and refuses what is no number."""

import pytest

from app import bench


def test_measures_everything(capsys: pytest.CaptureFixture[str]) -> None:
    bench.run(["16"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["create", "list of 20", "get one"]
    assert all(" 0 failed" in line for line in lines)


@pytest.mark.parametrize("count", ["many", "0", "-1"])
def test_refuses_what_is_no_number(count: str) -> None:
    with pytest.raises(SystemExit, match="not a number"):
        bench.run([count])
