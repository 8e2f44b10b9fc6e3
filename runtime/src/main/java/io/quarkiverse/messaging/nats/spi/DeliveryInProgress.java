package io.quarkiverse.messaging.nats.spi;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * What a method that runs right now was given, where its channel has a sequence store. In the metadata of the message, and
 * bound to the context on which the method runs.
 *
 * @param channel the channel's name
 * @param sequences its record
 * @param positions the message; of a batch all of them, in the order of the list
 * @param duplicates counts messages of the channel that were processed before and not given to the method
 * @param published whether its outputs are stored, or on their way
 */
public record DeliveryInProgress(String channel, ProcessedSequences sequences, List<StreamPosition> positions,
        LongAdder duplicates, AtomicBoolean published) {

    private static final String LOCAL = DeliveryInProgress.class.getName();

    /**
     * @param channel the channel's name
     * @param sequences its record
     * @param positions the messages
     * @param duplicates the channel's counter
     */
    public DeliveryInProgress(String channel, ProcessedSequences sequences, List<StreamPosition> positions,
            LongAdder duplicates) {
        this(channel, sequences, positions, duplicates, new AtomicBoolean());
    }

    /** @return what the method on this thread was given, or {@code null} */
    public static DeliveryInProgress current() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(LOCAL);
    }

    /**
     * @param context the message's own context
     */
    public void bindTo(Context context) {
        context.putLocal(LOCAL, this);
    }
}
