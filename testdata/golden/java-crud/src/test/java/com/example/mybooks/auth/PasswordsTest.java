package com.example.mybooks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords();

    @Test
    void aHashSaysHowItWasMade() {
        var hash = passwords.hash("long enough");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(passwords.matches("long enough", hash)).isTrue();
        assertThat(passwords.matches("long enough!", hash)).isFalse();
        assertThat(passwords.isOutdated(hash)).isFalse();
        assertThat(passwords.isOutdated(hash.replace("m=19456", "m=4096"))).isTrue();
    }

    @Test
    void nobodyHasTheHashOfNobody() {
        assertThat(passwords.matches("", Passwords.NOBODYS)).isFalse();
    }
}
