package com.example.mybooks.http;

import com.example.mybooks.database.DatabaseErrors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
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
        var refusal = refusal(error, request);
        var problem = refusal.problem();
        response.setStatus(problem.status());
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        refusal.headers().forEach(response::setHeader);
        response.setContentType("application/problem+json");
        response.getOutputStream().write(mapper.writeValueAsBytes(problem));
    }

    private static Refusal refusal(Throwable error, HttpServletRequest request) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
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
