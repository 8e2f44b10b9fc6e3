package io.quarkiverse.messaging.nats.runtime.requests;

import java.lang.reflect.Type;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.messaging.nats.NatsRequestReply;
import io.quarkiverse.messaging.nats.runtime.payload.PayloadConverter;
import io.smallrye.mutiny.Uni;

/** What one injection point sees of an emitter: its replies, read as the type that it says. */
record TypedRequests<Req, Rep>(RequestEmitter<Req> emitter, PayloadConverter converter, Type type)
        implements
            NatsRequestReply<Req, Rep> {

    @Override
    public Uni<Rep> request(Req request) {
        return request(Message.of(request)).map(Message::getPayload);
    }

    @Override
    @SuppressWarnings("unchecked") // the converter reads it as what the injection point says
    public Uni<Message<Rep>> request(Message<? extends Req> request) {
        return emitter.send(request).map(reply -> (Message<Rep>) (converter.canConvert(reply, type)
                ? converter.convert(reply, type)
                : reply));
    }

    @Override
    public int waiting() {
        return emitter.waiting();
    }
}
