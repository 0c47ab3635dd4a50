package com.example.mybooks.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the body for each method of a controller that wants an {@link Input}. Jackson would stop at the first problem
 * and convert what looks alike, such as "5" and 5.
 */
@Component
public class InputReader implements HandlerMethodArgumentResolver {
    private static final int MAX_BODY = 1 << 20;

    private final ObjectReader reader;
    private final Map<Class<?>, Constructor<? extends Input>> constructors = new ConcurrentHashMap<>();

    InputReader(JsonMapper mapper) {
        reader = mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return Input.class.isAssignableFrom(parameter.getParameterType());
    }

    @Override
    public Input resolveArgument(MethodParameter parameter, ModelAndViewContainer container, NativeWebRequest request,
            WebDataBinderFactory binders) throws IOException {
        var type = parameter.getParameterType().asSubclass(Input.class);
        return read(type, new Body(json(request.getNativeRequest(HttpServletRequest.class))));
    }

    private JsonNode json(HttpServletRequest request) throws IOException {
        if (!isJson(request.getContentType())) {
            throw Refusal.of(415, "unsupported_media_type", "Send application/json.");
        }
        var bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw Refusal.of(413, "too_large", "The body is larger than 1 MiB.");
        }
        try {
            JsonNode json = reader.readValue(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            if (!json.isMissingNode()) {
                return json;
            }
        } catch (IOException | JacksonException e) {
            // told below
        }
        throw Refusal.of(400, "bad_json", "The body is not JSON.");
    }

    private static boolean isJson(String contentType) {
        try {
            return contentType != null
                    && MediaType.APPLICATION_JSON.equalsTypeAndSubtype(MediaType.parseMediaType(contentType));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    /** Makes an input of a body, or refuses the body. */
    public <T extends Input> T read(Class<T> type, Body body) {
        try {
            var input = constructors.computeIfAbsent(type, InputReader::constructor).newInstance(body);
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
}
