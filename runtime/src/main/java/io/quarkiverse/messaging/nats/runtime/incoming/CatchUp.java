package io.quarkiverse.messaging.nats.runtime.incoming;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.health.ReplayProgress;

/** Tells what is settled to the progress of a channel that must catch up, and asks the server how far that is. */
final class CatchUp {

    private static final Duration SOON = Duration.ofMillis(100);

    private final ReplayProgress progress;
    private final Intake intake;
    private final ChannelHost host;
    private final ChannelLoop loop;
    private boolean soon;
    private boolean asking;

    CatchUp(ReplayProgress progress, Intake intake, ChannelHost host, ChannelLoop loop) {
        this.progress = progress;
        this.intake = intake;
        this.host = host;
        this.loop = loop;
    }

    /** The server was told what became of a message. */
    void settled(Delivery delivery, boolean comesAgain) {
        if (progress.isCurrent()) {
            return;
        }
        if (comesAgain) {
            progress.failed(delivery.sequence);
        } else {
            progress.settled(delivery.sequence);
            askSoon();
        }
    }

    /** The last ack is on its way: the server need not be asked by the clock. */
    private void askSoon() {
        if (!soon && progress.seemsDone()) {
            soon = true;
            loop.later(SOON, () -> {
                soon = false;
                ask();
            });
        }
    }

    /** To be called now and then while there is a connection. */
    void ask() {
        PullSession session = intake.session();
        if (session == null || asking || !intake.isConnected() || !progress.wantsToAsk(System.nanoTime())) {
            return;
        }
        asking = true;
        host.state(session.live(), session.consumer()).whenComplete((state, failure) -> loop.run(() -> {
            asking = false;
            if (failure == null) {
                progress.heard(state.ackFloor(), state.toCome(), state.pending(), System.nanoTime());
                if (!progress.isCurrent()) {
                    askSoon();
                }
            }
        }));
    }
}
