package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.Closeable;

/** A server that runs for this application. */
interface OwnServer extends Closeable {

    /** @return what it is, for a log line */
    String description();

    /** @return where it listens */
    String url();

    /** @return where this JVM reaches it: another address than the application's where that runs in a container, too */
    default String urlFromHere() {
        return url();
    }

    /** @return the container's id, {@code null} for a process */
    default String containerId() {
        return null;
    }

    /** Ends it; what is temporary goes with it. */
    @Override
    void close();
}
