package com.example.mybooks.auth;

import com.example.mybooks.http.Refusal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;

/** Keeps others out: after it is known that there is such a route, and before a body is read. */
public class AdminsOnly implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof User user && user.isAdmin()) {
            return true;
        }
        throw Refusal.of(403, "forbidden", "Only administrators may do this.");
    }
}
