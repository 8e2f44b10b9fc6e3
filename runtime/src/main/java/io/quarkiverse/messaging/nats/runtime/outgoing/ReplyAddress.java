package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsRequestReply;
import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;

/**
 * Where the reply to a request goes: the subject that the request names, where {@code reply-subjects} allows it. Whoever may
 * send requests must not choose where this application publishes.
 */
final class ReplyAddress {

    private static final int LONGEST_ID = 256;
    private static final int SHOWN = 100;

    private ReplyAddress() {
    }

    /** @return the subject; the headers get what lets the asker know its reply */
    static String of(OutgoingSettings settings, Message<?> message, Headers headers) {
        IncomingNatsMetadata request = message.getMetadata(IncomingNatsMetadata.class).orElse(null);
        String subject = request == null ? null : request.header(NatsRequestReply.REPLY_TO);
        if (subject == null) {
            if (settings.subject() == null) {
                throw API.noReplyTo(settings.channel());
            }
            return settings.subject();
        }
        if (Names.wrongSubject(subject, false) != null
                || settings.replySubjects().stream().noneMatch(allowed -> Names.overlap(allowed, subject))) {
            throw API.replyNotAllowed(settings.channel(), shown(subject), String.join(",", settings.replySubjects()));
        }
        String id = request.header(NatsRequestReply.CORRELATION_ID);
        if (id != null) {
            if (id.length() > LONGEST_ID) {
                throw API.correlationIdTooLong(settings.channel(), id.length(), LONGEST_ID);
            }
            headers.put(NatsRequestReply.CORRELATION_ID, id);
        }
        return subject;
    }

    private static String shown(String subject) {
        return RequestEncoder.oneLine(subject.length() > SHOWN ? subject.substring(0, SHOWN) + "…" : subject);
    }
}
