package com.example.mybooks.http;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.example.mybooks.config.Settings;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.json.JsonMapper;

/** One controller alone, with a database that nobody reaches. */
class OperationControllerTest {
    private final DataSource database = new AbstractDataSource() {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLTransientConnectionException("away");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    };

    private MockMvc controller(Map<String, String> settings) {
        var controller = new OperationController(Settings.load(settings), database, new Metrics());
        return MockMvcBuilders.standaloneSetup(controller).setControllerAdvice(new Problems(new JsonMapper())).build();
    }

    @Test
    void withoutItsDatabaseItIsNotReady() throws Exception {
        controller(Map.of()).perform(get("/readyz")).andExpect(status().is(503))
                .andExpect(content().json("{\"status\":\"unavailable\",\"checks\":{\"database\":\"unreachable\"}}"));
    }

    @Test
    void metricsMayAskForAToken() throws Exception {
        var guarded = controller(Map.of("METRICS_TOKEN", "only for us"));
        guarded.perform(get("/metrics")).andExpect(status().is(401));
        guarded.perform(get("/metrics").header("Authorization", "Bearer only for us")).andExpect(status().is(200));
    }
}
