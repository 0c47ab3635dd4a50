package com.example.mybooks.http;

import com.example.mybooks.database.DatabaseErrors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.NoHandlerFoundException;
import tools.jackson.databind.json.JsonMapper;

/** Turns every exception into the answer that the client gets. What is not meant for clients goes to the log only. */
@Component
@RestControllerAdvice
public class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final JsonMapper mapper;

    Problems(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Answers with an exception, wherever it came from: a controller, a filter or the framework. */
    @ExceptionHandler(Throwable.class)
    public void answer(Throwable error, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            LOG.warn("a request failed while it was answered", error);
            return;
        }
        if (error instanceof HttpRequestMethodNotSupportedException e && e.getSupportedHttpMethods() != null) {
            response.setHeader("Allow", e.getSupportedHttpMethods().stream().map(HttpMethod::name).sorted()
                    .collect(Collectors.joining(", ")));
        }
        var refusal = refusal(error, request);
        var problem = refusal.problem();
        response.setStatus(problem.status());
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (refusal.retryAfter() != null) {
            response.setHeader("Retry-After", refusal.retryAfter());
        }
        response.setContentType("application/problem+json");
        response.getOutputStream().write(mapper.writeValueAsBytes(problem));
    }

    private static Refusal refusal(Throwable error, HttpServletRequest request) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        if (error instanceof NoHandlerFoundException) {
            return Refusal.notFound();
        }
        if (error instanceof HttpRequestMethodNotSupportedException) {
            return Refusal.of(405, "method_not_allowed", "This can't be done here.");
        }
        if (error instanceof HttpMediaTypeException) {
            return Refusal.of(415, "unsupported_media_type", "Send application/json.");
        }
        if (error instanceof HttpMessageNotReadableException) {
            return Refusal.of(400, "bad_json", "The body is not JSON.");
        }
        var id = RequestInfo.of(request).requestId();
        if (DatabaseErrors.kind(error) == DatabaseErrors.Kind.UNAVAILABLE
                || DatabaseErrors.kind(error) == DatabaseErrors.Kind.RETRY) {
            LOG.atWarn().addKeyValue("request_id", id).log("the database did not answer: {}", error.getMessage());
            return Refusal.unavailable();
        }
        LOG.atError().addKeyValue("request_id", id).setCause(error).log("a request failed");
        return Refusal.internal();
    }
}
