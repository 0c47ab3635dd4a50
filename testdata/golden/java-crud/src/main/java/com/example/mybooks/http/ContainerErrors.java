package com.example.mybooks.http;

import java.io.IOException;
import java.util.UUID;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/** Writes problems instead of Tomcat's pages, where Tomcat refuses what it doesn't even hand on. */
public class ContainerErrors extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var problem = switch (status) {
            case 400, 404 -> Refusal.notFound().problem(); // a path that can't be decoded is none
            case 405 -> Refusal.of(405, "method_not_allowed", "This can't be done here.").problem();
            default -> Refusal.internal().problem();
        };
        response.setStatus(problem.status());
        response.setHeader("X-Request-ID", UUID.randomUUID().toString());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        if (request.getRequestURI().startsWith("/api/")) {
            response.setHeader("Cache-Control", "no-store");
        }
        response.setContentType("application/problem+json");
        try {
            var text = String.format("{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}",
                    problem.type(), problem.title(), problem.status(), problem.code(), problem.detail());
            response.getReporter().write(text);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // the client has gone
        }
    }
}
