package com.example.mybooks.database;

import com.example.mybooks.config.Settings;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the database that DATABASE_URL names, and brings its tables up to date. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfig {
    /** How long to wait for a database server that is still starting. */
    private static final Duration STARTUP_PATIENCE = Duration.ofSeconds(30);

    /** How long a request waits for a connection: after it, the answer is 503. */
    private static final int REQUEST_PATIENCE_MILLIS = 3_000;

    /** More connections than this only queue up inside the database. */
    private static final int MAX_CONNECTIONS = 20;

    @Bean
    DatabaseUrl databaseUrl(Settings settings) {
        return DatabaseUrl.parse(settings.databaseUrl());
    }

    @Bean
    DataSource dataSource(DatabaseUrl url) throws InterruptedException {
        var config = new HikariConfig();
        if (url.isSqlite()) {
            makeFolder(Sqlite.file(url).toAbsolutePath().getParent());
        }
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password());
        config.setDataSourceProperties(url.options());
        config.setConnectionInitSql(url.product().firstStatement());
        config.setMaximumPoolSize(MAX_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(REQUEST_PATIENCE_MILLIS);
        await(url);
        return new HikariDataSource(config);
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalStateException("the folder of the database can't be made: " + folder);
        }
    }

    /** Asks again and again until the database answers, patience ends, or it is clear that waiting won't help. */
    private static void await(DatabaseUrl url) throws InterruptedException {
        var options = new Properties();
        options.putAll(url.options());
        if (url.user() != null) {
            options.setProperty("user", url.user());
            options.setProperty("password", url.password());
        }
        var end = Instant.now().plus(STARTUP_PATIENCE);
        while (true) {
            try {
                DriverManager.getConnection(url.jdbcUrl(), options).close();
                return;
            } catch (SQLException e) {
                if (DatabaseErrors.kind(e) == DatabaseErrors.Kind.FATAL || Instant.now().isAfter(end)) {
                    var reason = e.getMessage().lines().findFirst().orElse("");
                    throw new IllegalStateException("the database can't be reached: " + reason);
                }
            }
            Thread.sleep(500);
        }
    }

    /** Each database has its own folder of migrations, because column types differ. */
    @Bean
    FlywayConfigurationCustomizer migrations(DatabaseUrl url) {
        return flyway -> flyway.locations("classpath:db/migration/" + url.product().name());
    }

    /** Flyway makes instances that start at once take turns, but on SQLite: there a lock on a file does. */
    @Bean
    FlywayMigrationStrategy migrateInTurns(DatabaseUrl url) {
        return flyway -> {
            if (!url.isSqlite()) {
                flyway.migrate();
                return;
            }
            var lockFile = Path.of(Sqlite.file(url) + ".lock");
            try (var channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                flyway.migrate();
            } catch (IOException e) {
                throw new IllegalStateException("The file " + lockFile + " can't be locked.", e);
            }
        };
    }

    @Bean
    HibernatePropertiesCustomizer dialect(DatabaseUrl url) {
        return properties -> properties.put("hibernate.dialect", url.product().dialect());
    }
}
