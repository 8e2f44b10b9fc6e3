package io.quarkiverse.messaging.nats.runtime.consumer;

import java.time.ZonedDateTime;

/**
 * A consumer that exists, and of which incarnation of the stream.
 *
 * @param stream the stream's name
 * @param streamCreated when this stream was created: a stream deleted and created again is another one
 * @param name the consumer's name
 * @param created when it was created: one that was deleted and created again counts anew
 * @param priorityGroup the group that pulls name, or {@code null}
 * @param ackFloor the stream sequence up to which everything was settled when last read
 */
public record BoundConsumer(String stream, ZonedDateTime streamCreated, String name, ZonedDateTime created,
        String priorityGroup, long ackFloor) {

    /**
     * @param floor read from the server
     * @return the same consumer with it
     */
    public BoundConsumer withAckFloor(long floor) {
        return new BoundConsumer(stream, streamCreated, name, created, priorityGroup, floor);
    }
}
