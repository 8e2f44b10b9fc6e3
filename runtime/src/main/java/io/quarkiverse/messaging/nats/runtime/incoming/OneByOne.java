package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.incoming.MessageFlow.TURN;

import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.vertx.core.impl.ContextInternal;

/** Gives messages to the application one by one, each on a context of its own. */
final class OneByOne {

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final InFlight inFlight;
    private final ChannelLoop loop;

    OneByOne(IncomingSettings settings, MessageFlow flow, ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.inFlight = flow.inFlight();
        this.loop = loop;
    }

    void emit() {
        for (int given = 0; flow.downstream().wants() && flow.mayGive(); given++) {
            Delivery delivery = inFlight.firstWaiting();
            if (delivery == null) {
                return;
            }
            if (given == TURN) {
                flow.wake();
                return;
            }
            if (!flow.expired(delivery)) {
                flow.start(delivery);
                give(delivery);
            }
        }
    }

    private void give(Delivery delivery) {
        ContextInternal own = loop.forOneMessage();
        NatsAcknowledgement byHand = settings.manualAck() ? new NatsAcknowledgement(new AckByHand(flow, delivery)) : null;
        flow.downstream().give(new IncomingNatsMessage(flow, delivery, own, byHand), own);
    }
}
