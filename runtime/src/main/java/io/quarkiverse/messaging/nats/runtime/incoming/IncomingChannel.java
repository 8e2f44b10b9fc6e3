package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.eclipse.microprofile.reactive.messaging.Message;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.spi.FailureStrategy;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.vertx.core.impl.ContextInternal;

/**
 * One incoming channel as SmallRye and the connector see it; what becomes of its messages is told in {@link MessageFlow}.
 * Every method may be called from any thread.
 */
public final class IncomingChannel implements Flow.Publisher<Message<?>>, Flow.Subscription {

    private final IncomingSettings settings;
    private final ChannelLoop loop;
    private final MessageFlow flow;
    private final ChannelStatus status;
    private final ChannelHost host;
    /** The consumer may exist before SmallRye subscribes; nothing is pulled before both are there. */
    private Runnable begin;

    /**
     * @param settings its settings
     * @param context an event loop context of its own
     * @param strategy what becomes of failed messages
     * @param host the world outside
     * @param status what it says of itself
     * @param decoder of a channel that gives batches: reads an element, {@code null} for bytes
     */
    public IncomingChannel(IncomingSettings settings, ContextInternal context, FailureStrategy strategy, ChannelHost host,
            ChannelStatus status, BatchDecoder decoder) {
        this.settings = settings;
        this.loop = new ChannelLoop(context);
        this.status = status;
        this.host = host;
        this.flow = new MessageFlow(settings, loop, strategy, host, status, decoder);
        status.counters().addCopy(flow.inFlight()::size);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<?>> downstream) {
        loop.run(() -> {
            if (flow.downstream().isThere()) {
                downstream.onSubscribe(Subscriptions.CANCELLED);
                downstream.onError(ERRORS.oneSubscriber(settings.channel()));
                return;
            }
            flow.downstream().arrive(downstream);
            status.up(Cause.SUBSCRIBER);
            downstream.onSubscribe(this);
            if (begin != null) {
                begin.run();
            }
        });
    }

    @Override
    public void request(long n) {
        loop.run(() -> flow.request(n));
    }

    @Override
    public void cancel() {
        loop.run(this::left);
    }

    /** Nobody takes messages any more: they go back, and the channel says so instead of falling silent. */
    private void left() {
        flow.downstream().leave();
        if (!flow.isEnding()) {
            flow.handBack().giveBackWaiting();
            flow.intake().leave();
            status.down(Cause.SUBSCRIBER, ERRORS.reasonCancelled());
        }
    }

    /**
     * The consumer exists: pulling may begin, or begin again.
     *
     * @param live the connection
     * @param consumer the consumer
     */
    public void begin(LiveConnection live, BoundConsumer consumer) {
        loop.run(() -> {
            begin = () -> {
                flow.intake().begin(live, consumer);
                flow.turn();
            };
            if (flow.downstream().isThere() && !flow.isEnding()) {
                begin.run();
            } else if (host.isPaused()) {
                // With late-subscription nobody takes the messages before the first resume, as the application wishes.
                List.of(Cause.CONNECTION, Cause.SETUP, Cause.SERVER).forEach(status::up);
            }
        });
    }

    /** The connection is lost. */
    public void disconnected() {
        loop.run(flow.intake()::disconnected);
    }

    /** @return where the consumer is to begin again if it is gone */
    public CompletionStage<ChannelHost.Position> position() {
        CompletableFuture<ChannelHost.Position> position = new CompletableFuture<>();
        loop.run(() -> position.complete(flow.intake().position()));
        return position;
    }

    /** Gives nothing more to the application and pulls nothing more. @return ends when that holds */
    public CompletionStage<Void> quiesce() {
        return flow.handBack().quiesce();
    }

    /**
     * Waits for what runs, then gives back what was not started, the failed or oldest first.
     *
     * @param most how long to wait for what runs
     * @return ends when everything was given back
     */
    public CompletionStage<Void> finish(Duration most) {
        return flow.handBack().finish(most);
    }

    /** @return whether this instance is the owner of an exclusive durable; to be asked when it is finished */
    public boolean isOwner() {
        return flow.intake().isOwner();
    }
}
