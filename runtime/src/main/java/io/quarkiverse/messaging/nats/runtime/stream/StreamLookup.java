package io.quarkiverse.messaging.nats.runtime.stream;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamInfo;
import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.Names;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

/** Finds the stream of a channel, by name or by subject; in development and test it creates the missing one. */
public final class StreamLookup {

    private final boolean development;

    /**
     * @param development whether a missing stream is created
     */
    public StreamLookup(boolean development) {
        this.development = development;
    }

    /**
     * @param live the connection
     * @param incoming the channel's direction
     * @param channel its name
     * @param stream its configured stream, or {@code null}
     * @param subjects its subjects
     * @return the stream
     * @throws IOException where the server did not answer
     */
    public StreamInfo find(LiveConnection live, boolean incoming, String channel, String stream, List<String> subjects)
            throws IOException {
        JetStreamManagement management = live.management();
        String property = ChannelConfig.prefix(incoming, channel) + "stream";
        try {
            if (stream != null) {
                return named(management, channel, stream, subjects);
            }
            List<String> nowhere = new ArrayList<>();
            Set<String> storing = storing(management, subjects, nowhere);
            if (!storing.isEmpty() && !nowhere.isEmpty()) {
                throw noStream(management, channel, nowhere, property);
            }
            if (storing.size() > 1) {
                throw new RefusalException(ERRORS.severalStreams(channel, String.join(",", subjects), storing, property,
                        storing.iterator().next()));
            }
            if (storing.size() == 1) {
                return management.getStreamInfo(storing.iterator().next());
            }
            if (development) {
                return createForDevelopment(management, subjects);
            }
            throw noStream(management, channel, subjects, property);
        } catch (JetStreamApiException e) {
            throw new RefusalException(ERRORS.streamRefused(stream == null ? String.join(",", subjects) : stream,
                    e.getMessage()));
        }
    }

    /**
     * Sees to it that dead letters are stored.
     *
     * @param live the connection
     * @param channel the channel
     * @param subject its {@code dead-letter-subject}
     * @throws IOException where the server did not answer
     */
    public void findForDeadLetters(LiveConnection live, String channel, String subject) throws IOException {
        JetStreamManagement management = live.management();
        try {
            if (!management.getStreamNames(subject).isEmpty()) {
                return;
            }
            if (!development) {
                throw new RefusalException(FAILURES.noStreamForDeadLetters(channel, subject, existing(management),
                        Names.legal(subject).toUpperCase(Locale.ROOT)));
            }
            createForDevelopment(management, List.of(subject));
        } catch (JetStreamApiException e) {
            throw new RefusalException(ERRORS.streamRefused(subject, e.getMessage()));
        }
    }

    private static RefusalException noStream(JetStreamManagement management, String channel, List<String> subjects,
            String property) throws IOException, JetStreamApiException {
        String suggestion = Names.legal(subjects.get(0)).toUpperCase(Locale.ROOT);
        return new RefusalException(
                ERRORS.noStream(channel, String.join(",", subjects), existing(management), suggestion, property));
    }

    private static StreamInfo named(JetStreamManagement management, String channel, String stream, List<String> subjects)
            throws IOException, JetStreamApiException {
        StreamInfo found = StreamProvisioner.find(management, stream);
        if (found == null) {
            throw new RefusalException(
                    ERRORS.streamMissing(channel, stream, existing(management), String.join(",", subjects)));
        }
        List<String> stored = found.getConfiguration().getSubjects();
        for (String subject : subjects) {
            // A mirror or a gathering stream has no subjects of its own.
            if (!stored.isEmpty() && stored.stream().noneMatch(one -> Names.overlap(one, subject))) {
                throw new RefusalException(ERRORS.subjectNotInStream(channel, stream, stored, subject));
            }
        }
        return found;
    }

    /**
     * @param nowhere gets the subjects that no stream stores
     * @return the one stream that stores all of the subjects, else all that store any of them
     */
    private static Set<String> storing(JetStreamManagement management, List<String> subjects, List<String> nowhere)
            throws IOException, JetStreamApiException {
        Set<String> any = new TreeSet<>();
        Set<String> all = null;
        for (String subject : subjects) {
            List<String> names = management.getStreamNames(subject);
            any.addAll(names);
            if (names.isEmpty()) {
                nowhere.add(subject);
            }
            if (all == null) {
                all = new TreeSet<>(names);
            } else {
                all.retainAll(names);
            }
        }
        return all.size() == 1 ? all : any;
    }

    private static StreamInfo createForDevelopment(JetStreamManagement management, List<String> subjects)
            throws IOException, JetStreamApiException {
        String name = Names.legal(subjects.get(0));
        StreamInfo created = management.addStream(StreamDefinition.forSubjects(name, subjects));
        LOG.developmentStream(name, String.join(",", subjects));
        return created;
    }

    private static String existing(JetStreamManagement management) throws IOException, JetStreamApiException {
        List<StreamInfo> streams = management.getStreams();
        if (streams.isEmpty()) {
            return ", and the server has no streams at all";
        }
        StringBuilder text = new StringBuilder("; the server has ");
        for (int i = 0; i < Math.min(streams.size(), 10); i++) {
            StreamInfo stream = streams.get(i);
            text.append(i == 0 ? "" : ", ").append(stream.getConfiguration().getName()).append(' ')
                    .append(stream.getConfiguration().getSubjects());
        }
        return text.append(streams.size() > 10 ? " and " + (streams.size() - 10) + " more" : "").toString();
    }
}
