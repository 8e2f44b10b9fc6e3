package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What listens at a port of this machine: a NATS server is known by the INFO line with which it greets. */
enum ListeningPort {

    /** Nobody. */
    FREE,
    /** A NATS server with JetStream. */
    JETSTREAM,
    /** A NATS server without. */
    NATS,
    /** Something else, or something that does not greet. */
    OTHER;

    private static final int CONNECT_MILLIS = 500;
    private static final int GREETING_MILLIS = 2_000;
    private static final int MOST_BYTES = 4_096;
    private static final Pattern JETSTREAM_ON = Pattern.compile("\"jetstream\"\\s*:\\s*true");

    static ListeningPort at(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(GREETING_MILLIS);
            return of(greeting(socket));
        } catch (IOException e) {
            return FREE;
        }
    }

    private static String greeting(Socket socket) {
        byte[] bytes = new byte[MOST_BYTES];
        int length = 0;
        try {
            int read;
            while (length < bytes.length && (read = socket.getInputStream().read(bytes, length, bytes.length - length)) > 0) {
                length += read;
                if (bytes[length - 1] == '\n') {
                    break;
                }
            }
        } catch (IOException e) {
            return "";
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static ListeningPort of(String greeting) {
        if (!greeting.startsWith("INFO ")) {
            return OTHER;
        }
        Matcher jetStream = JETSTREAM_ON.matcher(greeting);
        return jetStream.find() ? JETSTREAM : NATS;
    }
}
