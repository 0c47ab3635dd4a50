package com.example.mybooks.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @Test
    void linesAreTrimmedAndCountedInCodePoints() {
        assertThat(Values.line(1, 3).parse(" \t😀😀😀\n")).isEqualTo("😀😀😀");
        assertRefused(Values.line(0, 2), "abc", "too_long");
        assertRefused(Values.line(0, 9), " \f ", "blank");
        assertRefused(Values.line(0, 9), "a\nb", "invalid_format");
    }

    @Test
    void integersKeepWithinTheirLimits() {
        assertThat(Values.anyInteger().parse("-9007199254740991")).isEqualTo(-9007199254740991L);
        assertRefused(Values.integer(1, 5), "6", "too_large");
        assertRefused(Values.integer(1, 5), "99999999999999999999", "too_large");
        assertRefused(Values.anyInteger(), "5.0", "wrong_type");
    }

    @Test
    void decimalsKeepTheirDigits() {
        assertThat(Values.decimal(2).parse("-0")).isEqualTo(new BigDecimal("0.00"));
        assertThat(Values.decimal(2).parse("0012.5")).isEqualTo(new BigDecimal("12.50"));
        assertRefused(Values.decimal(2), "1.234", "invalid_format");
        assertRefused(Values.decimal(2, "0.00", null), "-0.01", "too_small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-29", "0999-12-31", "2026-1-1", "+2026-01-01", ""})
    void daysExist(String text) {
        assertRefused(Values.date(), text, "invalid_format");
        assertThat(Values.date().parse("1000-01-01")).isEqualTo(LocalDate.of(1000, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-01T10:00Z", "2026-01-01T10:00:00", "2026-01-01T24:00:00Z", "2026-01-01T10:00:00+24:00",
        "9999-12-31T23:59:59-01:00", "2026-01-01t10:00:00Z"})
    void momentsAreWrittenInFull(String text) {
        assertRefused(Values.moment(), text, "invalid_format");
    }

    @Test
    void momentsAreCutToMilliseconds() {
        var moment = Values.moment().parse("2026-01-01T01:00:00.99999999999+02:00");
        assertThat(Moments.format(moment)).isEqualTo("2025-12-31T23:00:00.999Z");
    }

    private static void assertRefused(Value<?> type, String text, String code) {
        assertThatThrownBy(() -> type.parse(text)).isInstanceOfSatisfying(Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
