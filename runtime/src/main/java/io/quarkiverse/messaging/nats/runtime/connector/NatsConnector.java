package io.quarkiverse.messaging.nats.runtime.connector;

import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.INCOMING_AND_OUTGOING;
import static io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction.OUTGOING;

import java.util.concurrent.Flow;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorFactory;

import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;

/** The connector {@code nats}. Its attributes, with their defaults, are the one declaration of the channel keys. */
@ApplicationScoped
@Connector(NatsConnector.CONNECTOR_NAME)
@ConnectorAttribute(name = "subject", type = "string", direction = INCOMING_AND_OUTGOING, description = "The subject. Incoming: wildcards and a comma-separated list are allowed (a list needs nats-server 2.10). Outgoing: the metadata of a message overrides it. Default: the channel's name")
@ConnectorAttribute(name = "stream", type = "string", direction = INCOMING_AND_OUTGOING, description = "The stream. Incoming: found by the subject where not set; none or several are an error. Outgoing: the stream that is expected to store the messages; one that another stream would store is nacked")
@ConnectorAttribute(name = "connection", type = "string", direction = INCOMING_AND_OUTGOING, defaultValue = "<default>", description = "The name of a connection under quarkus.messaging.nats.connections")
@ConnectorAttribute(name = "tracing-enabled", type = "boolean", direction = INCOMING_AND_OUTGOING, defaultValue = "true", description = "Whether the channel's messages are traced; only in an application with quarkus-opentelemetry")
@ConnectorAttribute(name = "durable", type = "string", direction = INCOMING, description = "The name under which the server remembers the position, per stream. Stopping keeps it. Without a queue group one instance owns it and others stand by (nats-server 2.11)")
@ConnectorAttribute(name = "queue-group", type = "string", direction = INCOMING, description = "The members of a group share the work. With a durable name the position survives all members leaving, without for 5 minutes after the last")
@ConnectorAttribute(name = "start-position", type = "string", direction = INCOMING, description = "Where a subscription begins that the server does not yet remember: new, all, last, last-per-subject, sequence:42, time:2026-11-22T10:00:00Z, ago:PT1H. Default: new; all on a work-queue stream")
@ConnectorAttribute(name = "manual-ack", type = "boolean", direction = INCOMING, defaultValue = "false", description = "Whether the application settles messages itself through NatsAcknowledgement; the framework's own ack and nack then do nothing")
@ConnectorAttribute(name = "ack", type = "string", direction = INCOMING, defaultValue = "each", description = "each (one ack for each message), all (one ack for a message and everything before it; not with a queue group, manual-ack, or the failure strategies nak and term), or none (what was delivered is settled)")
@ConnectorAttribute(name = "ack-confirm", type = "boolean", direction = INCOMING, defaultValue = "false", description = "Whether each ack waits for the server's confirmation, without blocking a thread; one that is not confirmed is counted and logged, and fails the ack's stage where the application takes it")
@ConnectorAttribute(name = "max-in-flight", type = "int", direction = INCOMING_AND_OUTGOING, defaultValue = "1024", description = "Incoming: how many unsettled messages this instance holds. Outgoing: how many published messages are unconfirmed at once")
@ConnectorAttribute(name = "max-in-flight-bytes", type = "string", direction = INCOMING, defaultValue = "16M", description = "How many bytes of unsettled messages this instance holds; a larger message is pulled alone")
@ConnectorAttribute(name = "group-max-in-flight", type = "int", direction = INCOMING, description = "How many unsettled messages all members of a queue group hold together. Default: no limit")
@ConnectorAttribute(name = "ack-wait", type = "string", direction = INCOMING, defaultValue = "30s", description = "A message that is unsettled for longer is delivered again. While a method runs or a message waits here, the time is extended")
@ConnectorAttribute(name = "processing-timeout", type = "string", direction = INCOMING, defaultValue = "5m", description = "How long a method may run before the extension ends, the channel is not ready and the server delivers the message again. 0 turns extension off")
@ConnectorAttribute(name = "failure-strategy", type = "string", direction = INCOMING, defaultValue = "nak", description = "What becomes of a failed message: nak (later, again), fail (stop here), ignore (ack), term (never again), dead-letter (put aside), or the identifier of a FailureStrategy bean")
@ConnectorAttribute(name = "fail-health", type = "string", direction = INCOMING, defaultValue = "liveness", description = "What a channel that stopped at a failed message makes of the process: liveness (not alive, so that a restart delivers the message again) or readiness (alive and not ready: the process stays up, its other channels go on)")
@ConnectorAttribute(name = "backoff", type = "string", direction = INCOMING, defaultValue = "1s,5s,30s,1m", description = "The delay of a nak by delivery count; the last one repeats")
@ConnectorAttribute(name = "non-retryable", type = "string", direction = INCOMING, description = "Comma-separated names of exception classes: a message that fails with one of them, a subclass, or with one of them as a cause, is not retried; the last resort follows at once")
@ConnectorAttribute(name = "max-deliver", type = "int", direction = INCOMING, description = "How often a message may be delivered: when its method fails in this delivery or a later one, the last resort follows. Counted by the connector. Default: unlimited")
@ConnectorAttribute(name = "max-deliver-then", type = "string", direction = INCOMING, description = "The last resort: dead-letter, term, or fail. Default: dead-letter where there is a dead-letter-subject; otherwise it must be set")
@ConnectorAttribute(name = "dead-letter-subject", type = "string", direction = INCOMING, description = "Where failed messages are put aside: payload, headers and the reason are published there and confirmed before the message is terminated. A payload that can't be read always goes there")
@ConnectorAttribute(name = "expire-after", type = "string", direction = INCOMING, description = "Messages that the stream stored longer ago are acked unprocessed and counted. Default: never")
@ConnectorAttribute(name = "priority-timeout", type = "string", direction = INCOMING, defaultValue = "15s", description = "How long the owner of an exclusive durable may be silent before a stand-by takes over; one that stops in order is followed at once")
@ConnectorAttribute(name = "ready-when", type = "string", direction = INCOMING, defaultValue = "connected", description = "When the channel is ready: connected, or caught-up: only when what the stream held for its subjects at the start has been processed. Readiness tells the progress, and the CDI event ChannelCaughtUp its end")
@ConnectorAttribute(name = "batch", type = "boolean", direction = INCOMING, defaultValue = "false", description = "Whether the method takes a List of payloads. It is settled as a whole; the messages of a batch that failed are given again one by one before any failure strategy is asked")
@ConnectorAttribute(name = "batch-max-size", type = "int", direction = INCOMING, defaultValue = "100", description = "How many messages a batch has at most; no more than max-in-flight")
@ConnectorAttribute(name = "batch-max-wait", type = "string", direction = INCOMING, defaultValue = "100ms", description = "How long after its first message a batch is given at the latest; a full one goes at once")
@ConnectorAttribute(name = "sequence-store", type = "string", direction = INCOMING, description = "What remembers which messages were processed, so that one that is delivered again is not processed again: jdbc or nats-stream (exactly-once), memory, file or nats-kv (deduplicated), or the identifier of a SequenceStore bean. Needs a durable")
@ConnectorAttribute(name = "sequence-store-accept", type = "string", direction = INCOMING, description = "Accepts that the record in the sequence store does not fit the stream; the error at start says what to write. The record is forgotten once; the key does nothing afterwards")
@ConnectorAttribute(name = "message-id", type = "string", direction = OUTGOING, defaultValue = "unique", description = "The id by which the server drops a duplicate inside the stream's duplicate window: unique (made once per message, kept over all retries), source (from the incoming message that led to it, so the same when that one is delivered again), none. The metadata of a message overrides it")
@ConnectorAttribute(name = "ack-timeout", type = "string", direction = OUTGOING, defaultValue = "30s", description = "A published message that is not confirmed for so long is sent again with the same id, with growing pauses")
@ConnectorAttribute(name = "retries", type = "string", direction = OUTGOING, defaultValue = "unlimited", description = "How often a message is sent again before it is nacked: unlimited, or a whole number")
@ConnectorAttribute(name = "retry-beyond-window", type = "boolean", direction = OUTGOING, defaultValue = "true", description = "Whether a message that may have been stored is sent again later than the stream's duplicate window, where the server no longer recognises its id; such a retry is logged and counted as a possible duplicate. false: it is nacked instead, outcome unknown")
@ConnectorAttribute(name = "order", type = "string", direction = OUTGOING, defaultValue = "pipelined", description = "pipelined: up to max-in-flight messages are on their way at once. strict: one at a time, nothing is sent until the one before is confirmed, so that messages are stored in the order of sending whatever happens")
@ConnectorAttribute(name = "reply-channel", type = "string", direction = OUTGOING, description = "For a channel that is injected as NatsRequestReply: the incoming channel that brings the replies. Its subject goes with each request, so it is one, without wildcards")
@ConnectorAttribute(name = "reply-timeout", type = "string", direction = OUTGOING, defaultValue = "5s", description = "For a channel that is injected as NatsRequestReply: how long a reply may take before the request fails")
@ConnectorAttribute(name = "reply-subjects", type = "string", direction = OUTGOING, description = "Sends replies: a message goes to the subject that the header Reply-To of its request names, with its Correlation-Id, where that is one of these subjects (separated by commas, with wildcards). A request that names another is terminated. A message that is no request goes to subject, where that is set")
@ConnectorAttribute(name = "inactive-threshold", type = "string", direction = INCOMING, description = "How long the server keeps a subscription that nobody pulls from. Default: 5m without a durable name, for ever with one")
@ConnectorAttribute(name = "replicas", type = "int", direction = INCOMING, description = "On how many servers of a cluster the consumer's state is kept. Default: as the stream")
@ConnectorAttribute(name = "memory-storage", type = "boolean", direction = INCOMING, description = "Whether the consumer's state is kept in memory only. Default: as the stream")
@ConnectorAttribute(name = "headers-only", type = "boolean", direction = INCOMING, defaultValue = "false", description = "Whether only headers are delivered; Nats-Msg-Size says how large the payload is")
@ConnectorAttribute(name = "description", type = "string", direction = INCOMING, description = "What the server shows as the consumer's description")
@ConnectorAttribute(name = "metadata", type = "string", direction = INCOMING, description = "What the server shows as the consumer's metadata: name=value, separated by commas (nats-server 2.10)")
public class NatsConnector implements InboundConnector, OutboundConnector, HealthReporter {

    /** What is written as {@code connector} of a channel. */
    public static final String CONNECTOR_NAME = "nats";

    @Inject
    Channels channels;

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
        return channels.incoming(config);
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
        return channels.outgoing(config.getValue(ConnectorFactory.CHANNEL_NAME_ATTRIBUTE, String.class));
    }

    /** Before the worker pools of Quarkus (at PLATFORM_BEFORE) and SmallRye end, which running methods still need. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(Interceptor.Priority.PLATFORM_BEFORE
                    - 1) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        channels.stop();
    }

    @Override
    public HealthReport getStartup() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        channels.statuses().forEach(status -> report.add(status.channel(), status.isSetUp(), status.notReady()));
        return report.build();
    }

    @Override
    public HealthReport getReadiness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        channels.statuses().forEach(status -> report.add(status.channel(), status.notReady() == null, status.shown()));
        return report.build();
    }

    @Override
    public HealthReport getLiveness() {
        HealthReport.HealthReportBuilder report = HealthReport.builder();
        channels.statuses().forEach(status -> report.add(status.channel(), status.notAlive() == null, status.notAlive()));
        return report.build();
    }
}
