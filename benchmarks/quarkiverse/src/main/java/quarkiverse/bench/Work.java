package quarkiverse.bench;

import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;

/** Told {@code in N} or {@code out N} it reads or publishes so many, and says {@code rate} and how many in a second. */
@ApplicationScoped
public class Work {

    private static final int SIZE = 256;

    private final UnicastProcessor<Message<byte[]>> messages = UnicastProcessor.create();
    private final AtomicLong counted = new AtomicLong();
    private volatile long expected = Long.MAX_VALUE;
    private volatile long begin;

    void start(@Observes StartupEvent event) {
        new Thread(this::work, "work").start();
    }

    private void work() {
        try (Scanner told = new Scanner(System.in)) {
            System.out.println("ready");
            while (told.hasNextLine()) {
                String[] words = told.nextLine().split(" ");
                counted.set(0);
                begin = System.nanoTime();
                expected = Long.parseLong(words[1]);
                System.out.println("go");
                if (words[0].equals("out")) {
                    publish(expected);
                }
            }
        }
    }

    private void publish(long number) {
        byte[] payload = new byte[SIZE];
        for (long i = 0; i < number; i++) {
            messages.onNext(Message.of(payload, () -> {
                hit(false);
                return CompletableFuture.completedFuture(null);
            }));
        }
    }

    @Outgoing("out")
    Flow.Publisher<Message<byte[]>> out() {
        return messages;
    }

    @Incoming("in")
    @NonBlocking
    void in(Bytes payload) {
        hit(true);
    }

    /** What arrives is counted from the first message, as on the other side. */
    private void hit(boolean fromFirst) {
        long now = counted.incrementAndGet();
        if (fromFirst && now == 1) {
            begin = System.nanoTime();
        }
        if (now == expected) {
            System.out.println("rate " + expected * 1e9 / (System.nanoTime() - begin));
        }
    }
}
