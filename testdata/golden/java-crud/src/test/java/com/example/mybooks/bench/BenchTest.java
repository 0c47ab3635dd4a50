package com.example.mybooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void everyKindOfRequestIsMeasured() throws Exception {
        var printed = new ByteArrayOutputStream();
        Bench.run(20, new PrintStream(printed, true, StandardCharsets.UTF_8));
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("create", "list of 20", "get one")
                .containsPattern("(?s)( 0 failed .*){3}");
    }
}
