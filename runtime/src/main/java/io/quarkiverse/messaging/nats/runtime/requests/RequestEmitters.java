package io.quarkiverse.messaging.nats.runtime.requests;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;
import static io.quarkiverse.messaging.nats.runtime.i18n.ApiLog.API_LOG;

import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;

import io.quarkiverse.messaging.nats.NatsRequestReply;
import io.quarkiverse.messaging.nats.runtime.i18n.Mistakes;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadConverter;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.smallrye.reactivemessaging.runtime.SmallRyeReactiveMessagingRecorder.SmallRyeReactiveMessagingContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.extension.ChannelConfiguration;
import io.smallrye.reactive.messaging.providers.extension.MediatorManager;

/** Makes what is injected as {@link NatsRequestReply}, and gives the emitters what their reply channels bring. */
@ApplicationScoped
@EmitterFactoryFor(NatsRequestReply.class)
public class RequestEmitters implements EmitterFactory<RequestEmitter<Object>> {

    @Inject
    ChannelRegistry channels;
    @Inject
    Config config;
    @Inject
    PayloadConverter converter;
    @Inject
    SmallRyeReactiveMessagingContext injected;
    @Inject
    MediatorManager smallrye;

    private final Map<String, ReplySettings> settings = new TreeMap<>();
    private final List<RequestEmitter<Object>> emitters = new CopyOnWriteArrayList<>();

    /**
     * Before anything connects and SmallRye starts: it would warn of a channel that no method takes, so it is told that this is
     * injected.
     */
    void announce(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE - 101) StartupEvent event) {
        List<String> mistakes = new ArrayList<>();
        Map<String, String> askers = new HashMap<>();
        for (EmitterConfiguration emitter : injected.getEmitterConfigurations()) {
            if (emitter.emitterType().value() != NatsRequestReply.class) {
                continue;
            }
            ReplySettings read = ReplySettings.read(config, emitter.name(), mistakes);
            if (read == null) {
                continue;
            }
            String other = askers.put(read.replyChannel(), read.channel());
            if (other != null && !other.equals(read.channel())) {
                mistakes.add(API.sharedReplyChannel(read.channel(), other, read.replyChannel()));
            }
            settings.put(read.channel(), read);
            smallrye.addChannel(new ChannelConfiguration(read.replyChannel()));
        }
        Mistakes.refuse(mistakes);
    }

    @Override
    public RequestEmitter<Object> createEmitter(EmitterConfiguration configuration, long bufferSize) {
        RequestEmitter<Object> emitter = new RequestEmitter<>(configuration, bufferSize, settings.get(configuration.name()));
        emitters.add(emitter);
        return emitter;
    }

    /** After SmallRye has made the channels, before the application sends its first request. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event) {
        for (RequestEmitter<Object> emitter : emitters) {
            channels.getPublishers(emitter.settings().replyChannel()).forEach(replies -> Multi.createFrom().publisher(replies)
                    .subscribe().with(emitter::reply,
                            failure -> API_LOG.replyChannelEnded(emitter.settings().replyChannel(), failure)));
        }
    }

    @Produces
    @Typed(NatsRequestReply.class)
    @Channel("") // not binding: the injection point's own name is looked up
    @SuppressWarnings("unchecked")
    <Req, Rep> NatsRequestReply<Req, Rep> requests(InjectionPoint point) {
        String channel = point.getQualifiers().stream().filter(Channel.class::isInstance).map(Channel.class::cast).findFirst()
                .orElseThrow().value();
        RequestEmitter<Req> emitter = channels.getEmitter(channel, NatsRequestReply.class);
        return point.getType() instanceof ParameterizedType type
                ? new TypedRequests<>(emitter, converter, type.getActualTypeArguments()[1])
                : (NatsRequestReply<Req, Rep>) emitter;
    }
}
