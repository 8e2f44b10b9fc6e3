package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;

/**
 * A channel that the application has paused gives nothing. Alone it keeps what it holds and pulls on, so that an owner
 * keeps its pin and the server's max ack pending bounds what arrives; a member of a queue group gives back what it has
 * not started and pulls no more, so that the others do it.
 */
final class Pause {

    /** SmallRye does not tell a connector of a pause: while there is one, its end is looked for so often. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final ChannelHost host;
    private final ChannelLoop loop;
    private boolean on;
    private boolean looking;

    Pause(IncomingSettings settings, MessageFlow flow, ChannelHost host, ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.host = host;
        this.loop = loop;
    }

    /** @return whether messages may be given */
    boolean isOff() {
        return !on && !host.isPaused();
    }

    /** @return whether messages may be pulled */
    boolean mayPull() {
        return !on || settings.queueGroup() == null;
    }

    /** Finds out whether the channel is paused, and gives back what arrived for a member that is. */
    void look() {
        boolean before = on;
        on = host.isPaused();
        if (on && settings.queueGroup() != null) {
            flow.handBack().giveBackWaiting();
        }
        if (on != before) {
            if (on) {
                LOG.paused(settings.channel());
            } else {
                LOG.resumed(settings.channel());
            }
        }
        if (on && !looking && !flow.isEnding()) {
            looking = true;
            loop.later(LOOK, () -> {
                looking = false;
                flow.turn();
            });
        }
    }
}
