package io.quarkiverse.messaging.nats.runtime.failure;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** Later, again: the delay grows with the delivery count, along the channel's {@code backoff}. */
@ApplicationScoped
@Identifier(NakStrategy.NAME)
public class NakStrategy implements FailureStrategy {

    /** What is written in the configuration. */
    public static final String NAME = "nak";

    @Override
    public void onFailure(FailedMessage failed) {
        failed.nak(failed.delay());
    }
}
