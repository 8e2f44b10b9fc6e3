package io.quarkiverse.messaging.nats.runtime.failure;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** Put aside: the failed message goes to {@code dead-letter-subject} at its first failure. */
@ApplicationScoped
@Identifier(DeadLetterStrategy.NAME)
public class DeadLetterStrategy implements FailureStrategy {

    /** What is written in the configuration. */
    public static final String NAME = "dead-letter";

    @Override
    public void onFailure(FailedMessage failed) {
        failed.deadLetter();
    }

    @Override
    public boolean retries() {
        return false;
    }

    @Override
    public boolean deadLetters() {
        return true;
    }
}
