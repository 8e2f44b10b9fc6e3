package io.quarkiverse.messaging.nats.test;

import java.util.function.Consumer;

import org.jboss.shrinkwrap.api.spec.JavaArchive;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** A Quarkus application of a test class on a server of its own. */
public final class TestApp {

    private TestApp() {
    }

    /**
     * The ack-wait of an ordered channel whose connection is cut often. A current server is set back and nothing waits for it;
     * on an older one each cut costs one.
     */
    public static String ackWait() {
        return System.getProperty("nats.version", "").isBlank() ? "30s" : "2s";
    }

    /** The application of a test class with these beans. */
    public static QuarkusUnitTest on(NatsServer server, Class<?>... beans) {
        return on(server, probe -> {
        }, beans);
    }

    /** As above; what the server is to hold is made before the application starts. */
    public static QuarkusUnitTest on(NatsServer server, Consumer<NatsProbe> before, Class<?>... beans) {
        return new QuarkusUnitTest()
                .withApplicationRoot((JavaArchive jar) -> jar.addClass(TestApp.class).addClasses(beans))
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0")
                .overrideConfigKey("quarkus.messaging.nats.servers", server.url())
                .setBeforeAllCustomizer(() -> {
                    try (NatsProbe probe = new NatsProbe(server)) {
                        before.accept(probe);
                    }
                })
                .setAfterAllCustomizer(server::close);
    }
}
