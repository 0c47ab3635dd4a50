package com.example.mybooks.item;

import com.example.mybooks.http.Refusal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.regex.Pattern;

/** The version that a client has seen. Without it one change could undo another that nobody read. */
public record IfMatch(long version) {
    private static final Pattern TAG = Pattern.compile("\"([1-9][0-9]{0,17})\"");
    private static final IfMatch ANY = new IfMatch(0);
    private static final IfMatch NONE = new IfMatch(-1);

    /** Reads the header If-Match; none is as good as any. */
    public static IfMatch optional(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders("If-Match"));
        if (headers.isEmpty() || headers.equals(Collections.singletonList("*"))) {
            return ANY;
        }
        var tag = TAG.matcher(headers.get(0));
        return headers.size() == 1 && tag.matches() ? new IfMatch(Long.parseLong(tag.group(1))) : NONE;
    }

    /** Reads the header If-Match, which must be there. */
    public static IfMatch required(HttpServletRequest request) {
        if (request.getHeader("If-Match") == null) {
            throw Refusal.of(428, "precondition_required", "Send the version that you have seen in If-Match.");
        }
        return optional(request);
    }

    boolean isAny() {
        return equals(ANY);
    }

    void check(long current) {
        if (!isAny() && version != current) {
            throw failed();
        }
    }

    static Refusal failed() {
        return Refusal.of(412, "precondition_failed",
                "It was changed in the meantime. Load it again and repeat your change.");
    }
}
