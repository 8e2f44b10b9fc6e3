package io.quarkiverse.messaging.nats.runtime.transactions;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.quarkiverse.messaging.nats.runtime.connection.AtomicBatch.Conflict;
import io.quarkiverse.messaging.nats.runtime.sequence.Floor;
import io.quarkiverse.messaging.nats.runtime.sequence.SequenceSet;
import io.quarkiverse.messaging.nats.spi.AtomicSequences;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * A record in the stream of the outputs. Nothing is claimed: whoever commits first has processed the message, the outputs of
 * all others are dropped. Markers stay as long as their time to live says, also below the floor: a worker that was frozen for
 * any time finds the marker of what was processed meanwhile.
 */
final class BatchSequences implements AtomicSequences {

    private static final CompletionStage<Verdict> PROCESS = CompletableFuture.completedFuture(Verdict.PROCESS);
    private static final CompletionStage<Void> RECORDED = CompletableFuture.completedFuture(null);

    private final OutputStream stream;
    private final Markers markers;
    private final Committer committer;
    /** Committed with their outputs, and not yet acked: as many as the channel holds in flight. */
    private final Set<Long> committed = ConcurrentHashMap.newKeySet();
    /** As it was last seen, {@code null} before. */
    private volatile Floor floor;

    BatchSequences(String channel, OutputStream stream, Markers markers) {
        this.stream = stream;
        this.markers = markers;
        this.committer = new Committer(channel, stream, markers);
    }

    /** What the subjects of its markers begin with. */
    String prefix() {
        return markers.prefix();
    }

    @Override
    public CompletionStage<Boolean> commit(List<StreamPosition> sources, List<Output> outputs) {
        return committer.commit(sources, outputs).thenApply(stored -> {
            sources.forEach(source -> committed.add(source.sequence()));
            return stored;
        });
    }

    @Override
    public CompletionStage<Verdict> claim(StreamPosition position) {
        Floor known = floor;
        Verdict below = known == null ? null : known.verdict(position);
        return below == null ? PROCESS : CompletableFuture.completedFuture(below); // above it the commit decides
    }

    @Override
    public CompletionStage<Void> done(StreamPosition position) {
        return committed.remove(position.sequence()) ? RECORDED
                : committer.commit(List.of(position), List.of()).thenApply(stored -> null);
    }

    @Override
    public CompletionStage<Void> dead(StreamPosition position) {
        return done(position);
    }

    @Override
    public void release(StreamPosition position) {
        committed.remove(position.sequence());
    }

    private static Floor floor(MessageInfo marker) {
        return marker == null ? null : Floor.parse(new String(marker.getData(), StandardCharsets.US_ASCII));
    }

    @Override
    public Known known() throws Exception {
        Floor known = floor(stream.last(markers.floorSubject()).get());
        if (known == null) {
            return null;
        }
        floor = known;
        long highest = sequences().stream().mapToLong(sequence -> sequence).max().orElse(0);
        if (highest <= known.position().sequence()) {
            return known.known(known.position());
        }
        MessageInfo marker = stream.last(markers.prefix() + highest).get();
        return known.known(new StreamPosition(highest, marker == null ? known.position().storedAt() : storedAt(marker)));
    }

    private static Instant storedAt(MessageInfo marker) {
        return SequenceSet.instant(Long.parseLong(new String(marker.getData(), StandardCharsets.US_ASCII)));
    }

    private List<Long> sequences() throws Exception {
        return stream.connected().jetStreamManagement()
                .getStreamInfo(stream.name(), StreamInfoOptions.filterSubjects(markers.prefix() + "*")).getStreamState()
                .getSubjectMap().keySet().stream().filter(subject -> !subject.equals(markers.floorSubject()))
                .map(subject -> Long.valueOf(subject.substring(markers.prefix().length()))).toList();
    }

    @Override
    public void begin(Known replaced, Instant streamCreated, Instant consumerCreated, StreamPosition from) throws Exception {
        MessageInfo marker = stream.last(markers.floorSubject()).get();
        Floor now = floor(marker);
        Floor begun = new Floor(streamCreated, consumerCreated, from);
        if (!Known.isSame(now == null ? null : now.known(now.position()), replaced)
                || !store(begun, marker == null ? 0 : marker.getSeq())) {
            return; // another instance began it
        }
        floor = begun;
        for (long sequence : sequences()) {
            stream.connected().jetStreamManagement().purgeStream(stream.name(),
                    PurgeOptions.subject(markers.prefix() + sequence));
        }
    }

    /** @return whether the floor was still the expected one */
    private boolean store(Floor value, long expected) {
        try {
            stream.store(List.of(new Output(markers.floorSubject(), markers.headers(expected), Markers.body(value.text()))))
                    .join();
            return true;
        } catch (CompletionException e) {
            if (Conflict.is(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void compact(long newFloor, Instant consumerCreated) throws Exception {
        MessageInfo marker = stream.last(markers.floorSubject()).get();
        if (marker == null) {
            return;
        }
        Floor now = floor(marker);
        long raised = Math.max(newFloor, now.position().sequence());
        if (raised > now.position().sequence() || !consumerCreated.equals(now.consumerCreated())) {
            Instant latest = now.position().storedAt();
            long highest = sequences().stream().mapToLong(sequence -> sequence).filter(sequence -> sequence <= raised).max()
                    .orElse(0);
            MessageInfo last = highest == 0 ? null : stream.last(markers.prefix() + highest).get();
            if (last != null && storedAt(last).isAfter(latest)) {
                latest = storedAt(last);
            }
            Floor next = new Floor(now.streamCreated(), consumerCreated, new StreamPosition(raised, latest));
            if (store(next, marker.getSeq())) {
                floor = next;
                stream.connected().jetStreamManagement().purgeStream(stream.name(),
                        PurgeOptions.builder().subject(markers.floorSubject()).keep(1).build());
            }
        } else {
            floor = now;
        }
    }

    @Override
    public long entries() throws Exception {
        Floor known = floor;
        return sequences().stream().filter(sequence -> known == null || sequence > known.position().sequence()).count();
    }

    @Override
    public void close() {
        committer.close();
    }
}
