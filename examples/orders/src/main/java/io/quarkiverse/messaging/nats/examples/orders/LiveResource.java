package io.quarkiverse.messaging.nats.examples.orders;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import io.smallrye.mutiny.Multi;

/**
 * Tells a browser what happens, as server-sent events. It is asked for at a steady pace what is new: however fast orders
 * come, and however slow the browser is, nothing is queued. A tick for which the browser is not ready is left out, and
 * what {@link RecentEvents} overwrote meanwhile is not sent.
 */
@Path("/orders/live")
public class LiveResource {

    private static final Duration PACE = Duration.ofMillis(100);
    private static final int TICKS_PER_STATS = 5;

    @Inject
    RecentEvents recent;
    @Inject
    Tally tally;
    @Inject
    FailingSwitch failing;
    @Context
    Sse sse;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> live() {
        return Multi.createFrom().deferred(() -> {
            Reader reader = new Reader();
            return Multi.createFrom().ticks().every(PACE)
                    .onOverflow().drop()
                    .onItem().transformToMultiAndConcatenate(tick -> Multi.createFrom().iterable(reader.next()));
        });
    }

    private OutboundSseEvent event(String name, Object data) {
        return sse.newEventBuilder().name(name).mediaType(MediaType.APPLICATION_JSON_TYPE).data(data).build();
    }

    /** How far one browser is. It begins with what is still here, so that a page that is opened is not empty. */
    private final class Reader {

        private long seen;
        private long ticks;

        List<OutboundSseEvent> next() {
            RecentEvents.Batch batch = recent.since(seen);
            seen = batch.seen();
            List<OutboundSseEvent> out = new ArrayList<>();
            batch.events().forEach(event -> out.add(event(event.type(), event)));
            if (ticks++ % TICKS_PER_STATS == 0) {
                out.add(event("stats", tally.stats(failing.isOn())));
            }
            return out;
        }
    }
}
