package io.quarkiverse.messaging.nats.runtime.requests;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.NUID;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsReplyException;
import io.quarkiverse.messaging.nats.NatsRequestReply;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.providers.extension.AbstractEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/** Sends requests, and knows which of them wait for a reply. Replies are given as they come, undecoded. */
final class RequestEmitter<T> extends AbstractEmitter<T> implements NatsRequestReply<T, Object> {

    private final ReplySettings settings;
    private final Map<String, CompletableFuture<Message<?>>> waiting = new ConcurrentHashMap<>();

    RequestEmitter(EmitterConfiguration configuration, long bufferSize, ReplySettings settings) {
        super(configuration, bufferSize);
        this.settings = settings;
    }

    ReplySettings settings() {
        return settings;
    }

    Uni<Message<?>> send(Message<? extends T> request) {
        return Uni.createFrom().deferred(() -> {
            if (waiting.size() >= MOST_WAITING) {
                return Uni.createFrom().failure(API.tooManyRequests(settings.channel(), MOST_WAITING));
            }
            String id = NUID.nextGlobal();
            CompletableFuture<Message<?>> reply = new CompletableFuture<>();
            // Before it is sent: the reply may be faster than the word that the request is stored.
            waiting.put(id, reply);
            emit(request, id, reply);
            Context caller = Vertx.currentContext();
            Uni<Message<?>> answered = Uni.createFrom().completionStage(reply).ifNoItem().after(settings.timeout())
                    .failWith(() -> API.noReply(settings.channel(), settings.timeout(), settings.replySubject()))
                    .onTermination().invoke(() -> waiting.remove(id));
            return caller == null ? answered : answered.emitOn(task -> caller.runOnContext(ignored -> task.run()));
        });
    }

    private void emit(Message<? extends T> request, String id, CompletableFuture<Message<?>> reply) {
        try {
            OutgoingNatsMetadata asked = request.getMetadata(OutgoingNatsMetadata.class).orElse(null);
            Message<? extends T> addressed = request.addMetadata(addressed(asked, id));
            emit(addressed.withNack(failure -> {
                reply.completeExceptionally(failure);
                return request.nack(failure);
            }));
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private OutgoingNatsMetadata addressed(OutgoingNatsMetadata asked, String id) {
        OutgoingNatsMetadata.Builder request = OutgoingNatsMetadata.builder();
        if (asked != null) {
            request.subject(asked.subject()).messageId(asked.messageId()).timeToLive(asked.timeToLive());
            if (asked.headers() != null) {
                request.headers(asked.headers());
            }
            if (asked.expectedLastSequence() != null) {
                request.expectedLastSequence(asked.expectedLastSequence());
            }
            if (asked.expectedLastSubjectSequence() != null) {
                request.expectedLastSubjectSequence(asked.expectedLastSubjectSequence());
            }
            if (asked.deliverAt() != null) {
                request.deliverAt(asked.deliverAt(), asked.parkingSubject());
            }
        }
        return request.header(REPLY_TO, settings.replySubject()).header(CORRELATION_ID, id).build();
    }

    /** One for a request of another instance, or one that has come before or too late, is nobody's. */
    CompletionStage<Void> reply(Message<?> message) {
        IncomingNatsMetadata metadata = message.getMetadata(IncomingNatsMetadata.class).orElse(null);
        String id = metadata == null ? null : metadata.header(CORRELATION_ID);
        CompletableFuture<Message<?>> asked = id == null ? null : waiting.remove(id);
        if (asked != null) {
            String failure = metadata.header(REPLY_FAILURE);
            if (failure == null) {
                asked.complete(message);
            } else {
                asked.completeExceptionally(new NatsReplyException(failure));
            }
        }
        return message.ack();
    }

    @Override
    public Uni<Object> request(T request) {
        return send(Message.of(request)).map(Message::getPayload);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Uni<Message<Object>> request(Message<? extends T> request) {
        return send(request).map(reply -> (Message<Object>) reply);
    }

    @Override
    public int waiting() {
        return waiting.size();
    }
}
