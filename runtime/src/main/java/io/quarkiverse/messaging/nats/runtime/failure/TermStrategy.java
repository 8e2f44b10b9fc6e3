package io.quarkiverse.messaging.nats.runtime.failure;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** Never again: the server is told not to deliver it any more, and why. */
@ApplicationScoped
@Identifier(TermStrategy.NAME)
public class TermStrategy implements FailureStrategy {

    /** What is written in the configuration. */
    public static final String NAME = "term";

    @Override
    public void onFailure(FailedMessage failed) {
        failed.term(String.valueOf(failed.reason()));
    }

    @Override
    public boolean retries() {
        return false;
    }
}
