package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Where a nats-server is. */
final class ServerBinary {

    private ServerBinary() {
    }

    /** As {@code scripts/nats-server} finds it; the build has run that script. */
    static String path(String version) {
        try {
            List<String> command = new ArrayList<>(
                    List.of(Checkout.current().root().resolve("scripts/nats-server").toString()));
            if (version != null) {
                command.addAll(List.of("--version", version));
            }
            Process found = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String path = new String(found.getInputStream().readAllBytes()).trim();
            if (found.waitFor() != 0) {
                throw new IOException("no nats-server, see above");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
