package io.quarkiverse.messaging.nats.test.connection;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
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

/**
 * An application with each kind of secret, which is right at first and refused later: none of them is in its log, its
 * health or an exception. {@link WrongSecretsTest} does the same with those that are wrong from the start.
 */
class SecretsTest {

    static final Duration SOON = Duration.ofSeconds(20);
    static final List<String> KINDS = List.of("password", "address", "nkey", "token", "text", "file");
    static final String SEED = Once.text(SecretsTest.class, "seed", () -> new String(NKey.createUser(null).getSeed()));
    static final String[] JWT = Once.text(SecretsTest.class, "jwt", () -> {
        JwtAccount account = new JwtAccount();
        return account.serverConfig() + "|" + account.credentials() + "|" + new JwtAccount().serverConfig();
    }).split("\\|");
    static final NatsServer USERS = NatsServer.of(SecretsTest.class, "--config", users("s3cret", "4ddress", publicKey()));
    static final NatsServer TOKEN = NatsServer.of(Channels.class, "--config", token("t0ken"));
    static final NatsServer ACCOUNTS = NatsServer.of(JwtAccount.class, "--config", accounts(JWT[0]));
    static final List<String> SECRETS = Stream.concat(Stream.of("s3cret", "4ddress", SEED, "t0ken"), Secrets.partsOf(JWT[1]))
            .toList();

    @RegisterExtension
    static final QuarkusUnitTest APP = Secrets.application(KINDS, Channels.class)
            .overrideConfigKey("quarkus.messaging.nats.connections.password.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.password.username", "shop")
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.password.password", "s3cret")
            .overrideConfigKey("quarkus.messaging.nats.connections.address.servers",
                    USERS.url().replace("//", "//other:4ddress@"))
            .overrideConfigKey("quarkus.messaging.nats.connections.nkey.servers", USERS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.nkey.nkey-seed", SEED)
            .overrideConfigKey("quarkus.messaging.nats.connections.token.servers", TOKEN.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.token.token", "t0ken")
            .overrideConfigKey("quarkus.messaging.nats.connections.text.servers", ACCOUNTS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.text.credentials", JWT[1])
            .overrideConfigKey("quarkus.messaging.nats.connections.file.servers", ACCOUNTS.url())
            .overrideRuntimeConfigKey("quarkus.messaging.nats.connections.file.credentials-file",
                    Once.file(SecretsTest.class, "user.creds", JWT[1]))
            .assertLogRecords(records -> SECRETS.forEach(secret -> Secrets.assertNotIn(records, secret)))
            .setAfterAllCustomizer(() -> List.of(USERS, TOKEN, ACCOUNTS).forEach(NatsServer::close));

    static String publicKey() {
        try {
            return new String(NKey.fromSeed(SEED.toCharArray()).getPublicKey());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String users(String password, String another, String nkey) {
        return Once.file(SecretsTest.class, "users.conf", """
                authorization { users = [
                  { user: shop, password: %s }, { user: other, password: %s }, { nkey: %s }
                ] }
                """.formatted(password, another, nkey));
    }

    static String token(String token) {
        return Once.file(SecretsTest.class, "token.conf", "authorization { token: " + token + " }");
    }

    static String accounts(String config) {
        return Once.file(SecretsTest.class, "accounts.conf", config);
    }

    @Inject
    Channels channels;

    @Test
    void noneIsShown() throws Exception {
        channels.send();
        assertNoneIn(get("/q/health").then().statusCode(200).extract().asString());

        users("an0ther", "an0ther", new String(NKey.createUser(null).getPublicKey()));
        token("an0ther");
        accounts(JWT[2]);
        USERS.reload();
        TOKEN.reload();
        ACCOUNTS.kill();
        ACCOUNTS.restart();
        for (String kind : KINDS) {
            await().atMost(SOON).until(() -> get("/q/health/ready").asString(),
                    ready -> ready.contains("Connection `" + kind + "`: the server at "));
        }
        String health = get("/q/health").asString();
        assertThat(health.split("refused the credentials", -1)).hasSizeGreaterThan(KINDS.size());
        assertNoneIn(health);
    }

    static void assertNoneIn(String text) {
        SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));
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
        @Channel("nkey")
        MutinyEmitter<String> nkey;
        @Inject
        @Channel("token")
        MutinyEmitter<String> token;
        @Inject
        @Channel("text")
        MutinyEmitter<String> text;
        @Inject
        @Channel("file")
        MutinyEmitter<String> file;

        void send() {
            for (MutinyEmitter<String> channel : List.of(password, address, nkey, token, text, file)) {
                assertThat(channel.send("x").subscribeAsCompletionStage()).succeedsWithin(SOON);
            }
        }
    }
}
