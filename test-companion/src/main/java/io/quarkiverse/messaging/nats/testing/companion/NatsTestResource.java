package io.quarkiverse.messaging.nats.testing.companion;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * A {@link NatsTestServer} for a {@code @QuarkusTest}, in place of the one of dev services, so that a test may kill it:
 * {@code @WithTestResource(NatsTestResource.class)}. The application is told where it is by
 * {@code quarkus.messaging.nats.servers}; fields of the test that are a {@link NatsTestServer} or a {@link NatsCompanion} are
 * filled.
 */
public final class NatsTestResource implements QuarkusTestResourceLifecycleManager {

    private NatsTestServer server;
    private NatsCompanion companion;

    @Override
    public Map<String, String> start() {
        server = NatsTestServer.start();
        companion = NatsCompanion.to(server.url());
        return Map.of("quarkus.messaging.nats.servers", server.url());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(NatsTestServer.class));
        injector.injectIntoFields(companion, new TestInjector.MatchesType(NatsCompanion.class));
    }

    @Override
    public void stop() {
        if (companion != null) {
            companion.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
