package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.nats.client.JetStreamApiException;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.NatsDurables;
import io.quarkiverse.messaging.nats.runtime.config.NatsConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.NatsConnections;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.incoming.IncomingChannel;
import io.quarkiverse.messaging.nats.runtime.stream.StreamProvisioner;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;

/** Deletes durables on a worker thread. */
@ApplicationScoped
public class Durables implements NatsDurables {

    @Inject
    Channels channels;
    @Inject
    NatsConnections connections;

    @Override
    public Uni<Boolean> delete(String channel) {
        return onWorker(() -> {
            IncomingBinding binding = withDurable().get(channel);
            if (binding == null) {
                throw ERRORS.noDurable(channel, withDurable().keySet());
            }
            LiveConnection live = live(binding.settings().connection());
            BoundConsumer bound = binding.leaveForGood();
            if (bound == null) {
                throw ERRORS.durableNotBound(channel);
            }
            for (IncomingChannel copy : binding.copies()) {
                copy.quiesce().toCompletableFuture().get(Shutdown.RUNNING.toSeconds(), TimeUnit.SECONDS);
                copy.finish(Shutdown.RUNNING).toCompletableFuture().get(2 * Shutdown.RUNNING.toSeconds(), TimeUnit.SECONDS);
            }
            binding.status().down(Cause.FAILED, ERRORS.reasonDurableDeleted(bound.name()));
            return delete(live, bound.stream(), bound.name());
        });
    }

    @Override
    public Uni<Boolean> delete(String stream, String durable) {
        return onWorker(() -> {
            for (IncomingBinding binding : channels.bindings()) {
                BoundConsumer bound = binding.bound();
                if (bound != null && bound.stream().equals(stream) && bound.name().equals(durable)) {
                    throw ERRORS.durableInUse(durable, stream, binding.settings().channel());
                }
            }
            return delete(live(NatsConfig.DEFAULT_CONNECTION), stream, durable);
        });
    }

    private static boolean delete(LiveConnection live, String stream, String durable) throws Exception {
        try {
            live.management().deleteConsumer(stream, durable);
            LOG.durableDeleted(durable, stream);
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NatsJetStreamConstants.JS_CONSUMER_NOT_FOUND_ERR
                    || e.getApiErrorCode() == StreamProvisioner.STREAM_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private LiveConnection live(String connection) {
        LiveConnection live = connections.get(connection).live();
        if (live == null || !live.isUp()) {
            throw ERRORS.notConnected();
        }
        return live;
    }

    private Map<String, IncomingBinding> withDurable() {
        Map<String, IncomingBinding> bindings = new TreeMap<>();
        for (IncomingBinding binding : channels.bindings()) {
            if (binding.settings().durable() != null) {
                bindings.put(binding.settings().channel(), binding);
            }
        }
        return bindings;
    }

    private static Uni<Boolean> onWorker(Callable<Boolean> call) {
        return Uni.createFrom().item(Unchecked.supplier(call::call)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }
}
