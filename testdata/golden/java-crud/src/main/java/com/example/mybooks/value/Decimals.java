package com.example.mybooks.value;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.math.BigDecimal;

/**
 * Decimals are stored as whole numbers of their smallest unit: 12.50 is 1250 where the scale is 2. SQLite has no
 * decimals, and binary fractions would change digits.
 */
public abstract class Decimals implements AttributeConverter<BigDecimal, Long> {
    private final int scale;

    protected Decimals(int scale) {
        this.scale = scale;
    }

    @Override
    public Long convertToDatabaseColumn(BigDecimal number) {
        return number == null ? null : number.movePointRight(scale).longValueExact();
    }

    @Override
    public BigDecimal convertToEntityAttribute(Long units) {
        return units == null ? null : BigDecimal.valueOf(units, scale);
    }

    /** Writes a decimal with exactly its digits. */
    public static String format(BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }

    /** Decimals with this many digits after the point: 2. */
    @Converter
    public static class Scale2 extends Decimals {
        public Scale2() {
            super(2);
        }
    }
}
