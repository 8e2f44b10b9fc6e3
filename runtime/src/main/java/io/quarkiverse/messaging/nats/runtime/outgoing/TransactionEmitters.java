package io.quarkiverse.messaging.nats.runtime.outgoing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkiverse.messaging.nats.NatsTransactions;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;

/** Makes what is injected as {@link NatsTransactions}. */
@ApplicationScoped
@EmitterFactoryFor(NatsTransactions.class)
public class TransactionEmitters implements EmitterFactory<TransactionEmitter<Object>> {

    @Inject
    ChannelRegistry channels;

    @Override
    public TransactionEmitter<Object> createEmitter(EmitterConfiguration configuration, long bufferSize) {
        return new TransactionEmitter<>(configuration, bufferSize);
    }

    @Produces
    @Typed(NatsTransactions.class)
    @Channel("") // not binding: the injection point's own name is looked up
    @SuppressWarnings("unchecked")
    <T> NatsTransactions<T> transactions(InjectionPoint point) {
        String channel = point.getQualifiers().stream().filter(Channel.class::isInstance).map(Channel.class::cast).findFirst()
                .orElseThrow().value();
        return channels.getEmitter(channel, NatsTransactions.class);
    }
}
