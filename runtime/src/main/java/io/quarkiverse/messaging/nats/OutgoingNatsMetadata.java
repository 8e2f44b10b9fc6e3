package io.quarkiverse.messaging.nats;

import java.time.Duration;
import java.time.Instant;

import io.nats.client.impl.Headers;

/**
 * What one outgoing message asks for beside its payload. Put it into the message's metadata; what it does not set is
 * taken from the channel.
 */
public final class OutgoingNatsMetadata {

    private final String subject;
    private final String messageId;
    private final Headers headers;
    private final Long expectedLastSequence;
    private final Long expectedLastSubjectSequence;
    private final Duration timeToLive;
    private final Instant deliverAt;
    private final String parkingSubject;

    private OutgoingNatsMetadata(Builder builder) {
        this.subject = builder.subject;
        this.messageId = builder.messageId;
        this.headers = builder.headers;
        this.expectedLastSequence = builder.expectedLastSequence;
        this.expectedLastSubjectSequence = builder.expectedLastSubjectSequence;
        this.timeToLive = builder.timeToLive;
        this.deliverAt = builder.deliverAt;
        this.parkingSubject = builder.parkingSubject;
    }

    private OutgoingNatsMetadata(OutgoingNatsMetadata other, Headers headers) {
        this.subject = other.subject;
        this.messageId = other.messageId;
        this.headers = headers;
        this.expectedLastSequence = other.expectedLastSequence;
        this.expectedLastSubjectSequence = other.expectedLastSubjectSequence;
        this.timeToLive = other.timeToLive;
        this.deliverAt = other.deliverAt;
        this.parkingSubject = other.parkingSubject;
    }

    /** @return a new builder */
    public static Builder builder() {
        return new Builder();
    }

    /** @return the subject to publish to, or {@code null} for the channel's */
    public String subject() {
        return subject;
    }

    /** @return the value of {@code Nats-Msg-Id}, or {@code null} for one that the connector makes */
    public String messageId() {
        return messageId;
    }

    /** @return headers to publish, or {@code null} for none */
    public Headers headers() {
        return headers;
    }

    /** @return what the stream's last sequence must be, or {@code null} for any */
    public Long expectedLastSequence() {
        return expectedLastSequence;
    }

    /** @return what the last sequence of the message's subject must be, or {@code null} for any */
    public Long expectedLastSubjectSequence() {
        return expectedLastSubjectSequence;
    }

    /** @return how long the stream keeps the message, or {@code null} for as long as it keeps any */
    public Duration timeToLive() {
        return timeToLive;
    }

    /** @return when the message is to appear on its subject, or {@code null} for now */
    public Instant deliverAt() {
        return deliverAt;
    }

    /** @return the beginning of the subject under which the server keeps the message until then, or {@code null} */
    public String parkingSubject() {
        return parkingSubject;
    }

    /**
     * @param replacing the headers of the copy
     * @return a copy with these headers instead of its own
     */
    public OutgoingNatsMetadata withHeaders(Headers replacing) {
        return new OutgoingNatsMetadata(this, replacing);
    }

    /** Collects what a message asks for. */
    public static final class Builder {

        private String subject;
        private String messageId;
        private Headers headers;
        private Long expectedLastSequence;
        private Long expectedLastSubjectSequence;
        private Duration timeToLive;
        private Instant deliverAt;
        private String parkingSubject;

        private Builder() {
        }

        /**
         * @param subject where to publish: a subject without wildcards; a message with an illegal one is nacked
         * @return this builder
         */
        public Builder subject(String subject) {
            this.subject = subject;
            return this;
        }

        /**
         * @param messageId the id by which the server drops a duplicate inside the stream's duplicate window; kept
         *        over all retries
         * @return this builder
         */
        public Builder messageId(String messageId) {
            this.messageId = messageId;
            return this;
        }

        /**
         * @param name a header's name
         * @param value its value; one with a line break is refused here, with an {@link IllegalArgumentException}
         * @return this builder
         */
        public Builder header(String name, String value) {
            if (headers == null) {
                headers = new Headers();
            }
            headers.add(name, value);
            return this;
        }

        /**
         * @param headers headers to add to those set so far
         * @return this builder
         */
        public Builder headers(Headers headers) {
            headers.forEach((name, values) -> values.forEach(value -> header(name, value)));
            return this;
        }

        /**
         * Stores the message only where the stream ends with this sequence; otherwise it is nacked at once.
         *
         * @param sequence a sequence, 0 for a stream that has never stored anything
         * @return this builder
         */
        public Builder expectedLastSequence(long sequence) {
            this.expectedLastSequence = sequence;
            return this;
        }

        /**
         * Stores the message only where the last one on its subject has this sequence; otherwise it is nacked at once.
         *
         * @param sequence a sequence of the stream, 0 for a subject that has no message
         * @return this builder
         */
        public Builder expectedLastSubjectSequence(long sequence) {
            this.expectedLastSubjectSequence = sequence;
            return this;
        }

        /**
         * Has the message removed from the stream after this time. Needs nats-server 2.11 and a stream that allows it
         * ({@code allow-message-ttl}); otherwise the message is nacked.
         *
         * @param timeToLive at least a second; the server counts whole seconds
         * @return this builder
         */
        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = timeToLive;
            return this;
        }

        /**
         * Has the message appear on its subject at this time. Until then the server keeps it under
         * {@code scheduled.<subject>.<unique>}, which must be a subject of the same stream and one that no consumer reads.
         * The sender hears that it is stored when the server keeps it. Needs nats-server 2.12 and a stream that allows it
         * ({@code allow-message-schedules}); otherwise the message is nacked.
         *
         * @param time when; a time that is over means at once
         * @return this builder
         */
        public Builder deliverAt(Instant time) {
            return deliverAt(time, null);
        }

        /**
         * As {@link #deliverAt(Instant)}, under other subjects.
         *
         * @param time when; a time that is over means at once
         * @param parkingSubject the server keeps the message under {@code <parkingSubject>.<unique>}
         * @return this builder
         */
        public Builder deliverAt(Instant time, String parkingSubject) {
            this.deliverAt = time;
            this.parkingSubject = parkingSubject;
            return this;
        }

        /** @return the metadata */
        public OutgoingNatsMetadata build() {
            return new OutgoingNatsMetadata(this);
        }
    }
}
