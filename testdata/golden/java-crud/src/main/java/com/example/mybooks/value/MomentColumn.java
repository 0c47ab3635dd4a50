package com.example.mybooks.value;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Hands moments to the database as text, which every database understands and no driver shifts into a time zone. */
@Converter(autoApply = true)
public class MomentColumn implements AttributeConverter<Instant, String> {
    private static final DateTimeFormatter STORED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter READ =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss[.SSS][.SS][.S][x]");

    @Override
    public String convertToDatabaseColumn(Instant moment) {
        return moment == null ? null : STORED.format(moment);
    }

    @Override
    public Instant convertToEntityAttribute(String text) {
        return text == null ? null : LocalDateTime.parse(text, READ).toInstant(ZoneOffset.UTC);
    }
}
