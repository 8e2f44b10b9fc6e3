package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Where a nats-server is. */
final class ServerBinary {

    /** What the compatibility run sets: the line of the servers that are started without naming one. */
    private static final String ASKED = "nats.version";

    private ServerBinary() {
    }

    /** The line of versions that this run is about, or {@code null} for a current one. */
    static String asked() {
        String version = System.getProperty(ASKED, "");
        return version.isBlank() ? null : version;
    }

    /** The version of the servers that are started without naming one, for example {@code 2.10.27}. */
    static String version() {
        String said = output(path(asked()), "--version");
        return said.replaceFirst("^nats-server: v?", "");
    }

    /** As {@code scripts/nats-server} finds it; the build has run that script. */
    static String path(String version) {
        List<String> command = new ArrayList<>(List.of(script()));
        if (version != null) {
            command.addAll(List.of("--version", version));
        }
        return output(command.toArray(String[]::new));
    }

    private static String script() {
        try {
            return Checkout.current().root().resolve("scripts/nats-server").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(String... command) {
        try {
            Process running = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String output = new String(running.getInputStream().readAllBytes()).trim();
            if (running.waitFor() != 0) {
                throw new IOException("no nats-server, see above");
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
