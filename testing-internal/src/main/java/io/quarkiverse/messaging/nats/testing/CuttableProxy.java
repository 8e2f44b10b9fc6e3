package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server that can be cut in the middle of whatever is on it. A new connection goes through again. */
public final class CuttableProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * @param server where it leads
     */
    public CuttableProxy(NatsServer server) {
        try {
            target = server.port();
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            daemon(this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The way to the one server of a test class, and how to cut it. A Quarkus test class is loaded twice, by two class
     * loaders: both get the same way, through the system properties.
     *
     * @param owner the test class
     * @param server where it leads
     * @return its address
     */
    public static synchronized String urlOf(Class<?> owner, NatsServer server) {
        String key = "nats.testing.proxy." + owner.getName();
        if (System.getProperty(key) == null) {
            CuttableProxy proxy = new CuttableProxy(server);
            System.setProperty(key, proxy.url());
            System.getProperties().put(key + ".cut", (Runnable) proxy::cut);
        }
        return System.getProperty(key);
    }

    /**
     * Cuts every connection through the way of a test class.
     *
     * @param owner the test class
     */
    public static void cut(Class<?> owner) {
        ((Runnable) System.getProperties().get("nats.testing.proxy." + owner.getName() + ".cut")).run();
    }

    /** @return its address */
    public String url() {
        return "nats://127.0.0.1:" + listening.getLocalPort();
    }

    /** Cuts every connection that is open now. */
    public void cut() {
        open.forEach(CuttableProxy::close);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                daemon(() -> copy(client, server));
                daemon(() -> copy(server, client));
            } catch (IOException e) {
                // closed, or the server is not there: the client tries again
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // cut
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // closed already
        }
        cut();
    }
}
