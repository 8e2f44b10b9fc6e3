package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.NUID;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;

/**
 * What the metadata of a message asks of the server: expectations, a time to live, a later delivery
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-43.md">ADR-43</a>,
 * <a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-51.md">ADR-51</a>).
 */
final class Wishes {

    private static final String PARKING = "scheduled.";

    /** A subject holds one waiting message, so each has a subject of its own. */
    private final String unique = new NUID().next() + "-";
    private final AtomicLong numbers = new AtomicLong();

    /** @return what the server must be able to do, or {@code null} */
    Need write(OutgoingNatsMetadata metadata, String subject, Headers headers) {
        if (metadata.expectedLastSequence() != null) {
            headers.put(NatsJetStreamConstants.EXPECTED_LAST_SEQ_HDR, metadata.expectedLastSequence().toString());
        }
        if (metadata.expectedLastSubjectSequence() != null) {
            if (metadata.deliverAt() != null) {
                throw OUTGOING_ERRORS.scheduleWithExpectation();
            }
            headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR,
                    metadata.expectedLastSubjectSequence().toString());
        }
        boolean later = metadata.deliverAt() != null;
        if (metadata.timeToLive() != null) {
            // On a message that waits, Nats-TTL would be how long it waits at most.
            headers.put(later ? NatsJetStreamConstants.NATS_SCHEDULE_TTL_HDR : NatsJetStreamConstants.MSG_TTL_HDR,
                    seconds(metadata.timeToLive()));
        }
        if (later) {
            headers.put(NatsJetStreamConstants.NATS_SCHEDULE_HDR, "@at " + metadata.deliverAt());
            headers.put(NatsJetStreamConstants.NATS_SCHEDULE_TARGET_HDR, subject);
            return Need.SCHEDULE;
        }
        return metadata.timeToLive() == null ? null : Need.TIME_TO_LIVE;
    }

    /** @return where the message is published: under its subject, or where it waits */
    String subject(OutgoingNatsMetadata metadata, String subject) {
        if (metadata.deliverAt() == null) {
            return subject;
        }
        String parking = metadata.parkingSubject() == null ? PARKING + subject
                : RequestEncoder.checked(metadata.parkingSubject());
        return parking + "." + unique + numbers.incrementAndGet();
    }

    private static String seconds(Duration timeToLive) {
        if (timeToLive.compareTo(Duration.ofSeconds(1)) < 0) {
            throw OUTGOING_ERRORS.badTimeToLive(timeToLive);
        }
        return timeToLive.toSeconds() + (timeToLive.getNano() == 0 ? 0 : 1) + "s";
    }
}
