package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;

/**
 * Stops all channels, bounded: no more pulls, what runs ends and is settled, what it published is confirmed, what was not
 * started goes back in order, an owner gives up its pin. Before the connection closes: a draining one refuses requests.
 */
final class Shutdown {

    /** How long what runs may still run. */
    static final Duration RUNNING = Duration.ofSeconds(10);
    /** How long what was published may wait for its confirmation. */
    private static final Duration CONFIRMATION = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private Shutdown() {
    }

    static void run(Collection<ConnectionSetup> setups) {
        setups.forEach(ConnectionSetup::stop);
        await(each(setups, IncomingChannel::quiesce), DRAIN);
        setups.forEach(Shutdown::drainDeliveries);
        await(each(setups, channel -> channel.finish(RUNNING)), RUNNING.plus(DRAIN));
        setups.forEach(Shutdown::leaveConsumers);
        setups.forEach(setup -> setup.steps().outgoing().forEach(OutgoingBinding::cancel));
        setups.forEach(Shutdown::awaitConfirmations);
    }

    private static List<CompletableFuture<Void>> each(Collection<ConnectionSetup> setups,
            Function<IncomingChannel, CompletionStage<Void>> step) {
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        setups.forEach(setup -> setup.steps().incoming().forEach(binding -> binding.copies()
                .forEach(copy -> steps.add(step.apply(copy).toCompletableFuture()))));
        return steps;
    }

    private static void await(List<CompletableFuture<Void>> steps, Duration most) {
        try {
            CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new)).get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("stopping goes on", e);
        }
    }

    /** What the server sent before it heard that we leave still arrives, so that it can be given back. */
    private static void drainDeliveries(ConnectionSetup setup) {
        LiveConnection live = setup.connection().live();
        if (live != null && live.isUp()) {
            try {
                live.deliveries().drain(DRAIN).get(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.notClosedInOrder(setup.connection().name(), e);
            }
        }
    }

    /** A stand-by takes over at once; what nobody can find again is deleted. */
    private static void leaveConsumers(ConnectionSetup setup) {
        LiveConnection live = setup.connection().live();
        for (IncomingBinding binding : setup.steps().incoming()) {
            BoundConsumer bound = binding.bound();
            IncomingSettings settings = binding.settings();
            if (bound == null || live == null || !live.isUp()) {
                continue;
            }
            try {
                if (settings.ephemeral()) {
                    live.management().deleteConsumer(bound.stream(), bound.name());
                } else if (bound.priorityGroup() != null && binding.copies().stream().anyMatch(IncomingChannel::isOwner)) {
                    live.connection().flush(DRAIN);
                    live.management().unpinConsumer(bound.stream(), bound.name(), bound.priorityGroup());
                }
            } catch (Exception e) {
                LOG.debug("the consumer " + bound.name() + " could not be left in order", e);
            }
        }
    }

    private static void awaitConfirmations(ConnectionSetup setup) {
        try {
            setup.queue().whenEmpty().get(CONFIRMATION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.unconfirmedAtStop(setup.queue().size(), CONFIRMATION);
        }
        setup.queue().abandon();
    }
}
