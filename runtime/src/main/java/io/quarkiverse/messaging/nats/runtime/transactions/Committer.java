package io.quarkiverse.messaging.nats.runtime.transactions;

import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreErrors.STREAM_STORE;
import static io.quarkiverse.messaging.nats.runtime.i18n.StreamStoreLog.STREAM_STORE_LOG;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch.Conflict;
import io.quarkiverse.messaging.nats.spi.AtomicSequences.Output;
import io.quarkiverse.messaging.nats.spi.NotClaimedException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Verdict;
import io.quarkiverse.messaging.nats.spi.StreamPosition;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Puts what is ready into batches: many sources in each, since a batch costs the server a file. At most {@link #OPEN} batches
 * are on their way; what waits meanwhile is no more than the channel holds in flight. Where the server refuses a batch because
 * one of its sources was processed before, each is committed alone. One that is not answered is sent again under a new name: if
 * it
 * had landed, the markers refuse it.
 */
final class Committer {

    private static final int OPEN = 4;
    private static final int SOURCES = 100;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE_DOUBLINGS = 5;

    private record Work(List<StreamPosition> sources, List<Output> outputs, CompletableFuture<Boolean> outcome) {

        int size() {
            return sources.size() + outputs.size();
        }
    }

    private final String channel;
    private final OutputStream stream;
    private final Markers markers;
    private final Queue<Work> waiting = new ArrayDeque<>();
    private int open;
    private volatile boolean closed;

    Committer(String channel, OutputStream stream, Markers markers) {
        this.channel = channel;
        this.stream = stream;
        this.markers = markers;
    }

    CompletableFuture<Boolean> commit(List<StreamPosition> sources, List<Output> outputs) {
        Work work = new Work(sources, outputs, new CompletableFuture<>());
        if (work.size() > AtomicBatch.MOST) {
            work.outcome().completeExceptionally(
                    STREAM_STORE.tooMany(channel, outputs.size(), AtomicBatch.MOST - sources.size()));
            return work.outcome();
        }
        synchronized (this) {
            waiting.add(work);
        }
        more();
        return work.outcome();
    }

    void close() {
        closed = true;
    }

    /** Sends the next group where there is room for one. */
    private void more() {
        List<Work> group = new ArrayList<>();
        synchronized (this) {
            if (open == OPEN || waiting.isEmpty()) {
                return;
            }
            open++;
        }
        // What comes at the same moment joins.
        Infrastructure.getDefaultWorkerPool().execute(() -> {
            synchronized (this) {
                int size = 0;
                while (!waiting.isEmpty() && group.size() < SOURCES && size + waiting.peek().size() <= AtomicBatch.MOST) {
                    size += waiting.peek().size();
                    group.add(waiting.poll());
                }
            }
            if (group.isEmpty()) {
                over();
            } else {
                send(group, 0);
            }
            more();
        });
    }

    private void over() {
        synchronized (this) {
            open--;
        }
        more();
    }

    private void send(List<Work> group, int failures) {
        List<Output> messages = new ArrayList<>();
        for (Work work : group) {
            messages.addAll(work.outputs());
            work.sources().forEach(source -> messages
                    .add(new Output(markers.subject(source), markers.headers(0), Markers.body(source))));
        }
        stream.store(messages).whenCompleteAsync((ack, failure) -> {
            if (failure == null) {
                group.forEach(work -> work.outcome().complete(true));
                over();
            } else if (!Conflict.is(failure) && !(failure instanceof IllegalArgumentException)) {
                again(group, messages.size(), failures, failure);
            } else if (group.size() > 1) {
                group.forEach(work -> alone(work, 0));
                over();
            } else if (failure instanceof IllegalArgumentException) {
                group.get(0).outcome().completeExceptionally(failure);
                over();
            } else {
                processedBefore(group.get(0));
                over();
            }
        }, Infrastructure.getDefaultWorkerPool());
    }

    private void alone(Work work, int failures) {
        synchronized (this) {
            open++; // above the bound for a moment: as many as the group had
        }
        send(List.of(work), failures);
    }

    private void again(List<Work> group, int messages, int failures, Throwable failure) {
        if (closed) {
            group.forEach(work -> work.outcome().completeExceptionally(failure));
            over();
            return;
        }
        if (failures == 0) {
            STREAM_STORE_LOG.again(channel, messages, String.valueOf(failure.getMessage()));
        }
        long pause = FIRST_PAUSE_MILLIS << Math.min(failures, LONGEST_PAUSE_DOUBLINGS);
        Infrastructure.getDefaultWorkerPool().schedule(() -> send(group, failures + 1), pause, TimeUnit.MILLISECONDS);
    }

    /** Of several sources those that were not processed before can't be told apart: the outputs are of all of them. */
    private void processedBefore(Work work) {
        List<CompletableFuture<MessageInfo>> found = work.sources().stream()
                .map(source -> stream.last(markers.subject(source))).toList();
        CompletableFuture.allOf(found.toArray(CompletableFuture[]::new)).whenComplete((all, failure) -> {
            if (failure != null) {
                alone(work, 1);
                return;
            }
            for (int i = 0; i < found.size(); i++) {
                MessageInfo marker = found.get(i).join();
                StreamPosition source = work.sources().get(i);
                if (marker == null) {
                    work.outcome().completeExceptionally(new NotClaimedException(Verdict.BUSY,
                            STREAM_STORE.withoutMarker(channel, source.sequence()), null));
                    return;
                }
                if (!Markers.isOf(source, marker.getData())) {
                    work.outcome().completeExceptionally(new NotClaimedException(Verdict.FOREIGN,
                            STREAM_STORE.foreign(channel, source.sequence(), source.storedAt()), null));
                    return;
                }
                STREAM_STORE_LOG.dropped(channel, source.sequence());
            }
            work.outcome().complete(false);
        });
    }
}
