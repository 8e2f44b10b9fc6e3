package io.quarkiverse.messaging.nats.chaos.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** The ways in and out that {@code scripts/faults} looks at; each says what went through it. */
@ApplicationScoped
public class Faults {

    private static final Duration TICK = Duration.ofMillis(200);
    private static final int TICKS_KEPT = 5_000;

    @Inject
    Diary diary;

    @Incoming("faults-group")
    @Blocking(ordered = false)
    void group(String message) {
        got("group", message);
    }

    @Incoming("faults-owner")
    void owner(String message) {
        got("owner", message);
    }

    @Incoming("faults-stored")
    void stored(String message) {
        got("stored", message);
    }

    @Incoming("faults-relay")
    @Outgoing("faults-relayed")
    String relay(String message) {
        got("relay", message);
        return message;
    }

    /** What an application sends of its own accord, whether anything comes in or not. */
    @Outgoing("faults-ticks")
    Multi<Message<String>> ticks() {
        String run = System.currentTimeMillis() + "-";
        return Multi.createFrom().ticks().every(TICK).onOverflow().buffer(TICKS_KEPT).map(number -> {
            String id = run + number;
            return Message.of(id, () -> {
                diary.write("got ticks " + id);
                return CompletableFuture.completedFuture(null);
            });
        });
    }

    /** The number ends at the first space; behind it is what makes a message large. */
    private void got(String channel, String message) {
        int end = message.indexOf(' ');
        diary.write("got " + channel + " " + (end < 0 ? message : message.substring(0, end)));
    }
}
