package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.messaging.nats.TransactionalEmitter;

/** What one transaction sends, on its way as the payload of one message. */
final class Transaction<T> implements TransactionalEmitter<T> {

    private final List<Message<? extends T>> outputs = new ArrayList<>();
    private boolean aborted;
    private boolean ended;

    @Override
    public void send(T payload) {
        send(Message.of(payload));
    }

    @Override
    public synchronized <M extends Message<? extends T>> void send(M message) {
        if (ended) {
            throw new IllegalStateException("The transaction is over");
        }
        outputs.add(message);
    }

    @Override
    public synchronized void markForAbort() {
        aborted = true;
    }

    @Override
    public synchronized boolean isMarkedForAbort() {
        return aborted;
    }

    /** @return what was sent; more is refused from now on */
    synchronized List<Message<? extends T>> end() {
        ended = true;
        return outputs;
    }
}
