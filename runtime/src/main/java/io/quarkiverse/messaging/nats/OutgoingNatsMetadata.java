package io.quarkiverse.messaging.nats;

import io.nats.client.impl.Headers;

/**
 * What one outgoing message asks for beside its payload. Put it into the message's metadata; what it does not set is
 * taken from the channel.
 */
public final class OutgoingNatsMetadata {

    private final String subject;
    private final String messageId;
    private final Headers headers;

    private OutgoingNatsMetadata(Builder builder) {
        this.subject = builder.subject;
        this.messageId = builder.messageId;
        this.headers = builder.headers;
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

    /** Collects what a message asks for. */
    public static final class Builder {

        private String subject;
        private String messageId;
        private Headers headers;

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

        /** @return the metadata */
        public OutgoingNatsMetadata build() {
            return new OutgoingNatsMetadata(this);
        }
    }
}
