package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** What {@link NatsErrors} is for outgoing channels: mistakes, and why a message is nacked. Numbers 700 to 799. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface OutgoingErrors {

    /** The one bundle. */
    OutgoingErrors OUTGOING_ERRORS = Messages.getBundle(MethodHandles.lookup(), OutgoingErrors.class);

    // Keys that contradict each other

    @Message(id = 701, value = "Channel `%s`: `order=strict` sends one message at a time, but `max-in-flight` is `%s`; remove it, or write `order=pipelined`")
    String strictIsOneInFlight(String channel, String maxInFlight);

    @Message(id = 702, value = "Channel `%s`: `order=strict` keeps the order over retries by the id of a message, but `message-id` is `none`; write `message-id=unique`, or `order=pipelined`")
    String strictNeedsId(String channel);

    @Message(id = 703, value = "Channel `%s`: `retry-beyond-window=false` counts on the id by which the server drops duplicates, but `message-id` is `none`; write `message-id=unique`, or remove `%s`")
    String windowNeedsId(String channel, String property);

    @Message(id = 704, value = "Channel `%s`: `message-id=source` counts the outputs of an incoming message in their order, which `merge=%s` does not keep; give each method an outgoing channel of its own, or write `message-id=unique`")
    String sourceOfMerged(String channel, String merge);

    @Message(id = 705, value = "Channel `%s`: `message-id=source` needs the metadata of the incoming message, which the method %s does not hand on; let it take and return single messages or payloads (a Multi may be returned), or write `message-id=unique`")
    String sourceNotHandedOn(String channel, String method);

    // Messages

    @Message(id = 711, value = "not stored after %d tries: %s")
    IllegalStateException notStoredAfter(int tries, String reason);

    @Message(id = 712, value = "not confirmed after %d tries; outcome unknown")
    IllegalStateException notConfirmedAfter(int tries);

    @Message(id = 713, value = "not confirmed within the duplicate window of its stream (%s), and retry-beyond-window=false; outcome unknown")
    IllegalStateException notConfirmedWithinWindow(Duration window);

    @Message(id = 714, value = "message-id=source, but the message does not come from a message of a stream: it has no IncomingNatsMetadata; make it with withPayload of the incoming one, or set a message id with OutgoingNatsMetadata")
    IllegalArgumentException noSource();

    @Message(id = 715, value = "%s needs nats-server %s or newer, the connected one is %s")
    IllegalStateException messageNeedsServer(String what, String needed, String version);

    @Message(id = 716, value = "the stream `%s` does not allow a time to live of a message; write quarkus.messaging.nats.streams.\"%1$s\".allow-message-ttl=true with provisioning=create-or-update, or `nats stream edit %1$s --allow-msg-ttl`")
    IllegalStateException timeToLiveNotAllowed(String stream);

    @Message(id = 717, value = "the stream `%s` does not allow messages to be delivered at a later time; write quarkus.messaging.nats.streams.\"%1$s\".allow-message-schedules=true with provisioning=create-or-update, or `nats stream edit %1$s --allow-schedules`")
    IllegalStateException schedulesNotAllowed(String stream);

    @Message(id = 718, value = "deliverAt: the stream `%s` would keep the message but does not store its subject `%s`; one stream must store both")
    IllegalStateException scheduleTargetElsewhere(String stream, String subject);

    @Message(id = 719, value = "deliverAt: no stream stores `%s`, under which the message would wait; add `%s` to the subjects of the stream that stores `%s`")
    IllegalStateException noStreamForSchedule(String parking, String wildcard, String subject);

    @Message(id = 720, value = "the time to live is %s, but the server counts whole seconds from 1 on")
    IllegalArgumentException badTimeToLive(Duration timeToLive);

    @Message(id = 721, value = "deliverAt and expectedLastSubjectSequence can't be had together: the message is stored under another subject first")
    IllegalArgumentException scheduleWithExpectation();

    @Message(id = 722, value = "the stream is not as the message expects it: %s")
    IllegalStateException expectationFailed(String reason);

    @Message(id = 723, value = "the stream is not as the message expects it, but an earlier try of the same message may be the reason: %s; outcome unknown")
    IllegalStateException expectationUnclear(String reason);

    @Message(id = 750, value = "the server does not confirm what is published")
    String reasonUnconfirmed();
}
