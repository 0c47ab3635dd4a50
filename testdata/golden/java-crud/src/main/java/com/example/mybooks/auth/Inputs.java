package com.example.mybooks.auth;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.example.mybooks.http.Body;
import com.example.mybooks.http.Input;
import com.example.mybooks.value.Refused;
import com.example.mybooks.value.Value;
import com.example.mybooks.value.Values;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What clients send about accounts. */
final class Inputs {
    private static final int MAX_NAME = 100;

    private Inputs() {}

    /** An e-mail address in its one form. */
    private static Value<String> email() {
        return new Value<>(true, text -> Values.email().parse(Account.normal(text)));
    }

    /** A password that somebody with this address wants to have. */
    private static Value<String> newPassword(String email) {
        return new Value<>(true, text -> {
            if (Account.normal(text).equals(email)) {
                throw new Refused("not_allowed", "Must not be the e-mail address.");
            }
            return Values.password().parse(text);
        });
    }

    private static Value<String> name() {
        return Values.line(1, MAX_NAME);
    }

    record Registration(
            @JsonProperty("email") @Schema(requiredMode = REQUIRED, maxLength = 254) String email,
            @JsonProperty("name") @Schema(requiredMode = REQUIRED, maxLength = MAX_NAME) String name,
            @JsonProperty("password") @Schema(requiredMode = REQUIRED, minLength = 10, maxLength = 128)
                    String password) implements Input {
        Registration(Body body) {
            this(body, body.required("email", Inputs.email()));
        }

        private Registration(Body body, String email) {
            this(email, body.required("name", Inputs.name()), body.required("password", newPassword(email)));
        }
    }

    /** Whatever they are: a bad address or password is refused as a wrong one is. */
    record Login(
            @JsonProperty("email") @Schema(requiredMode = REQUIRED) String email,
            @JsonProperty("password") @Schema(requiredMode = REQUIRED) String password) implements Input {
        Login(Body body) {
            this(body.required("email", Values.anyText()), body.required("password", Values.anyText()));
        }
    }

    record Rename(@JsonProperty("name") @Schema(requiredMode = REQUIRED, maxLength = MAX_NAME) String name)
            implements Input {
        Rename(Body body) {
            this(body.required("name", Inputs.name()));
        }
    }

    record PasswordChange(
            @JsonProperty("current_password") @Schema(requiredMode = REQUIRED) String current,
            @JsonProperty("new_password")
                    @Schema(requiredMode = REQUIRED, minLength = 10, maxLength = 128) String wanted)
            implements Input {
        PasswordChange(Body body) {
            this(body.required("current_password", Values.anyText()),
                    body.required("new_password", newPassword(CurrentUser.get().email())));
        }
    }

    record Deletion(@JsonProperty("password") @Schema(requiredMode = REQUIRED) String password)
            implements Input {
        Deletion(Body body) {
            this(body.required("password", Values.anyText()));
        }
    }

    /** What an administrator changes; null is left as it is. */
    record Standing(
            @JsonProperty("role") @Schema(allowableValues = {User.USER, User.ADMIN}) String role,
            @JsonProperty("disabled") Boolean disabled) implements Input {
        Standing(Body body) {
            this(body.optional("role", Values.oneOf(List.of(User.USER, User.ADMIN))),
                    body.optional("disabled", Values.bool()));
        }
    }
}
