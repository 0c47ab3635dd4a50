package com.example.mybooks.http;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.example.mybooks.config.Settings;

import java.sql.SQLTransientConnectionException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.json.JsonMapper;

/** One controller alone, with what it needs in the state that a test wants. */
class OperationControllerTest {
    private final DataSource database = mock(DataSource.class);

    private MockMvc controller(Map<String, String> settings) {
        var controller = new OperationController(Settings.load(settings), database, new Metrics());
        return MockMvcBuilders.standaloneSetup(controller).setControllerAdvice(new Problems(new JsonMapper())).build();
    }

    @Test
    void withoutItsDatabaseItIsNotReady() throws Exception {
        when(database.getConnection()).thenThrow(new SQLTransientConnectionException("away"));
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
