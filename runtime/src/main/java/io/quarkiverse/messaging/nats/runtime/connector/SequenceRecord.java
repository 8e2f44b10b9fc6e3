package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;
import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceLog.SEQUENCE_LOG;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.StoreSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connector.IncomingBinding.Place;
import io.quarkiverse.messaging.nats.runtime.i18n.NotYetException;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Facts;
import io.quarkiverse.messaging.nats.runtime.sequence.RecordCheck.Misfit;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences.Known;
import io.quarkiverse.messaging.nats.spi.SequenceStore;
import io.quarkiverse.messaging.nats.spi.SequenceStore.Opening;
import io.quarkiverse.messaging.nats.spi.StreamPosition;

/**
 * The record of what one channel has processed: opened once, compared with the stream before anything is claimed in it, made
 * smaller now and then. All of it blocks, on worker threads.
 */
final class SequenceRecord {

    private final IncomingSettings settings;
    private final StoreSettings chosen;
    private final SequenceStore store;
    private final String consumer;
    private final Supplier<Place> place;
    private volatile LiveConnection connection;
    private ProcessedSequences sequences;
    private boolean checked;

    /** @param place where the channel is bound, or {@code null} */
    SequenceRecord(IncomingSettings settings, SequenceStore store, String consumer, Supplier<Place> place) {
        this.settings = settings;
        this.chosen = settings.store();
        this.store = store;
        this.consumer = consumer;
        this.place = place;
    }

    /**
     * Before the consumer is bound: where it is to begin if the server has forgotten it.
     *
     * @return up to where everything is done with, or {@code null} where nothing is known yet
     */
    synchronized Long floorBefore(LiveConnection live, StreamInfo stream) throws IOException {
        connection = live;
        if (stream.getConfiguration().getStorageType() == StorageType.Memory) {
            throw new RefusalException(SEQUENCES.streamInMemory(settings.channel(), chosen.name(),
                    stream.getConfiguration().getName()));
        }
        if (!store.isShared()) {
            return null; // opened by the owner
        }
        Known known = tried(() -> opened(stream).known());
        return known == null || !known.streamCreated().equals(stream.getCreateTime().toInstant()) ? null
                : known.floor().sequence();
    }

    /** The consumer is bound: a record that does not fit is told at once, where this instance may open it already. */
    synchronized void bound() throws IOException {
        connection = place.get().live();
        if (store.isShared()) {
            tried(this::open);
        } else if (checked) {
            // The consumer may be a new one that this instance has just made.
            tried(() -> {
                sequences.compact(0, place.get().consumer().created().toInstant());
                return null;
            });
        }
    }

    /** @return the record, compared with the stream */
    synchronized ProcessedSequences open() throws Exception {
        Place at = place.get();
        if (at == null) {
            throw ERRORS.notConnected();
        }
        Instant created = at.consumer().created().toInstant();
        if (checked) {
            sequences.compact(0, created);
            return sequences;
        }
        connection = at.live();
        JetStreamManagement management = at.live().management();
        StreamInfo stream = management.getStreamInfo(at.consumer().stream());
        ConsumerInfo info = management.getConsumerInfo(at.consumer().stream(), at.consumer().name());
        ProcessedSequences record = opened(stream);
        long ackFloor = info.getAckFloor().getStreamSequence();
        Known known = record.known();
        if (known == null) {
            record.begin(null, stream.getCreateTime().toInstant(), created, position(stream, ackFloor));
            SEQUENCE_LOG.begins(settings.channel(), guarantee(), chosen.name(), ackFloor);
        } else {
            compare(record, known, management, stream, new Facts(at.consumer().stream(), stream.getCreateTime().toInstant(),
                    stream.getStreamState().getLastSequence(), at.consumer().name(), created, ackFloor));
            // The floor as it is now: one that was accepted has begun anew.
            record.compact(record.known().floor().sequence(), created);
        }
        checked = true;
        return record;
    }

    private void compare(ProcessedSequences record, Known known, JetStreamManagement management, StreamInfo stream,
            Facts facts) throws Exception {
        RecordCheck check = new RecordCheck(settings.channel(), chosen.name(), chosen.acceptProperty(), facts);
        Misfit misfit = check.misfit(known, new RecordLookup(management, facts.stream(), settings.subjects()));
        if (misfit == null) {
            SEQUENCE_LOG.goesOn(settings.channel(), guarantee(), chosen.name(), known.floor().sequence(), record.entries(),
                    known.highest().sequence());
            return;
        }
        if (!misfit.token().equals(chosen.accept())) {
            record.close();
            sequences = null;
            throw new RefusalException(misfit.sentence());
        }
        long floor = Math.min(facts.ackFloor(), facts.last());
        record.begin(known, facts.streamCreated(), facts.consumerCreated(), position(stream, floor));
        SEQUENCE_LOG.accepted(settings.channel(), misfit.token(), chosen.name(), floor, misfit.sentence());
    }

    /** No message up to there was stored later than the stream's last one. */
    private static StreamPosition position(StreamInfo stream, long floor) {
        return new StreamPosition(floor, floor == 0 ? Instant.EPOCH : stream.getStreamState().getLastTime().toInstant());
    }

    private ProcessedSequences opened(StreamInfo stream) throws Exception {
        if (sequences == null) {
            sequences = store.open(new Opening(settings.channel(),
                    new ConsumerKey(stream.getConfiguration().getName(), consumer), this::connection,
                    stream.getConfiguration().getReplicas(), settings.ackWait()));
        }
        return sequences;
    }

    private Connection connection() {
        LiveConnection live = connection;
        return live == null ? null : live.connection();
    }

    private String guarantee() {
        return store.guarantee().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Raises the floor to where the server says that everything is settled, and forgets what is below. */
    synchronized void compact() {
        Place at = place.get();
        if (!checked || at == null || !at.live().isUp()) {
            return;
        }
        try {
            ConsumerInfo info = at.live().management().getConsumerInfo(at.consumer().stream(), at.consumer().name());
            // One that others made anew may have been set to begin behind what is open.
            if (info.getCreationTime().equals(at.consumer().created())) {
                sequences.compact(info.getAckFloor().getStreamSequence(), info.getCreationTime().toInstant());
            }
        } catch (JetStreamApiException | IOException e) {
            SEQUENCE_LOG.debug("no ack floor to compact to", e);
        } catch (Exception e) {
            SEQUENCE_LOG.notCompacted(settings.channel(), chosen.name(), e);
        }
    }

    /** @return what it holds, or {@code null} while it is not open here. Blocks */
    synchronized ChannelViews.Store view() throws Exception {
        Known known = checked && sequences != null ? sequences.known() : null;
        return known == null ? null
                : new ChannelViews.Store(chosen.name(), guarantee(), known.floor().sequence(), known.highest().sequence(),
                        sequences.entries(), null);
    }

    /** Another instance is to open it. */
    synchronized void leave() {
        if (sequences != null && !store.isShared()) {
            close();
        }
    }

    synchronized void close() {
        if (sequences != null) {
            sequences.close();
            sequences = null;
            checked = false;
        }
    }

    private interface Step<T> {
        T run() throws Exception;
    }

    /** A store that can't be opened now is no reason to refuse the start. */
    private <T> T tried(Step<T> step) throws IOException {
        try {
            return step.run();
        } catch (IOException | RefusalException e) {
            throw e;
        } catch (Exception e) {
            SEQUENCE_LOG.debug("the record can't be opened", e);
            throw new NotYetException(SEQUENCES.notOpened(settings.channel(), chosen.name(), String.valueOf(e)));
        }
    }
}
