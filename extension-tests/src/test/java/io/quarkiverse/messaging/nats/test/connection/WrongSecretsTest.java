package io.quarkiverse.messaging.nats.test.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.NKey;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.MutinyEmitter;

/** Each kind of secret, wrong: the start fails with a sentence for each connection, and none of the secrets is shown. */
class WrongSecretsTest {

    static final List<String> KINDS = List.of("password", "address", "bare", "broken", "nkey", "seed",
            "token", "text", "garbage");
    static final NatsServer USERS = NatsServer.of(WrongSecretsTest.class, "--user", "shop", "--pass", "s3cret");
    static final String SEED = Once.text(WrongSecretsTest.class, "seed", () -> new String(NKey.createUser(null).getSeed()));
    static final String CREDENTIALS = Once.text(WrongSecretsTest.class, "jwt", () -> new JwtAccount().credentials());
    static final List<String> SECRETS = Stream.concat(
            Stream.of("m1staken", "4ddress", "sl4sh", "sp4ce", SEED, "s33d", "t0ken", "g4rbage", "b4re"),
            Secrets.partsOf(CREDENTIALS))
            .toList();

    @RegisterExtension
    static final QuarkusUnitTest APP = Secrets.application(KINDS, Channels.class)
            .overrideConfigKey("quarkus.messaging.nats.connections.password.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.password.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.password.password", "m1staken")
            .overrideConfigKey("quarkus.messaging.nats.connections.address.servers",
                    USERS.url().replace("//", "//shop:4ddress@"))
            .overrideConfigKey("quarkus.messaging.nats.connections.broken.servers",
                    USERS.url().replace("//", "//shop:sl4sh/and sp4ce@"))
            .overrideConfigKey("quarkus.messaging.nats.connections.bare.servers", USERS.url().replace("nats://", "shop:b4re@"))
            .overrideConfigKey("quarkus.messaging.nats.connections.seed.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.seed.nkey-seed", "SUs33d")
            .overrideConfigKey("quarkus.messaging.nats.connections.nkey.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.nkey.nkey-seed", SEED)
            .overrideConfigKey("quarkus.messaging.nats.connections.token.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.token.token", "t0ken")
            .overrideConfigKey("quarkus.messaging.nats.connections.text.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.text.credentials", CREDENTIALS)
            .overrideConfigKey("quarkus.messaging.nats.connections.garbage.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.garbage.credentials", "g4rbage g4rbage")
            .assertException(failure -> {
                for (String kind : KINDS) {
                    String address = kind.equals("bare") ? USERS.url().substring("nats://".length()) : USERS.url();
                    if (!kind.equals("broken")) {
                        assertThat(failure).hasMessageContaining("Connection `" + kind + "`: the server at " + address);
                    }
                }
                assertThat(failure).hasMessageContaining("has " + KINDS.size() + " mistake(s)");
                SECRETS.forEach(secret -> Secrets.assertNotIn(failure, secret));
            })
            .assertLogRecords(records -> SECRETS.forEach(secret -> Secrets.assertNotIn(records, secret)))
            .setAfterAllCustomizer(USERS::close);

    @Test
    void theApplicationDoesNotStart() {
        fail("it started");
    }

    @ApplicationScoped
    public static class Channels {

        @Inject
        @Channel("password")
        MutinyEmitter<String> password;
        @Inject
        @Channel("address")
        MutinyEmitter<String> address;
        @Inject
        @Channel("bare")
        MutinyEmitter<String> bare;
        @Inject
        @Channel("seed")
        MutinyEmitter<String> seed;
        @Inject
        @Channel("broken")
        MutinyEmitter<String> broken;
        @Inject
        @Channel("nkey")
        MutinyEmitter<String> nkey;
        @Inject
        @Channel("token")
        MutinyEmitter<String> token;
        @Inject
        @Channel("text")
        MutinyEmitter<String> text;
        @Inject
        @Channel("garbage")
        MutinyEmitter<String> garbage;
    }
}
