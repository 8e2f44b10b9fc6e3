package io.quarkiverse.messaging.nats.runtime.consumer;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.StartPosition;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/** Creates the consumer of a channel, or binds to the one that exists after comparing it. */
public final class ConsumerProvisioner {

    private static final int ALREADY_EXISTS = 10105;
    private static final int EXISTS_WITH_OTHER_CONFIG = 10148;

    private final IncomingSettings settings;
    private final String name;
    private final SoleReceiver sole;
    /** The consumer that was there already when it was bound last, or {@code null}. */
    private ConsumerInfo resumed;

    /**
     * @param settings the channel's settings
     * @param application the application's name
     */
    public ConsumerProvisioner(IncomingSettings settings, String application) {
        this.settings = settings;
        this.name = ConsumerPlan.name(settings, application);
        this.sole = new SoleReceiver(settings);
    }

    /**
     * Binds for the first time in the life of the application.
     *
     * @param live the connection
     * @param stream the channel's stream
     * @return the consumer
     * @throws IOException where the server did not answer
     */
    public BoundConsumer bind(LiveConnection live, StreamInfo stream) throws IOException {
        return bindFirst(live, stream, ConsumerPlan.start(settings, stream.getConfiguration()));
    }

    /**
     * Likewise; where the server does not know the consumer any more, it begins at a place that is remembered elsewhere.
     *
     * @param live the connection
     * @param stream the channel's stream
     * @param sequence the sequence to begin at
     * @return the consumer
     * @throws IOException where the server did not answer
     */
    public BoundConsumer bindAt(LiveConnection live, StreamInfo stream, long sequence) throws IOException {
        ConsumerPlan.start(settings, stream.getConfiguration());
        return bindFirst(live, stream, StartPosition.at(sequence));
    }

    /** @return the name that the consumer has on the server */
    public String consumerName() {
        return name;
    }

    private BoundConsumer bindFirst(LiveConnection live, StreamInfo stream, StartPosition start) throws IOException {
        BoundConsumer bound = bind(live, stream, start);
        if (settings.exclusive() && bound.priorityGroup() == null) {
            sole.check(live, bound, resumed == null ? 0 : resumed.getNumWaiting());
        }
        if (resumed != null && settings.durable() != null) {
            LOG.durableResumes(settings.channel(), name, bound.stream(), bound.ackFloor(), resumed.getNumPending());
        }
        return bound;
    }

    /**
     * Binds again; the consumer may be gone, and then begins where nothing unsettled is missed.
     *
     * @param live the connection
     * @param stream the channel's stream as it is now
     * @param before what was bound
     * @param oldestUnsettled the oldest stream sequence that this instance has not settled, or {@link Long#MAX_VALUE}
     * @return the consumer
     * @throws IOException where the server did not answer
     */
    public BoundConsumer bindAgain(LiveConnection live, StreamInfo stream, BoundConsumer before, long oldestUnsettled)
            throws IOException {
        if (!stream.getCreateTime().equals(before.streamCreated())) {
            if (settings.durable() != null) {
                throw new RefusalException(ERRORS.streamRecreated(settings.channel(), before.stream(),
                        stream.getCreateTime().toInstant(), settings.durable(), before.streamCreated().toInstant()));
            }
            LOG.streamRecreated(settings.channel(), before.stream());
            return bind(live, stream);
        }
        long sequence = Math.max(1, Math.min(before.ackFloor() + 1, oldestUnsettled));
        if (find(live.management(), stream.getConfiguration().getName()) == null) {
            LOG.consumerRecreated(settings.channel(), name, before.stream(), sequence);
        }
        return bind(live, stream, StartPosition.at(sequence));
    }

