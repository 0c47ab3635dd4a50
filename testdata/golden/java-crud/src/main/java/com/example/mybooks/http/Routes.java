package com.example.mybooks.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Knows every path pattern, also for requests that are refused before a controller is found. */
@Component
class Routes {
    private final ObjectProvider<RequestMappingHandlerMapping> mapping;
    private volatile List<PathPattern> patterns;

    Routes(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.mapping = mapping; // asked for later: filters are made before controllers
    }

    /** The pattern of a request's path, or "unknown". */
    String of(HttpServletRequest request) {
        var path = PathContainer.parsePath(request.getRequestURI());
        for (var pattern : patterns()) {
            if (pattern.matches(path)) {
                return pattern.getPatternString();
            }
        }
        return "unknown";
    }

    private List<PathPattern> patterns() {
        if (patterns == null) {
            patterns = mapping.getObject().getHandlerMethods().keySet().stream()
                    .flatMap(info -> info.getPathPatternsCondition().getPatterns().stream())
                    .distinct().sorted().toList();
        }
        return patterns;
    }
}
