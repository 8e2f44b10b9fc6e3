package io.quarkiverse.messaging.nats.runtime.connection;

import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** A live connection without an application around it. */
public final class TestConnection {

    private TestConnection() {
    }

    /** The probe's own connection, called {@code test}. */
    public static LiveConnection of(NatsProbe probe) {
        return LiveConnection.of(probe.connection());
    }
}
