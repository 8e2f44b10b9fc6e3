package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValueUtils;
import io.nats.client.support.NatsJetStreamConstants;

/** Why a message is nacked, in a sentence that says what to switch on. */
final class Refusals {

    private static final int TTL_DISABLED = 10166;
    private static final int TOO_LARGE = 10054;
    private static final int SCHEDULES_DISABLED = 10188;
    private static final int SCHEDULE_TARGET = 10190;

    private Refusals() {
    }

    /** The server's own words. */
    static String words(JetStreamApiException refusal) {
        return refusal.getErrorDescription() + " [" + refusal.getApiErrorCode() + "]";
    }

    /** @return the stream that refused, empty where the server does not name it */
    static String stream(Message reply) {
        try {
            String stream = JsonValueUtils.readString(JsonParser.parse(reply.getData()), "stream");
            return stream == null ? "" : stream;
        } catch (JsonParseException e) {
            return "";
        }
    }

    static RuntimeException of(PendingPublish publish, JetStreamApiException refusal, Message reply) {
        return switch (refusal.getApiErrorCode()) {
            case TOO_LARGE -> SECURITY.tooLargeForStream(publish.body.length + (long) publish.headers.serializedLength(),
                    stream(reply));
            case TTL_DISABLED -> OUTGOING_ERRORS.timeToLiveNotAllowed(stream(reply));
            case SCHEDULES_DISABLED -> OUTGOING_ERRORS.schedulesNotAllowed(stream(reply));
            case SCHEDULE_TARGET -> OUTGOING_ERRORS.scheduleTargetElsewhere(stream(reply), target(publish));
            default -> ERRORS.notStored(words(refusal));
        };
    }

    static RuntimeException noStream(PendingPublish publish) {
        if (publish.need != Need.SCHEDULE) {
            return ERRORS.noStreamForSubject(publish.subject);
        }
        String parking = publish.subject.substring(0, publish.subject.lastIndexOf('.'));
        return OUTGOING_ERRORS.noStreamForSchedule(publish.subject, parking + ".*", target(publish));
    }

    private static String target(PendingPublish publish) {
        return publish.headers.getFirst(NatsJetStreamConstants.NATS_SCHEDULE_TARGET_HDR);
    }
}
