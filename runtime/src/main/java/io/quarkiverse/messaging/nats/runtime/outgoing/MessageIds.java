package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicLong;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.nats.client.NUID;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata.Reader;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings;

/**
 * The ids of one channel's messages. An id from a source is {@code <stream>-<who>-<sequence>-<output>}, where <i>who</i> stands
 * for the incarnation of the stream, what reads it and
 * this channel: two readers of one stream may both publish, and a stream created anew counts from 1 again.
 */
final class MessageIds {

    private static final int BASE = 36;

    /** The beginning of all ids of one source. */
    private record Source(Reader reader, String prefix) {
    }

    private final OutgoingSettings settings;
    /** Unique over instances and restarts; what follows is a number. */
    private final String prefix = new NUID().next() + "-";
    private final AtomicLong numbers = new AtomicLong();
    private volatile Source last;

    MessageIds(OutgoingSettings settings) {
        this.settings = settings;
    }

    /** @return the id, or {@code null} for none */
    String of(OutgoingNatsMetadata metadata, Message<?> message) {
        String id = metadata == null ? null : metadata.messageId();
        if (id != null) {
            if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
                throw ERRORS.badMessageId(RequestEncoder.oneLine(id));
            }
            return id;
        }
        return switch (settings.messageId()) {
            case UNIQUE -> prefix + numbers.incrementAndGet();
            case NONE -> null;
            case SOURCE -> ofSource(message.getMetadata().get(IncomingNatsMetadata.class).orElse(null));
        };
    }

    private String ofSource(IncomingNatsMetadata incoming) {
        if (incoming == null || incoming.reader() == null) {
            throw OUTGOING_ERRORS.noSource();
        }
        return prefix(incoming) + incoming.streamSequence() + "-" + incoming.nextOutput(settings.channel());
    }

    private String prefix(IncomingNatsMetadata incoming) {
        Source source = last;
        if (source == null || source.reader() != incoming.reader()) {
            String stream = incoming.stream();
            source = new Source(incoming.reader(), stream + "-" + who(incoming.reader(), stream) + "-");
            last = source;
        }
        return source.prefix();
    }

    private String who(Reader reader, String stream) {
        String all = reader.streamCreated() + "\n" + stream + "\n" + reader.name() + "\n" + settings.channel();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return Long.toUnsignedString(ByteBuffer.wrap(digest).getLong(), BASE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
