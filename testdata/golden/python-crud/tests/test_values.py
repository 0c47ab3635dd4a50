"""What the types of the fields take."""

import pytest
from pydantic_core import PydanticCustomError

from app.database.table import new_id
from app.values import (
    BooleanText,
    Day,
    DecimalText,
    Email,
    FromText,
    Id,
    IntegerText,
    Line,
    Moment,
    OneOf,
    Text,
    Url,
    format_moment,
    is_id,
)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Line(4, 2), " ab\t", ""),
        (Line(4), " \r\n ", "blank"),
        (Line(9), "a\x07b", "invalid_format"),
        (Line(4, 2), "ü", "too_short"),
        (Line(4, 2), "üüüüü", "too_long"),
        (Text(9), " a\n\tb ", ""),
        (Text(9), "a\x00", "invalid_format"),
        (Text(9, required=True), "\n ", "blank"),
        (IntegerText(1, 5), "5", ""),
        (IntegerText(1, 5), "0", "too_small"),
        (IntegerText(), "99999999999999999999", "too_large"),
        (IntegerText(), "-99999999999999999999", "too_small"),
        (IntegerText(), "five", "wrong_type"),
        (BooleanText(), "true", ""),
        (BooleanText(), "1", "wrong_type"),
        (OneOf(["a", "b"]), "b", ""),
        (OneOf(["a", "b"]), "B", "not_allowed"),
        (Email(), "ada@example.com", ""),
        (Email(), "ada@example", "invalid_format"),
        (Email(), "a da@example.com", "invalid_format"),
        (Email(), "a" * 250 + "@example.com", "too_long"),
        (Url(), "https://example.com/a?b=c#d", ""),
        (Url(), "https:///a", "invalid_format"),
        (Url(), "https://[::1", "invalid_format"),
        (Url(), "javascript:alert(1)", "invalid_format"),
        (Url(), "https://example.com/" + "a" * 2048, "too_long"),
        (Id(), "01920000-0000-7000-8000-000000000000", ""),
        (Id(), "1", "invalid_format"),
        (DecimalText(2, 0, 1000), "10.00", ""),
        (DecimalText(2, 0, 1000), "10.01", "too_large"),
        (DecimalText(2, 0, 1000), "-0.01", "too_small"),
        (DecimalText(2), "1e3", "invalid_format"),
        (DecimalText(2), "12345678901234.0", "invalid_format"),
        (DecimalText(2), "0.125", "invalid_format"),
        (Day(), "2024-02-29", ""),
        (Day(), "2023-02-29", "invalid_format"),
        (Day(), "0999-12-31", "invalid_format"),
        (Moment(), "2026-01-01T00:00:00.5+02:00", ""),
        (Moment(), "2026-01-01T00:00:00", "invalid_format"),
        (Moment(), "2026-01-01T24:00:00Z", "invalid_format"),
        (Moment(), "2026-01-01T00:00:00+24:00", "invalid_format"),
        (Moment(), "9999-12-31T23:59:59-01:00", "invalid_format"),
    ],
)
def test_what_types_take(kind: FromText, text: str, code: str) -> None:
    try:
        kind.parse(text)
        said = ""
    except PydanticCustomError as error:
        said = error.type
    assert said == code


def test_empty_lines_can_be_nothing() -> None:
    assert Line(9, required=False).parse("  ") is None
    assert Line(9, required=False, empty="x").parse("") == "x"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0", "0.00"), ("-0", "0.00"), ("007.5", "7.50"), ("-0.05", "-0.05"), ("9999999999999.99", "9999999999999.99")],
)
def test_decimals_keep_their_digits(sent: str, kept: str) -> None:
    assert DecimalText(2).parse(sent) == kept


def test_decimals_without_a_fraction() -> None:
    assert DecimalText(0).parse("-12") == "-12"


def test_moments_are_cut() -> None:
    assert format_moment(Moment().parse("1969-12-31T23:59:59.9996Z")) == "1969-12-31T23:59:59.999Z"


def test_ids_are_made_in_order() -> None:
    made = [new_id() for _ in range(3)]
    assert all(is_id(each) and each[14] == "7" and each[19] in "89ab" for each in made)
    assert made[0][:13] <= made[1][:13] <= made[2][:13]
