package io.quarkiverse.messaging.nats;

import java.util.List;

/**
 * What the server says of the deliveries of a batch, on a channel with {@code batch=true}. In the metadata of every batch,
 * so a method can take it as a parameter.
 */
public final class IncomingNatsBatchMetadata {

    private final List<IncomingNatsMetadata> messages;

    /**
     * Made by the connector.
     *
     * @param messages the metadata of each message
     */
    public IncomingNatsBatchMetadata(List<IncomingNatsMetadata> messages) {
        this.messages = List.copyOf(messages);
    }

    /** @return the metadata of each message, in the order of the payload's list */
    public List<IncomingNatsMetadata> messages() {
        return messages;
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
