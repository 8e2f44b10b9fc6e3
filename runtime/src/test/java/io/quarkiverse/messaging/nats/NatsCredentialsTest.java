package io.quarkiverse.messaging.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class NatsCredentialsTest {

    private static final String SECRET = "s3cr3t";

    @Test
    void noKindShowsItsSecret() {
        assertThat(List.of(NatsCredentials.password("me", SECRET), NatsCredentials.token(SECRET),
                NatsCredentials.nkey(SECRET), NatsCredentials.credentials(SECRET)))
                .allSatisfy(credentials -> {
                    assertThat(credentials.secret()).isEqualTo(SECRET);
                    assertThat(credentials.toString()).doesNotContain(SECRET)
                            .isEqualTo("NatsCredentials[" + credentials.kind() + "]");
                });
    }

    @Test
    void kinds() {
        assertThat(NatsCredentials.password("me", SECRET))
                .isEqualTo(new NatsCredentials(NatsCredentials.Kind.PASSWORD, "me", SECRET));
        assertThat(NatsCredentials.token(SECRET).kind()).isEqualTo(NatsCredentials.Kind.TOKEN);
        assertThat(NatsCredentials.nkey(SECRET).kind()).isEqualTo(NatsCredentials.Kind.NKEY);
        assertThat(NatsCredentials.credentials(SECRET).kind()).isEqualTo(NatsCredentials.Kind.CREDENTIALS);
    }
}