    private BoundConsumer bind(LiveConnection live, StreamInfo stream, StartPosition start) throws IOException {
        ConsumerPlan.require(settings, live);
        String streamName = stream.getConfiguration().getName();
        try {
            JetStreamManagement management = live.management();
            ConsumerInfo found = find(management, streamName);
            if (found == null) {
                found = create(live, streamName, start);
            }
            resumed = found;
            if (found != null) {
                compare(live, found, streamName);
            } else {
                found = management.getConsumerInfo(streamName, name);
            }
            return new BoundConsumer(streamName, stream.getCreateTime(), name, found.getCreationTime(),
                    ConsumerPlan.isOwned(found.getConsumerConfiguration()) ? ConsumerPlan.OWNER : null,
                    settledUpTo(found));
        } catch (JetStreamApiException e) {
            throw new RefusalException(
                    ERRORS.consumerRefused(settings.channel(), name, streamName, e.getMessage()));
        }
    }

    /**
     * @param consumer what the server says of it
     * @return the stream sequence up to which everything is settled: where nothing is pending, all that was delivered; a
     *         server before 2.11 says no floor of a consumer that has not delivered yet
     */
    public static long settledUpTo(ConsumerInfo consumer) {
        long floor = consumer.getAckFloor().getStreamSequence();
        return consumer.getNumAckPending() > 0 ? floor : Math.max(floor, consumer.getDelivered().getStreamSequence());
    }

    /** @return {@code null} where it was created, else the one that another instance created meanwhile */
    private ConsumerInfo create(LiveConnection live, String stream, StartPosition start)
            throws IOException, JetStreamApiException {
        ConsumerConfiguration plan = ConsumerPlan.of(settings, name, start, live.serverIsAtLeast("2.10.0"),
                ConsumerPlan.grouped(settings, live));
        JetStreamManagement management = live.management();
        try {
            management.createConsumer(stream, plan);
            LOG.consumerCreated(settings.channel(), name, stream, start);
            return null;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == ALREADY_EXISTS || e.getApiErrorCode() == EXISTS_WITH_OTHER_CONFIG) {
                return management.getConsumerInfo(stream, name);
            }
            throw e;
        }
    }

    private ConsumerInfo find(JetStreamManagement management, String stream) throws IOException {
        try {
            return management.getConsumerInfo(stream, name);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NatsJetStreamConstants.JS_CONSUMER_NOT_FOUND_ERR) {
                return null;
            }
            throw new RefusalException(ERRORS.consumerRefused(settings.channel(), name, stream, e.getMessage()));
        }
    }

    private void compare(LiveConnection live, ConsumerInfo found, String stream)
            throws IOException, JetStreamApiException {
        ConsumerConfiguration has = found.getConsumerConfiguration();
        refuseAnothers(has, stream);
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder(has);
        ConsumerPlan.applyChangeable(builder, settings, ConsumerPlan.isOwned(has),
                live.serverIsAtLeast("2.10.0") ? metadata(has) : null);
        ConsumerConfiguration wanted = builder.build();
        List<String> differences = ConsumerDiff.between(has, wanted);
        if (!differences.isEmpty()) {
            live.management().addOrUpdateConsumer(stream, wanted);
            LOG.consumerUpdated(settings.channel(), name, differences);
        }
    }

    private static Map<String, String> metadata(ConsumerConfiguration consumer) {
        return consumer.getMetadata() == null ? Map.of() : consumer.getMetadata();
    }

    private void refuseAnothers(ConsumerConfiguration has, String stream) {
        String kind = metadata(has).get(ConsumerPlan.KIND);
        String channel = metadata(has).get(ConsumerPlan.CHANNEL);
        if (kind != null && !(kind.equals(settings.kind()) && settings.channel().equals(channel))) {
            throw new RefusalException(ERRORS.consumerOfAnother(settings.channel(), name, stream,
                    kind + " consumer of channel `" + channel + "`",
                    settings.kind() + " consumer of channel `" + settings.channel() + "`"));
        }
        ConsumerDiff.Fixed fixed = ConsumerDiff.fixed(has, settings);
        if (fixed != null) {
            throw new RefusalException(ERRORS.consumerFixed(settings.channel(), name, stream, fixed.has(), fixed.wanted(),
                    fixed.advice()));
        }
    }
}
