package io.quarkiverse.messaging.nats.runtime.connector;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;

/** Makes the records of all sequence stores smaller, by the clock, on a worker thread; one round at a time. */
@ApplicationScoped
public class Compaction {

    @Inject
    Vertx vertx;
    @Inject
    NatsConfig config;

    private final AtomicBoolean running = new AtomicBoolean();
    private long timer = -1;

    void start(Collection<IncomingBinding> bindings) {
        if (bindings.stream().allMatch(binding -> binding.record() == null)) {
            return;
        }
        Duration interval = config.sequenceStore().compactionInterval();
        timer = vertx.setPeriodic(Math.max(1, interval.toMillis()), ignored -> {
            if (running.compareAndSet(false, true)) {
                Infrastructure.getDefaultWorkerPool().execute(() -> round(bindings));
            }
        });
    }

    private void round(Collection<IncomingBinding> bindings) {
        try {
            for (IncomingBinding binding : bindings) {
                if (binding.record() != null) {
                    binding.record().compact();
                }
            }
        } finally {
            running.set(false);
        }
    }

    void cancel() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
        }
    }
}
