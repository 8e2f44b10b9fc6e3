package io.quarkiverse.messaging.nats.test.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** A free port for a development mode under test, whose default is everybody's 8080. */
final class HttpPort {

    static final int NUMBER = free();
    static final String KEY = "quarkus.http.port=" + NUMBER + "\n";

    private HttpPort() {
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
