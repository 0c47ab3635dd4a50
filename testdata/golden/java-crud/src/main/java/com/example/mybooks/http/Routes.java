package com.example.mybooks.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Knows every route, and refuses what none of them takes: Spring would answer OPTIONS and TRACE by itself. */
@Component
class Routes extends OncePerRequestFilter {
    private final ObjectProvider<RequestMappingHandlerMapping> controllers;
    private final Pages pages;
    private volatile SortedMap<PathPattern, Set<String>> methods;

    Routes(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> controllers,
            Pages pages) {
        this.controllers = controllers; // asked for later: filters are made before controllers
        this.pages = pages;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var allowed = find(request).orElseThrow(Refusal::notFound).getValue();
        if (!allowed.contains(request.getMethod())) {
            throw Refusal.methodNotAllowed(allowed);
        }
        chain.doFilter(request, response);
    }

    /** The pattern of the path that a request goes to, or "unknown". */
    String of(HttpServletRequest request) {
        return find(request).filter(route -> route.getValue().contains(request.getMethod()))
                .map(route -> route.getKey().getPatternString()).orElse("unknown");
    }

    private Optional<Map.Entry<PathPattern, Set<String>>> find(HttpServletRequest request) {
        if (request.getRequestURI().contains(";")) { // Spring would leave out what stands behind it
            return Optional.empty();
        }
        var path = PathContainer.parsePath(request.getRequestURI());
        return methods().entrySet().stream().filter(route -> route.getKey().matches(path)).findFirst();
    }

    /** The methods of each path; of several patterns for a path the closest one comes first. */
    private SortedMap<PathPattern, Set<String>> methods() {
        if (methods == null) {
            var found = new TreeMap<PathPattern, Set<String>>();
            controllers.getObject().getHandlerMethods().keySet().forEach(info -> {
                for (var pattern : info.getPathPatternsCondition().getPatterns()) {
                    info.getMethodsCondition().getMethods().forEach(method -> add(found, pattern, method.name()));
                }
            });
            pages.paths().forEach(path -> add(found, PathPatternParser.defaultInstance.parse(path), "GET"));
            methods = found;
        }
        return methods;
    }

    private static void add(SortedMap<PathPattern, Set<String>> found, PathPattern pattern, String method) {
        var known = found.computeIfAbsent(pattern, key -> new TreeSet<>());
        known.add(method);
        if (method.equals("GET")) {
            known.add("HEAD"); // the same without a body
        }
    }
}
