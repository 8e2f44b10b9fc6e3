package io.quarkiverse.messaging.nats.runtime.transactions;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.config.Config;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.quarkiverse.messaging.nats.NatsTransactions;
import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.config.SequenceStoreConfig;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkus.smallrye.reactivemessaging.runtime.SmallRyeReactiveMessagingRecorder.SmallRyeReactiveMessagingContext;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.MediatorConfiguration;

/**
 * Remembers in the stream of what a method publishes: the effect of processing a message is its outputs, and they are stored
 * with a marker of the message or not at all.
 */
@ApplicationScoped
@Identifier(BatchSequenceStore.NAME)
public class BatchSequenceStore implements SequenceStore {

    /** What is written in the configuration. */
    public static final String NAME = "nats-stream";

    @Inject
    NatsConfig config;
    @Inject
    Config properties;
    @Inject
    SmallRyeReactiveMessagingContext methods;

    @Override
    public Guarantee guarantee() {
        return Guarantee.EXACTLY_ONCE;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public List<String> check(Wish wish) {
        Set<String> outputs = outputs(wish.channel());
        if (outputs.isEmpty()) {
            return List.of(STREAM_STORE.noOutput(wish.channel()));
        }
        String first = outputs.iterator().next();
        boolean same = outputs.size() == 1 && "nats".equals(property(false, first, "connector", ""))
                && property(true, wish.channel(), "connection", "").equals(property(false, first, "connection", ""));
        return same ? List.of() : List.of(STREAM_STORE.severalOutputs(wish.channel(), outputs));
    }

    private Set<String> outputs(String channel) {
        Set<String> outputs = new TreeSet<>();
        for (MediatorConfiguration method : methods.getMediatorConfigurations()) {
            if (method.getIncoming().contains(channel)) {
                outputs.addAll(method.getOutgoings());
            }
        }
        return outputs.isEmpty() ? transactions() : outputs;
    }

    /** Without an output of its own it has those of the transactions that the application injects. */
    private Set<String> transactions() {
        return methods.getEmitterConfigurations().stream()
                .filter(emitter -> emitter.emitterType().value() == NatsTransactions.class).map(EmitterConfiguration::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String property(boolean incoming, String channel, String key, String otherwise) {
        return properties.getOptionalValue(ChannelConfig.prefix(incoming, channel) + key, String.class).orElse(otherwise);
    }

    private SequenceStoreConfig.NatsStream natsStream() {
        return config.sequenceStore().natsStream();
    }

    @Override
    public ProcessedSequences open(Opening opening) throws IOException, JetStreamApiException {
        String output = outputs(opening.channel()).iterator().next();
        String subject = property(false, output, "subject", output);
        return open(opening, subject, natsStream().markerToken(), natsStream().markerTtl());
    }

    static ProcessedSequences open(Opening opening, String outputs, String token, String ttl)
            throws IOException, JetStreamApiException {
        Connection connection = opening.connection().get();
        if (connection == null) {
            throw STREAM_STORE.noConnection();
        }
        String prefix = Markers.prefix(outputs, token, opening.key());
        OutputCheck.Found found = OutputCheck.check(opening.channel(), connection, outputs, prefix, ttl);
        return new BatchSequences(opening.channel(), new OutputStream(found.stream(), opening.connection()),
                new Markers(prefix, found.ttl()));
    }
}
