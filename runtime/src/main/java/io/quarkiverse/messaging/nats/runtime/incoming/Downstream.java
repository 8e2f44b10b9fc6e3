package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.vertx.core.impl.ContextInternal;

/** The application's side of a channel: who subscribed, and how many messages are wanted. */
final class Downstream {

    private Flow.Subscriber<? super Message<?>> subscriber;
    private long demand;

    boolean isThere() {
        return subscriber != null;
    }

    void arrive(Flow.Subscriber<? super Message<?>> arriving) {
        subscriber = arriving;
    }

    /** So many more are wanted; {@link Long#MAX_VALUE} for no limit. */
    void wants(long more) {
        demand = demand + more < 0 ? Long.MAX_VALUE : demand + more;
    }

    void leave() {
        subscriber = null;
        demand = 0;
    }

    boolean wants() {
        return demand > 0 && subscriber != null;
    }

    /** On the message's own context already here, so that SmallRye need not hop to it. */
    void give(Message<?> message, ContextInternal own) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        ContextInternal before = own.beginDispatch();
        try {
            subscriber.onNext(message);
        } finally {
            own.endDispatch(before);
        }
    }
}
