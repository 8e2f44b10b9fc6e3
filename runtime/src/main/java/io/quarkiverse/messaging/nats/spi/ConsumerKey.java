package io.quarkiverse.messaging.nats.spi;

/**
 * Who a record of processed sequences belongs to: the same after a restart, and for all instances that share the durable.
 * The incarnation of the stream is not part of it, so that a store notices when the stream was created anew.
 *
 * @param stream the stream's name
 * @param consumer the consumer's name: the durable, with its queue group where there is one
 */
public record ConsumerKey(String stream, String consumer) {

    /** @return both in one word; neither holds a dot */
    public String id() {
        return stream + "." + consumer;
    }
}
