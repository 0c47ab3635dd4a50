"""Reads the settings from the environment, once, at start. All of them are checked there."""

import os
import secrets
import time
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.database import translate
from app.values import Email, Text

NAME = "my-books"
# How long a secret must be in production: as long as the hash that it keys.
MIN_SECRET = 32
# They stand in secrets that were copied from an example or typed by hand.
SAMPLES = ("change", "example", "placeholder", "replace", "your-")

Item = TypeVar("Item")


class BadSettings(Exception):
    """Says for whoever starts the program what is wrong, one line for each variable."""


def _split(text: object) -> object:
    return [item.strip() for item in text.split(",") if item.strip()] if isinstance(text, str) else text


# Commas stand between the items.
Items = Annotated[tuple[Item, ...], NoDecode, BeforeValidator(_split)]


def _check_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise ValueError("must be an address such as https://example.com.")
    return text


def _check_origin(text: str) -> str:
    parts = urlsplit(_check_url(text))
    if text != f"{parts.scheme}://{parts.netloc}":
        raise ValueError("must list addresses such as https://example.com, without a path.")
    return text


def _check_password(text: str) -> str:
    return Text(128, 10).parse(text)


Limit = Annotated[int, Field(ge=0, le=1_000_000)]


class Settings(BaseSettings):
    """Every setting. A field is read from the variable of its name in capitals."""

    model_config = SettingsConfigDict(env_ignore_empty=True, validate_default=True, extra="ignore")

    app_env: Literal["development", "production"] = "development"
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    log_level: Literal["debug", "info", "warn", "error"] = "info"
    public_url: Annotated[str, AfterValidator(_check_url)] | None = None
    data_dir: Path = Path("data")
    database_url: str = ""
    allowed_origins: Items[Annotated[str, AfterValidator(_check_origin)]] = ()
    rate_limit_per_minute: Limit = 600
    login_rate_limit_per_minute: Limit = 10
    trusted_proxies: Items[IPv4Network | IPv6Network] = ()
    metrics_token: str = ""
    jwt_secret: str = ""
    admin_email: Annotated[str, AfterValidator(Email().parse)] | None = None
    admin_password: Annotated[str, AfterValidator(_check_password)] | None = None
    seed_demo: bool = False
    demo_password: Annotated[str, AfterValidator(_check_password)] | None = None

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def https(self) -> bool:
        return self.public_url is not None and self.public_url.startswith("https:")

    @property
    def secure_cookie(self) -> bool:
        """Whether browsers send the cookie over https only."""
        return self.production or self.https

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        return self.public_url or f"http://localhost:{self.port}"

    @field_validator("database_url")
    @classmethod
    def _check_database(cls, url: str, info: ValidationInfo) -> str:
        """A file in the data folder, unless there is an address."""
        if not url:
            path = (info.data.get("data_dir", Path("data")) / f"{NAME}.db").absolute().as_posix()
            url = "sqlite:///" + quote(path.lstrip("/"))
        translate(url)
        return url

    @field_validator("jwt_secret")
    @classmethod
    def _check_secret(cls, secret: str, info: ValidationInfo) -> str:
        if info.data.get("app_env") == "production" and (len(secret.encode()) < MIN_SECRET or _looks_made_up(secret)):
            raise ValueError(
                f"must be a random text of at least {MIN_SECRET} characters in production, "
                "for example from: openssl rand -base64 48"
            )
        return secret

    @field_validator("admin_password")
    @classmethod
    def _check_admin(cls, password: str | None, info: ValidationInfo) -> str | None:
        if "admin_email" in info.data and (password is None) != (info.data["admin_email"] is None):
            raise ValueError("and ADMIN_EMAIL must be set together.")
        return password

    @field_validator("demo_password")
    @classmethod
    def _check_demo(cls, password: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("seed_demo") and password is None:
            raise ValueError("must be set with SEED_DEMO.")
        return password


def _looks_made_up(secret: str) -> bool:
    few_letters = 8
    return len(set(secret)) < few_letters or any(word in secret.lower() for word in SAMPLES)


def load() -> Settings:
    """Reads the settings; the error names every bad one. In development they can stand in the file .env, too."""
    development = os.environ.get("APP_ENV") in (None, "", "development")
    try:
        settings = Settings(_env_file=".env" if development else None)
    except ValidationError as error:
        raise BadSettings("\n".join(_sentence(found["loc"], found["msg"]) for found in error.errors())) from None
    if not settings.jwt_secret:
        settings.jwt_secret = _development_secret(settings.data_dir)
    return settings


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    return f"{str(where[0]).upper()}: {message.removeprefix('Value error, ')}"


def _development_secret(folder: Path) -> str:
    """Makes a secret at the first start and keeps it, so that sign-ins survive a restart. Of two instances that
    start at once, one makes it and both read it."""
    path = folder / "jwt-secret"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as error:
        raise BadSettings(f"DATA_DIR: no secret can be kept there: {error}") from None
    for _ in range(20):
        if len(text := path.read_text()) >= MIN_SECRET:
            return text
        time.sleep(0.05)  # the other instance is about to write it
    raise BadSettings(f"DATA_DIR: the file {path} has no secret in it. Delete it.")
