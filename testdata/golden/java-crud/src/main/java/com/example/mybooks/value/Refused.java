package com.example.mybooks.value;

/** Says why a value was refused. The message is a sentence that a form can show. */
public class Refused extends RuntimeException {
    private final String code;

    public Refused(String code, String message) {
        super(message, null, false, false); // nobody looks at where it comes from
        this.code = code;
    }

    public String code() {
        return code;
    }
}
