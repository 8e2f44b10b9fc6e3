package io.quarkiverse.messaging.nats.runtime.failure;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** As if it had been processed: the failed message is acked. */
@ApplicationScoped
@Identifier(IgnoreStrategy.NAME)
public class IgnoreStrategy implements FailureStrategy {

    /** What is written in the configuration. */
    public static final String NAME = "ignore";

    @Override
    public void onFailure(FailedMessage failed) {
        failed.ack();
    }

    @Override
    public boolean retries() {
        return false;
    }
}
