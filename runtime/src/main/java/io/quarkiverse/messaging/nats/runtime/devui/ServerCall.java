package io.quarkiverse.messaging.nats.runtime.devui;

import static io.quarkiverse.messaging.nats.runtime.i18n.DevUiErrors.DEV_UI;

import java.util.Map;

import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.connector.ChannelViews;

/** A call to the server whose failure is a sentence for the page, as {@code error}. */
interface ServerCall {

    Map<String, Object> run() throws Exception;

    static Map<String, Object> answered(ServerCall call) {
        try {
            return call.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of("error", "interrupted");
        } catch (Exception e) {
            return Map.of("error", e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    static LiveConnection live(ManagedConnection connection) {
        if (!connection.isUp()) {
            throw new IllegalStateException(DEV_UI.notUp(connection.name(), connection.trouble()));
        }
        return connection.live();
    }

    static LiveConnection live(ChannelViews views, String name) {
        return live(views.connections().stream().filter(connection -> connection.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(DEV_UI.unknownConnection(name))));
    }
}
