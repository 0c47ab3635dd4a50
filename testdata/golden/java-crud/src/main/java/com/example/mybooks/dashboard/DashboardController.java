package com.example.mybooks.dashboard;

import com.example.mybooks.auth.User;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sums up what there is, with a fixed number of statements. */
@RestController
class DashboardController {
    /** How far back created_per_day goes, today included. */
    private static final int DAYS = 30;

    private static final List<String> TABLES = List.of("shelves", "books");

    /** The columns whose values are counted. */
    private static final List<Group> GROUPS = List.of(
            new Group("books", "status", List.of("to_read", "reading", "done")));

    private record Group(String table, String column, List<String> values) {
        String name() {
            return table + "." + column;
        }
    }

    private final JdbcClient database;

    DashboardController(JdbcClient database) {
        this.database = database;
    }

    @GetMapping("/api/v1/dashboard")
    Dashboard show(@AuthenticationPrincipal User user) {
        var totals = new LinkedHashMap<String, Long>();
        var by = new LinkedHashMap<String, Map<String, Long>>();
        for (var group : GROUPS) { // also values that nothing has
            var counts = new LinkedHashMap<String, Long>();
            group.values.forEach(value -> counts.put(value, 0L));
            by.put(group.name(), counts);
        }
        each(user, Stream.concat(TABLES.stream().map(DashboardController::total),
                GROUPS.stream().map(DashboardController::perValue)), row -> {
            if (row.getString(2).isEmpty()) {
                totals.put(row.getString(1), row.getLong(3));
            } else {
                by.get(row.getString(1)).put(row.getString(2), row.getLong(3));
            }
        });
        var users = user.isAdmin() ? database.sql("SELECT COUNT(*) FROM users").query(Long.class).single() : null;
        return new Dashboard(user.isAdmin() ? "all" : "own", users, totals, createdPerDay(user), by);
    }

    private static String total(String table) {
        return "SELECT '" + table + "', '', COUNT(*) FROM \"" + table + "\" WHERE {mine}";
    }

    private static String perValue(Group group) {
        var column = '"' + group.column + '"';
        return "SELECT '" + group.name() + "', " + column + ", COUNT(*) FROM \"" + group.table + "\" WHERE " + column
                + " IS NOT NULL AND {mine} GROUP BY " + column;
    }

    private List<Dashboard.Day> createdPerDay(User user) {
        var first = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS - 1);
        var counts = new HashMap<LocalDate, Long>();
        each(user, TABLES.stream().map(table -> "SELECT date(created_at), COUNT(*) FROM \"" + table
                + "\" WHERE created_at >= '" + first + "' AND {mine} GROUP BY date(created_at)"),
                row -> counts.merge(LocalDate.parse(row.getString(1)), row.getLong(2), Long::sum));
        return IntStream.range(0, DAYS).mapToObj(first::plusDays)
                .map(day -> new Dashboard.Day(day, counts.getOrDefault(day, 0L))).toList();
    }

    /** Joins the parts to one statement, limits it to what the user may see, and reads its rows one by one. */
    private void each(User user, Stream<String> parts, RowCallbackHandler then) {
        var statement = parts.collect(Collectors.joining(" UNION ALL "))
                .replace("{mine}", user.isAdmin() ? "1 = 1" : "owner_id = :owner");
        var query = database.sql(statement);
        (user.isAdmin() ? query : query.param("owner", user.id())).query(then);
    }
}
