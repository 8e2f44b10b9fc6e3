package io.quarkiverse.messaging.nats.runtime.stream;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.List;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/** Brings a declared stream about, as its {@code provisioning} says. Two instances may do it at once. */
public final class StreamProvisioner {

    /** The server's code for a stream that does not exist; jnats has no name for it. */
    public static final int STREAM_NOT_FOUND = 10059;
    private static final int NAME_IN_USE = 10058;

    private StreamProvisioner() {
    }

    /**
     * @param live the connection
     * @param name the stream's name
     * @param declared its declaration
     * @throws IOException where the server did not answer
     */
    public static void provision(LiveConnection live, String name, StreamConfig declared) throws IOException {
        if (declared.provisioning() == StreamConfig.Provisioning.NONE) {
            return;
        }
        require(live, name, declared);
        JetStreamManagement management = live.management();
        try {
            StreamInfo found = find(management, name);
            if (found == null) {
                if (declared.provisioning() == StreamConfig.Provisioning.VERIFY) {
                    throw new RefusalException(
                            ERRORS.declaredStreamMissing(name, declared.provisioning().toString()));
                }
                found = create(live, name, declared);
            }
            if (found != null) {
                compare(management, found, name, declared);
            }
        } catch (JetStreamApiException e) {
            throw new RefusalException(ERRORS.streamRefused(name, e.getMessage()));
        }
    }

    private static StreamInfo create(LiveConnection live, String name, StreamConfig declared)
            throws IOException, JetStreamApiException {
        StreamConfiguration wanted = StreamDefinition.of(name, declared, null);
        JetStreamManagement management = live.management();
        try {
            StreamInfo created = management.addStream(wanted);
            // A server that does not know a setting drops it without a word: the echo tells.
            List<String> ignored = StreamDiff.between(created.getConfiguration(),
                    StreamDefinition.of(name, declared, created.getConfiguration()));
            if (!ignored.isEmpty()) {
                throw new RefusalException(ERRORS.streamSettingIgnored(name, ignored, live.version()));
            }
            LOG.streamCreated(name, created.getConfiguration().getSubjects());
            return null;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NAME_IN_USE) {
                return find(management, name);
            }
            throw e;
        }
    }

    private static void compare(JetStreamManagement management, StreamInfo found, String name, StreamConfig declared)
            throws IOException, JetStreamApiException {
        StreamConfiguration has = found.getConfiguration();
        StreamConfiguration wanted = StreamDefinition.of(name, declared, has);
        List<String> differences = StreamDiff.between(has, wanted);
        if (differences.isEmpty()) {
            return;
        }
        switch (declared.provisioning()) {
            case VERIFY -> throw new RefusalException(ERRORS.declaredStreamDiffers(name, differences));
            case CREATE_OR_UPDATE -> {
                List<String> losing = StreamDiff.losing(has, wanted, found.getStreamState(), ZonedDateTime.now());
                if (!losing.isEmpty()) {
                    throw new RefusalException(ERRORS.updateLosesData(name, losing));
                }
                management.updateStream(wanted);
                LOG.streamUpdated(name, differences);
            }
            default -> LOG.streamDiffers(name, differences);
        }
    }

    private static void require(LiveConnection live, String name, StreamConfig declared) {
        String who = "Stream `" + name + "`";
        if (declared.compression().filter(c -> c != StreamConfig.Compression.NONE).isPresent()) {
            live.require(who, "compression", "2.10.0");
        }
        if (declared.subjectTransform().isPresent()) {
            live.require(who, "subject-transform", "2.10.0");
        }
        if (!declared.metadata().isEmpty()) {
            live.require(who, "metadata", "2.10.0");
        }
        if (declared.allowMessageTtl().orElse(false)) {
            live.require(who, "allow-message-ttl", "2.11.0");
        }
        if (declared.allowAtomicPublish().orElse(false)) {
            live.require(who, "allow-atomic-publish", "2.12.0");
        }
        if (declared.allowMessageSchedules().orElse(false)) {
            live.require(who, "allow-message-schedules", "2.12.0");
        }
    }

    static StreamInfo find(JetStreamManagement management, String name) throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(name);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }
}
