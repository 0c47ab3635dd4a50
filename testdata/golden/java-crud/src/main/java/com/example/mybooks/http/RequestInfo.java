package com.example.mybooks.http;

import jakarta.servlet.http.HttpServletRequest;

/** What is known about a request while it is handled. */
public record RequestInfo(String requestId, String clientAddress) {
    private static final String ATTRIBUTE = RequestInfo.class.getName();
    private static final String USER_ID = ATTRIBUTE + ".user";

    public static RequestInfo of(HttpServletRequest request) {
        return (RequestInfo) request.getAttribute(ATTRIBUTE);
    }

    void attach(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Notes for the log who sent the request. */
    public static void sentBy(HttpServletRequest request, String userId) {
        request.setAttribute(USER_ID, userId);
    }

    static String userId(HttpServletRequest request) {
        return (String) request.getAttribute(USER_ID);
    }
}
