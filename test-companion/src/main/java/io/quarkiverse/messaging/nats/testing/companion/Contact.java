package io.quarkiverse.messaging.nats.testing.companion;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;

/** How a companion comes to its connection, and keeps it. */
final class Contact {

    private static final Duration RECONNECT_WAIT = Duration.ofMillis(50);

    private Contact() {
    }

    /** A server that is killed and restarted is found again; without jnats's lines about that. */
    static Options.Builder lasting(Options.Builder options) {
        return options.maxReconnects(-1).reconnectWait(RECONNECT_WAIT).errorListener(new ErrorListener() {
        });
    }

    /** jnats gives up after one look at each server, which on a machine that is busy with the test may be too early. */
    static Connection with(Options options, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return Nats.connect(options);
            } catch (AuthenticationException e) {
                throw e;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(RECONNECT_WAIT.toNanos());
            }
        }
    }
}
