"""Settings."""

import os
from pathlib import Path

import pytest

from app import config
from app.config import BadSettings
from tests.server import SECRET


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without .env, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def put(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def test_defaults() -> None:
    settings = config.load()
    assert (settings.port, settings.url, settings.production) == (8080, "http://localhost:8080", False)
    assert settings.database_url == f"sqlite:///{Path.cwd().as_posix().lstrip('/')}/data/my-books.db"
    assert config.load().jwt_secret == settings.jwt_secret
    if os.name != "nt":
        assert Path("data/jwt-secret").stat().st_mode & 0o077 == 0


def test_production(monkeypatch: pytest.MonkeyPatch) -> None:
    put(
        monkeypatch,
        APP_ENV="production",
        JWT_SECRET=SECRET,
        PUBLIC_URL="https://example.com",
        TRUSTED_PROXIES="10.0.0.0/8, fd00::/8",
        ALLOWED_ORIGINS="https://a.example.com,https://b.example.com",
        PORT="",
    )
    settings = config.load()
    assert settings.https
    assert len(settings.trusted_proxies) == 2
    assert settings.allowed_origins == ("https://a.example.com", "https://b.example.com")


@pytest.mark.parametrize("secret", ["", SECRET[:31], "x" * 40, "please-change-this-0123456789-abcdefgh"])
def test_production_needs_a_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    put(monkeypatch, APP_ENV="production", JWT_SECRET=secret)
    Path(".env").write_text(f"JWT_SECRET={SECRET}\n")  # not read in production
    with pytest.raises(BadSettings, match="JWT_SECRET"):
        config.load()


def test_every_bad_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {
        "PORT": "70000",
        "LOG_LEVEL": "loud",
        "PUBLIC_URL": "example.com",
        "DATABASE_URL": "oracle://x",
        "ALLOWED_ORIGINS": "https://a.example.com/path",
        "RATE_LIMIT_PER_MINUTE": "-1",
        "LOGIN_RATE_LIMIT_PER_MINUTE": "many",
        "TRUSTED_PROXIES": "10.0.0.0/99",
        "ADMIN_EMAIL": "nobody",
        "ADMIN_PASSWORD": "short",
        "SEED_DEMO": "perhaps",
        "DEMO_PASSWORD": "short",
    }
    put(monkeypatch, APP_ENV="production", **bad)
    with pytest.raises(BadSettings) as caught:
        config.load()
    assert {line.partition(":")[0] for line in str(caught.value).splitlines()} == {*bad, "JWT_SECRET"}


@pytest.mark.parametrize(
    "setting", [{"ADMIN_EMAIL": "a@example.com"}, {"ADMIN_PASSWORD": "0123456789"}, {"SEED_DEMO": "true"}]
)
def test_what_belongs_together(monkeypatch: pytest.MonkeyPatch, setting: dict[str, str]) -> None:
    put(monkeypatch, **setting)
    with pytest.raises(BadSettings, match="PASSWORD"):
        config.load()


def test_dotenv(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("# a comment\nPORT=9000\nLOG_LEVEL=debug\n")
    put(monkeypatch, PORT="9001")
    settings = config.load()
    assert (settings.port, settings.log_level) == (9001, "debug")


def test_damaged_secret() -> None:
    Path("data").mkdir()
    Path("data/jwt-secret").write_text("short")
    with pytest.raises(BadSettings, match="jwt-secret"):
        config.load()


def test_no_place_for_the_secret() -> None:
    Path("data").write_text("a file")
    with pytest.raises(BadSettings):
        config.load()
