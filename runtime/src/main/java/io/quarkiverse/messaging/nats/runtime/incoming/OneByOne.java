package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.incoming.MessageFlow.TURN;

import java.util.List;

import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.impl.ContextInternal;

/** Gives messages to the application one by one, each on a context of its own. */
final class OneByOne {

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final ChannelLoop loop;

    OneByOne(IncomingSettings settings, MessageFlow flow, ChannelLoop loop) {
        this.settings = settings;
        this.flow = flow;
        this.loop = loop;
    }

    void emit() {
        for (int given = 0; flow.downstream().wants() && flow.mayGive(); given++) {
            Delivery delivery = flow.claims().first();
            if (delivery == null) {
                return;
            }
            if (given == TURN) {
                flow.wake();
                return;
            }
            if (!flow.expiry().ends(delivery)) {
                flow.start(delivery);
                give(delivery);
            }
        }
    }

    private void give(Delivery delivery) {
        ContextInternal own = loop.forOneMessage();
        IncomingNatsMessage message = new IncomingNatsMessage(flow, delivery, new LocalContextMetadata(own));
        if (settings.manualAck()) {
            message.injectMetadata(new NatsAcknowledgement(new AckByHand(flow, delivery)));
        }
        DeliveryInProgress inProgress = flow.claims().inProgress(List.of(delivery));
        if (inProgress != null) {
            inProgress.bindTo(own);
            message.injectMetadata(inProgress);
        }
        flow.downstream().give(message, own);
    }
}
