"""The overview."""

from datetime import UTC, datetime

from tests.server import Server


def test_dashboard(server: Server) -> None:
    user, admin = server.user(), server.admin()
    empty = user.get("/api/v1/dashboard").want(200).body
    assert (empty["scope"], empty["users"]) == ("own", None)
    assert set(empty["totals"].values()) == {0}
    assert len(empty["created_per_day"]) == 30
    made = user.make("books").body
    own = user.get("/api/v1/dashboard").want(200).body
    assert own["totals"]["books"] == 1
    today = own["created_per_day"][-1]
    assert today == {"date": datetime.now(UTC).date().isoformat(), "count": sum(own["totals"].values())}
    for name, counts in own["by"].items():
        table, _, field = name.partition(".")
        if table == "books":
            assert counts[made[field]] == 1
            assert sum(counts.values()) == 1
    everybodys = admin.get("/api/v1/dashboard").want(200).body
    assert everybodys["scope"] == "all"
    assert everybodys["users"] >= 2
    assert everybodys["totals"]["books"] >= 1
