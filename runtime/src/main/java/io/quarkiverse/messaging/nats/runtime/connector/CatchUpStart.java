package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.ReplayLog.REPLAY_LOG;

import java.io.IOException;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.consumer.BoundConsumer;
import io.quarkiverse.messaging.nats.runtime.health.ReplayProgress;

/**
 * Finds out what a channel has to catch up with, when its consumer is first there: the sequence of the last message for
 * its subjects. Not a count: that would have to be compared with figures of the server that grow with every message
 * published meanwhile. Blocks; on a worker.
 */
final class CatchUpStart {

    private CatchUpStart() {
    }

    static void begin(ReplayProgress progress, IncomingSettings settings, LiveConnection live, StreamInfo stream,
            BoundConsumer consumer) throws IOException {
        if (progress == null || progress.isFixedFor(consumer.streamCreated())) {
            return;
        }
        try {
            ConsumerInfo info = live.management().getConsumerInfo(consumer.stream(), consumer.name());
            long messages = info.getNumPending() + info.getNumAckPending();
            long last = messages == 0 ? 0 : last(settings, live, stream);
            progress.begin(consumer.stream(), consumer.streamCreated(), messages, last, System.nanoTime());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    private static long last(IncomingSettings settings, LiveConnection live, StreamInfo stream) {
        long last = 0;
        try {
            for (String subject : settings.subjects()) {
                last = Math.max(last, last(live.management(), stream.getConfiguration().getName(), subject));
            }
            return last;
        } catch (IOException | JetStreamApiException e) {
            // Not allowed, perhaps. The end is then not fixed for the subjects, but it is fixed.
            last = stream.getStreamState().getLastSequence();
            REPLAY_LOG.lastNotKnown(settings.channel(), e.getMessage(), last);
            return last;
        }
    }

    private static long last(JetStreamManagement management, String stream, String subject)
            throws IOException, JetStreamApiException {
        try {
            return management.getLastMessage(stream, subject).getSeq();
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                return 0;
            }
            throw e;
        }
    }
}
