package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.BatchLog.BATCH_LOG;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.quarkiverse.messaging.nats.NatsNack;
import io.quarkiverse.messaging.nats.runtime.config.BatchSettings;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.spi.DeliveryInProgress;
import io.vertx.core.impl.ContextInternal;

/**
 * Gives what waits in batches. Messages are decoded first: one that can't be is failed alone. A batch goes when it is
 * full, when its first message has waited long enough, or when nothing more can join it. One that failed is no verdict on
 * its members: they are given again one by one, here and at once, and only what fails alone goes through the failure
 * strategy. What failed alone stays alone when it comes again.
 */
final class Batches {

    private final IncomingSettings settings;
    private final BatchSettings batch;
    private final MessageFlow flow;
    private final InFlight inFlight;
    private final ChannelLoop loop;
    private final BatchDecoder decoder;
    private final boolean inTurn;
    /** Sequences that failed alone and come again, the oldest first; to forget one costs a batch that fails once more. */
    private final Set<Long> failedAlone = new LinkedHashSet<>();
    private boolean alarmed;
    private boolean settling;

    /** @param decoder {@code null} where the application takes bytes */
    Batches(IncomingSettings settings, MessageFlow flow, ChannelLoop loop, BatchDecoder decoder) {
        this.settings = settings;
        this.batch = settings.batch();
        this.flow = flow;
        this.inFlight = flow.inFlight();
        this.loop = loop;
        this.decoder = decoder;
        // The next one must not have passed a failed one that is given again.
        this.inTurn = settings.ordered() && batch.inTurn();
    }

    void emit() {
        if (settling) {
            return;
        }
        if (!flow.isEnding()) {
            flow.intake().pull(); // so that it shows whether more is to come
        }
        int given = 0;
        while (flow.downstream().wants() && flow.mayGive() && (!inTurn || flow.running() == 0)) {
            Delivery first = flow.claims().first();
            if (first == null) {
                return;
            }
            if (given >= MessageFlow.TURN) {
                flow.wake();
                return;
            }
            if (flow.expiry().ends(first)) {
                continue;
            }
            int more = next(first);
            if (more == 0) {
                return;
            }
            given += more;
        }
    }

    /** @return how many messages went, 0 where they wait for others */
    private int next(Delivery first) {
        if (!decode(first)) {
            flow.start(first);
            flow.failed(first, (Throwable) first.decoded, null);
            return 1;
        }
        List<Delivery> members = new ArrayList<>();
        if (!collect(first, members)) {
            long waited = System.nanoTime() - first.arrivedAt;
            if (waited < batch.maxWait().toNanos() && moreMayCome()) {
                wakeIn(batch.maxWait().minusNanos(waited));
                return 0;
            }
        }
        give(members);
        return members.size();
    }

    /** @return whether nothing can be added: it is full, or the next one must go alone */
    private boolean collect(Delivery first, List<Delivery> members) {
        if (isAlone(first)) {
            return members.add(first);
        }
        for (Delivery next = first; next != null && members.size() < batch.maxSize(); next = next.next) {
            if (next.state == Delivery.State.WAITING) {
                if (!flow.claims().mayBeGiven(next)) {
                    return false;
                }
                if (isAlone(next) || !decode(next)) {
                    return true;
                }
                members.add(next);
            }
        }
        return members.size() == batch.maxSize();
    }

    private boolean isAlone(Delivery delivery) {
        return delivery.alone || !failedAlone.isEmpty() && failedAlone.contains(delivery.sequence);
    }

    /** @return whether it could be read; once read it is kept */
    private boolean decode(Delivery delivery) {
        if (decoder != null && delivery.decoded == null) {
            try {
                delivery.decoded = decoder.decode(delivery.payload, delivery.metadata);
            } catch (RuntimeException e) {
                delivery.decoded = e;
                delivery.undecodable = true;
            }
        }
        return !delivery.undecodable;
    }

    /**
     * At {@code max-in-flight} or {@code max-in-flight-bytes}, or without a connection, nothing is asked for before these
     * are settled. What asks for no bytes to speak of only renews the pin.
     */
    private boolean moreMayCome() {
        return flow.intake().session().askedBytes() > 1 && flow.intake().policy().hasRoom(inFlight);
    }

    private void wakeIn(Duration delay) {
        if (!alarmed) {
            alarmed = true;
            loop.later(delay, () -> {
                alarmed = false;
                flow.turn();
            });
        }
    }

    private void give(List<Delivery> members) {
        List<Object> payload = new ArrayList<>(members.size());
        for (Delivery member : members) {
            flow.start(member);
            payload.add(decoder == null ? member.payload : member.decoded);
        }
        ContextInternal own = loop.forOneMessage();
        DeliveryInProgress inProgress = flow.claims().inProgress(members);
        if (inProgress != null) {
            inProgress.bindTo(own);
        }
        flow.downstream().give(new IncomingNatsBatch(this, members, payload, own, inProgress), own);
    }

    /** The application has processed them. Any thread. */
    CompletionStage<Void> processed(List<Delivery> members) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        together(() -> {
            CompletableFuture<?>[] settled = new CompletableFuture<?>[members.size()];
            for (int i = 0; i < settled.length; i++) {
                Delivery member = members.get(i);
                if (!failedAlone.isEmpty()) {
                    failedAlone.remove(member.sequence);
                }
                settled[i] = flow.processed(member).toCompletableFuture();
            }
            CompletableFuture.allOf(settled).whenComplete((nothing, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        });
        return done;
    }

    /** The application failed with them. Any thread. */
    CompletionStage<Void> failed(List<Delivery> members, Throwable reason, NatsNack wish) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        together(() -> {
            if (members.size() == 1 || wish != null) {
                members.forEach(member -> {
                    remember(member.sequence);
                    flow.failed(member, reason, wish);
                });
            } else {
                BATCH_LOG.batchFailed(settings.channel(), members.size(), members.get(0).sequence,
                        members.get(members.size() - 1).sequence, reason);
                members.forEach(this::again);
                inFlight.findFirstWaiting();
            }
            done.complete(null);
        });
        return done;
    }

    private void again(Delivery member) {
        if (member.state != Delivery.State.RUNNING) {
            return;
        }
        if (flow.intake().standsBy()) {
            // Another instance owns the durable now, and gets it.
            flow.claims().released(member);
            flow.methodEnded(member, Delivery.State.SETTLED);
            inFlight.remove(member);
        } else {
            member.alone = true;
            flow.methodEnded(member, Delivery.State.WAITING);
        }
    }

    private void remember(long sequence) {
        failedAlone.add(sequence);
        if (failedAlone.size() > settings.maxInFlight()) {
            Iterator<Long> oldest = failedAlone.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Several outcomes at once: nothing is given between them. */
    private void together(Runnable outcomes) {
        loop.run(() -> {
            boolean before = settling;
            settling = true;
            try {
                outcomes.run();
            } finally {
                settling = before;
            }
            flow.turn();
        });
    }
}
