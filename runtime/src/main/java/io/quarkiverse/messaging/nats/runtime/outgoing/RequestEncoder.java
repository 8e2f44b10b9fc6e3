package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.util.function.LongSupplier;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadEncoder;

/** Makes of a message what is published: subject, headers, id, bytes. A message that can't be is refused in words. */
public final class RequestEncoder {

    private static final String CONTENT_TYPE = "Content-Type";

    private final OutgoingSettings settings;
    private final PayloadEncoder payloads;
    private final LongSupplier maxPayload;
    private final MessageIds ids;
    private final Wishes wishes = new Wishes();

    /**
     * @param settings the channel's settings
     * @param payloads writes payloads
     * @param maxPayload what the server takes at most, 0 where not known
     */
    public RequestEncoder(OutgoingSettings settings, PayloadEncoder payloads, LongSupplier maxPayload) {
        this.settings = settings;
        this.payloads = payloads;
        this.maxPayload = maxPayload;
        this.ids = new MessageIds(settings);
    }

    PendingPublish encode(OutgoingChannel channel, Message<?> message) {
        OutgoingNatsMetadata metadata = message.getMetadata().get(OutgoingNatsMetadata.class).orElse(null);
        // First: an output counts as one also where it can't be published.
        String messageId = ids.of(metadata, message);
        PayloadEncoder.Encoded payload = payloads.encode(message.getPayload());
        Headers headers = new Headers();
        if (metadata != null && metadata.headers() != null) {
            metadata.headers().forEach(headers::add);
        }
        if (messageId == null) {
            headers.remove(NatsJetStreamConstants.MSG_ID_HDR);
        } else {
            headers.put(NatsJetStreamConstants.MSG_ID_HDR, messageId);
        }
        if (payload.contentType() != null && !headers.containsKey(CONTENT_TYPE)) {
            headers.put(CONTENT_TYPE, payload.contentType());
        }
        if (settings.stream() != null) {
            headers.put(NatsJetStreamConstants.EXPECTED_STREAM_HDR, settings.stream());
        }
        String subject = subject(metadata, message, headers);
        Need need = null;
        if (metadata != null) {
            need = wishes.write(metadata, subject, headers);
            subject = wishes.subject(metadata, subject);
        }
        long limit = maxPayload.getAsLong();
        long size = payload.bytes().length + (long) headers.serializedLength();
        if (limit > 0 && size > limit) {
            throw ERRORS.tooLarge(size, limit);
        }
        return new PendingPublish(channel, message, subject, messageId, headers, payload.bytes(), need);
    }

    private String subject(OutgoingNatsMetadata metadata, Message<?> message, Headers headers) {
        if (metadata == null || metadata.subject() == null) {
            return settings.replySubjects() == null ? settings.subject() : ReplyAddress.of(settings, message, headers);
        }
        return checked(metadata.subject());
    }

    static String checked(String subject) {
        String wrong = Names.wrongSubject(subject, false);
        if (wrong != null) {
            throw ERRORS.badMessageSubject(oneLine(subject), wrong);
        }
        return subject;
    }

    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
