package io.quarkiverse.messaging.nats.runtime.failure;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.messaging.nats.spi.FailedMessage;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.common.annotation.Identifier;

/** Stop: nothing after the failed message is processed, it stays unsettled, a restart begins with it. */
@ApplicationScoped
@Identifier(FailStrategy.NAME)
public class FailStrategy implements FailureStrategy {

    /** What is written in the configuration. */
    public static final String NAME = "fail";

    @Override
    public void onFailure(FailedMessage failed) {
        failed.stop();
    }

    @Override
    public boolean stops() {
        return true;
    }

    @Override
    public boolean retries() {
        return false;
    }
}
