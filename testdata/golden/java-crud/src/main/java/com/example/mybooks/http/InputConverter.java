package com.example.mybooks.http;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads bodies. Jackson would stop at the first problem and convert what looks alike, such as "5" and 5. */
@Component
public class InputConverter extends AbstractHttpMessageConverter<Input> {
    private static final int MAX_BODY = 1 << 20;

    private final ObjectReader reader;
    private final Map<Class<?>, Constructor<? extends Input>> constructors = new ConcurrentHashMap<>();

    InputConverter(JsonMapper mapper) {
        super(MediaType.APPLICATION_JSON);
        reader = mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return Input.class.isAssignableFrom(type);
    }

    @Override
    protected Input readInternal(Class<? extends Input> type, HttpInputMessage message) throws IOException {
        var bytes = message.getBody().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw Refusal.of(413, "too_large", "The body is larger than 1 MiB.");
        }
        try {
            JsonNode json = reader.readValue(new String(bytes, StandardCharsets.UTF_8));
            if (!json.isMissingNode()) {
                return read(type, new Body(json));
            }
        } catch (JacksonException e) {
            // told below
        }
        throw new HttpMessageNotReadableException("not JSON", message);
    }

    /** Makes an input of a body, or refuses the body. */
    public <T extends Input> T read(Class<T> type, Body body) {
        try {
            var input = constructors.computeIfAbsent(type, InputConverter::constructor).newInstance(body);
            body.check();
            return type.cast(input);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Constructor<? extends Input> constructor(Class<?> type) {
        try {
            var constructor = type.asSubclass(Input.class).getDeclaredConstructor(Body.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void writeInternal(Input input, HttpOutputMessage message) {
        throw new UnsupportedOperationException("inputs are only read");
    }
}
