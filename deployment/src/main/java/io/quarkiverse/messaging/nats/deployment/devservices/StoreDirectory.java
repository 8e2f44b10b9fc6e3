package io.quarkiverse.messaging.nats.deployment.devservices;

import static io.quarkiverse.messaging.nats.deployment.devservices.DevServicesMessages.LOG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory to keep: made before a server gets it, since Podman does not make it, and Docker makes it root's. */
final class StoreDirectory {

    private StoreDirectory() {
    }

    static void check(Path store) {
        try {
            Files.createDirectories(store);
            Files.delete(Files.createTempFile(store, "writable", null));
        } catch (IOException e) {
            throw LOG.storeDirectory(store, e.toString());
        }
    }
}
