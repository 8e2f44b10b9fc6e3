package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.BatchErrors.BATCHES;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.incoming.BatchDecoder;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadConverter;
import io.quarkiverse.messaging.nats.runtime.payload.TakenPayloads;

/** As what the messages of a batch are read: the element of the list that the channel's method takes. */
@ApplicationScoped
public class BatchTypes {

    private static final String BYTES = "[B";

    @Inject
    TakenPayloads taken;
    @Inject
    PayloadConverter converter;

    void check(IncomingSettings settings, List<String> mistakes) {
        if (settings.batch() == null) {
            return;
        }
        Map<String, String> takers = new TreeMap<>(taken.takers(settings.channel()));
        Set<String> elements = new TreeSet<>();
        takers.forEach((who, type) -> {
            String element = TakenPayloads.element(type);
            if (element == null) {
                mistakes.add(BATCHES.noList(settings.channel(), who, type.equals(BYTES) ? "byte[]" : type));
            } else {
                elements.add(element);
            }
        });
        if (elements.size() > 1) {
            mistakes.add(BATCHES.severalTypes(settings.channel(), takers));
        }
    }

    /** @return {@code null} for bytes, also where nothing says what is taken */
    BatchDecoder decoder(IncomingSettings settings) {
        if (settings.batch() == null) {
            return null;
        }
        String element = taken.takers(settings.channel()).values().stream().map(TakenPayloads::element)
                .filter(Objects::nonNull).findFirst().orElse(BYTES);
        if (element.equals(BYTES)) {
            return null;
        }
        Type type = converter.type(element);
        return (payload, metadata) -> converter.decode(payload, metadata, type);
    }
}
