package com.example.mybooks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.mybooks.testserver.TestServer;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class DatabaseTest {
    @TempDir
    Path data;

    @Test
    void aSecondStartFindsEverything() {
        var file = data.resolve("a b.db").toUri().getRawPath().replaceFirst("^/+", "");
        var settings = Map.of("DATABASE_URL", "sqlite:///" + file);
        var first = TestServer.start(settings);
        var id = first.admin().get("/api/v1/users/me").field("id");
        first.stop();
        var second = TestServer.start(settings);
        assertThat(second.admin().get("/api/v1/users/me").field("id")).isEqualTo(id);
        second.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oracle://db/x", "sqlite://db/x", "sqlite:x", "a b", "nothing"})
    void otherAddressesAreRefused(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void errorsHaveAMeaning() {
        assertThat(kind(SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE)).isEqualTo(DatabaseErrors.Kind.NOT_UNIQUE);
        assertThat(kind(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY)).isEqualTo(DatabaseErrors.Kind.NO_REFERENCE);
        assertThat(kind(SQLiteErrorCode.SQLITE_BUSY)).isEqualTo(DatabaseErrors.Kind.UNAVAILABLE);
        assertThat(kind(SQLiteErrorCode.SQLITE_CORRUPT)).isEqualTo(DatabaseErrors.Kind.OTHER);
        assertThat(DatabaseErrors.kind(new SQLException("x"))).isEqualTo(DatabaseErrors.Kind.OTHER);
    }

    private static DatabaseErrors.Kind kind(SQLiteErrorCode code) {
        return DatabaseErrors.kind(new IllegalStateException(new SQLiteException("x", code)));
    }
}
