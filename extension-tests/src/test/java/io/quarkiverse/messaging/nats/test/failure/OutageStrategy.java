package io.quarkiverse.messaging.nats.test.failure;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

// tag::strategy[]
/** An outage is waited for. Every other failure is the message's own fault, and puts it aside. */
@ApplicationScoped
@Identifier("outage")
public class OutageStrategy implements FailureStrategy {

    @Override
    public void onFailure(FailedMessage failed) {
        if (failed.reason() instanceof IOException) {
            failed.nak(failed.delay()); // by the channel's backoff
        } else {
            failed.deadLetter();
        }
    }

    @Override
    public boolean deadLetters() {
        return true; // a channel with it does not start without dead-letter-subject
    }
}
// end::strategy[]
