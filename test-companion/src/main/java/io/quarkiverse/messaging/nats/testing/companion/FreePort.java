package io.quarkiverse.messaging.nats.testing.companion;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that is killed and started again: below those that the kernel deals out (32768 and up on Linux), so
 * that nobody else is given it while the server is down, however many tests run beside.
 */
final class FreePort {

    private static final int FIRST = 10_240;
    private static final int END = 32_768;

    private FreePort() {
    }

    static int find() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // taken: another one
            }
        }
    }
}
