package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/** The end of a channel: what runs may end, what was not started goes back, the failed or oldest first. */
final class HandBack {

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final Intake intake;
    private final InFlight inFlight;
    private final Settlement settlement;
    private final ChannelLoop loop;
    private boolean stopping;
    private CompletableFuture<Void> idle;

    HandBack(IncomingSettings settings, MessageFlow flow, Intake intake, InFlight inFlight, Settlement settlement,
            ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.intake = intake;
        this.inFlight = inFlight;
        this.settlement = settlement;
        this.loop = loop;
    }

    boolean isStopping() {
        return stopping;
    }

    /** From now on nothing is given to the application and nothing is pulled. */
    CompletionStage<Void> quiesce() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.run(() -> {
            stopping = true;
            done.complete(null);
        });
        return done;
    }

    /** Waits for what runs, at most so long, then gives back. */
    CompletionStage<Void> finish(Duration most) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.run(() -> {
            idle = new CompletableFuture<>();
            idle.whenComplete((nothing, failure) -> {
                giveBack();
                done.complete(null);
            });
            loop.later(most, () -> idle.complete(null));
            progress();
        });
        return done;
    }

    /** A method has ended, or an ack was confirmed. */
    void progress() {
        if (idle != null && flow.running() == 0 && settlement.flush()) {
            idle.complete(null);
        }
    }

    private void giveBack() {
        intake.upkeep().end();
        while (intake.take()) {
            // what arrived before the server heard that we leave
        }
        settlement.end();
        int givenBack = giveBack(Delivery.State.WAITING, Delivery.State.FAILED, Delivery.State.OPEN,
                Delivery.State.FINISHED);
        if (settings.acks().none() && givenBack > 0) {
            LOG.lostAtStop(settings.channel(), givenBack);
            givenBack = 0;
        }
        LOG.channelStopped(settings.channel(), givenBack, flow.running());
    }

    /** What was not started goes back while the application runs on. */
    void giveBackWaiting() {
        giveBack(Delivery.State.WAITING);
    }

    /** So many of those that were not started make room for others that are to come before them. */
    void giveBackLast(long most) {
        List<Delivery> waiting = inFlight.inOrder(Delivery.State.WAITING);
        giveBack(waiting.subList((int) Math.max(0, waiting.size() - most), waiting.size()));
    }

    private int giveBack(Delivery.State... states) {
        return giveBack(inFlight.inOrder(states));
    }

    private int giveBack(List<Delivery> unsettled) {
        for (Delivery delivery : unsettled) {
            settlement.giveBack(delivery);
            delivery.state = Delivery.State.SETTLED;
            inFlight.remove(delivery);
        }
        return unsettled.size();
    }
}
