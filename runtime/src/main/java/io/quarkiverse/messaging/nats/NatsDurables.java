package io.quarkiverse.messaging.nats;

import io.smallrye.mutiny.Uni;

/**
 * Deletes what the server remembers. A durable, and a queue group with a durable, stay when the application stops; they go
 * by a deliberate call only. To be injected.
 */
public interface NatsDurables {

    /**
     * Ends a channel and deletes its durable, with its position, on the server: what runs ends first, at most for 10
     * seconds; what was not started is not processed. The channel receives nothing more until a restart, which begins
     * at its {@code start-position}; readiness says so. Stop the other instances first: one that runs creates the durable
     * again where it was.
     *
     * @param channel the name of an incoming channel with {@code durable}
     * @return ends when the server has done so, with whether there was one; fails where the channel has no durable, where
     *         there is no connection and where the server refuses
     */
    Uni<Boolean> delete(String channel);

    /**
     * Deletes a durable that no channel of this application receives from, on the default connection.
     *
     * @param stream the stream
     * @param durable the durable's name on the server; with a queue group {@code <durable>__<group>}
     * @return as above; fails where a channel of this application has it
     */
    Uni<Boolean> delete(String stream, String durable);
}
