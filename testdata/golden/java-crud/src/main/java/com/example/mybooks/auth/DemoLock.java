package com.example.mybooks.auth;

import com.example.mybooks.config.Settings;
import com.example.mybooks.http.Refusal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Keeps the visitors who share the demo account from locking each other out. */
@Component
public class DemoLock implements HandlerInterceptor {
    private static final Set<String> LOCKED = Set.of("POST", "DELETE");

    private final Settings settings;

    DemoLock(Settings settings) {
        this.settings = settings;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (settings.demo() != null && LOCKED.contains(request.getMethod())
                && CurrentUser.get().email().equals(Settings.DEMO_EMAIL)) {
            throw Refusal.of(403, "forbidden", "The demo account can't be changed.");
        }
        return true;
    }
}
