package io.quarkiverse.messaging.nats.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.eclipse.microprofile.reactive.messaging.Message;

/** Emits messages when it is told to, no more than is asked for. */
final class Source implements Flow.Publisher<Message<byte[]>> {

    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicInteger busy = new AtomicInteger();
    private volatile Flow.Subscriber<? super Message<byte[]>> subscriber;
    private volatile Supplier<Message<byte[]>> next;

    static Message<byte[]> counted(byte[] payload, Count count) {
        return Message.of(payload, () -> {
            count.hit(1);
            return CompletableFuture.completedFuture(null);
        });
    }

    void emit(long messages, Supplier<Message<byte[]>> made) {
        next = made;
        left.addAndGet(messages);
        drain();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<byte[]>> to) {
        subscriber = to;
        to.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                asked.updateAndGet(before -> before + count < 0 ? Long.MAX_VALUE : before + count);
                drain();
            }

            @Override
            public void cancel() {
                left.set(0);
            }
        });
    }

    private void drain() {
        if (busy.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            while (left.get() > 0 && asked.get() > 0) {
                left.decrementAndGet();
                if (asked.get() != Long.MAX_VALUE) {
                    asked.decrementAndGet();
                }
                subscriber.onNext(next.get());
            }
            missed = busy.addAndGet(-missed);
        } while (missed != 0);
    }
}
