package io.quarkiverse.messaging.nats.runtime.jdbc;

import static io.quarkiverse.messaging.nats.runtime.i18n.JdbcStoreErrors.JDBC;

import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkus.runtime.StartupEvent;

/** A method that is {@code @ExactlyOnce} on a channel without the store would be nothing of the kind, and nobody would know. */
@ApplicationScoped
public class ExactlyOnceCheck {

    @Inject
    Config config;
    @Inject
    ExactlyOnceMethods methods;

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 110) StartupEvent event) {
        List<String> mistakes = new ArrayList<>();
        methods.exactlyOnce().forEach((channel, takers) -> {
            String prefix = ChannelConfig.prefix(true, channel);
            boolean ours = "nats".equals(text(prefix + "connector"));
            boolean enabled = config.getOptionalValue(prefix + "enabled", Boolean.class).orElse(true);
            String store = text(prefix + "sequence-store");
            if (store == null) {
                store = text("mp.messaging.connector.nats.sequence-store");
            }
            if (ours && enabled && !JdbcSequenceStore.NAME.equals(store)) {
                mistakes.add(JDBC.withoutStore(takers.get(0), channel, prefix + "sequence-store"));
            }
        });
        if (!mistakes.isEmpty()) {
            throw JDBC.mistakes(String.join("\n  - ", mistakes));
        }
    }

    private String text(String property) {
        return config.getOptionalValue(property, String.class).orElse(null);
    }
}
