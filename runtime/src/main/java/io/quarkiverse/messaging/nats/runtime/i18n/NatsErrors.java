package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;

import jakarta.enterprise.inject.spi.DeploymentException;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/**
 * Exceptions, and sentences about mistakes; where a matter has many, they have an interface of their own. A sentence names the
 * channel or stream, the key, the value, what is allowed and what to write instead. Numbers 500 to 609, 800 to 829 and 860 to
 * 869.
 */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface NatsErrors {

    /** The one bundle. */
    NatsErrors ERRORS = Messages.getBundle(MethodHandles.lookup(), NatsErrors.class);

    @Message(id = 500, value = "The configuration of the `nats` channels has %d mistake(s):%s")
    DeploymentException mistakes(int count, String list);

    // Keys and values

    @Message(id = 501, value = "Channel `%s`: the key `%s` does not exist; remove it, or write one of %s")
    String unknownKey(String channel, String key, Object allowed);

    @Message(id = 503, value = "Channel `%s`: `%s` is `%s`, allowed is %s; write for example `%s=%s`")
    String badValue(String channel, String key, String value, String allowed, String property, String example);

    @Message(id = 504, value = "Channel `%s`: `subject` is `%s`, which is no subject (%s); write tokens of letters, digits, - and _ separated by dots, for example `orders.new`%s")
    String badSubject(String channel, String subject, String why, String wildcards);

    @Message(id = 505, value = "Channel `%s`: `%s` is `%s`, but a name can't contain `%s`; allowed are letters, digits, - and _, for example `%2$s=%s`")
    String badName(String channel, String key, String name, String illegal, String example);

    @Message(id = 506, value = "Channel `%s`: `failure-strategy=%s` keeps the order, which %s would break; remove it, or write `failure-strategy=nak`")
    String failNeedsOrder(String channel, String strategy, String breaker);

    @Message(id = 507, value = "Channel `%s`: `concurrency` is `%s`, but several copies of a channel share the work of a queue group only; add `%s=…`, or remove `concurrency`")
    String concurrencyNeedsGroup(String channel, String value, String property);

    @Message(id = 508, value = "Channel `%s`: `failure-strategy` is `%s`, allowed are %s; write one of them, or add a bean of type FailureStrategy with @Identifier(\"%2$s\")")
    String unknownStrategy(String channel, String strategy, Object known);

    @Message(id = 509, value = "Channel `%s`: the connection `%s` is not configured; add quarkus.messaging.nats.connections.\"%2$s\".servers=…, or remove `connection`")
    String unknownConnection(String channel, String connection);

    @Message(id = 510, value = "Channel `%s`: `start-position=last-per-subject` needs `subject`; add `%s=…`")
    String lastPerSubjectNeedsSubject(String channel, String property);

    @Message(id = 511, value = "Stream `%s`: `%s` is `%s`, allowed is %s; write for example quarkus.messaging.nats.streams.\"%1$s\".%2$s=%s")
    String badStreamValue(String stream, String key, String value, String allowed, String example);

    @Message(id = 512, value = "Stream `%s`: a stream needs `subjects`, a `mirror` or `sources`; add quarkus.messaging.nats.streams.\"%1$s\".subjects=…")
    String streamWithoutSubjects(String stream);

    @Message(id = 513, value = "Connection `%s`: more than one kind of credentials is set (%s); keep one")
    String severalCredentials(String connection, Object kinds);

    @Message(id = 514, value = "Connection `%s`: `credentials-file` is `%s`, which can't be read; write the path of a readable file")
    IllegalArgumentException unreadableCredentials(String connection, String file);

    @Message(id = 515, value = "Connection `%s`: `tls-configuration-name` is `%s`, which the TLS registry does not know; add quarkus.tls.\"%2$s\".… or remove the key")
    IllegalArgumentException unknownTls(String connection, String name);

    @Message(id = 516, value = "Channel `%s`: `priority-timeout` is `%s`, but it counts only for a `durable` without `queue-group`; remove it")
    String priorityTimeoutWithoutOwner(String channel, String value);

    @Message(id = 517, value = "Stream `%s`: the connection `%s` is not configured; add quarkus.messaging.nats.connections.\"%2$s\".servers=…, or remove `connection`")
    String unknownStreamConnection(String stream, String connection);

    @Message(id = 518, value = "Connection `%s`: `%s` is `%s`, allowed is %s")
    String badConnectionValue(String connection, String key, String value, String allowed);

    @Message(id = 519, value = "Stream `%s`: a name can't contain `%s`; allowed are letters, digits, - and _, for example quarkus.messaging.nats.streams.\"%s\".subjects=…")
    String badStreamName(String stream, String illegal, String example);

    @Message(id = 520, value = "Connector: the key `%s` does not exist; remove it, or write one of %s")
    String unknownConnectorKey(String property, Object allowed);

    // Server side, at start or later

    @Message(id = 530, value = "Connection `%s`: the server at %s refused the credentials (%s); check username and password, token, nkey-seed or credentials of quarkus.messaging.nats%s")
    String wrongCredentials(String connection, String servers, String kind, String key);

    @Message(id = 531, value = "Connection `%s`: no server answered at %s within connect-timeout (%s): %s; start one, or set %s, or remove connect-on-start=required")
    String noServer(String connection, String servers, Duration timeout, String reason, String property);

    @Message(id = 532, value = "Connection `%s`: the nats-server %s at %s has no JetStream; start it with --jetstream, or add `jetstream {}` to its configuration (with accounts: to the account)")
    String noJetStream(String connection, String version, String url);

    @Message(id = 533, value = "Connection `%s`: the nats-server is %s, the oldest supported one is 2.9")
    String serverTooOld(String connection, String version);

    @Message(id = 534, value = "%s: %s needs nats-server %s or newer, the connected one is %s")
    String needsServer(String who, String what, String needed, String version);

    @Message(id = 540, value = "Channel `%s`: no stream stores the subject `%s`%s; declare one with quarkus.messaging.nats.streams.\"%s\".subjects=%2$s, or name an existing one with `%s=…`")
    String noStream(String channel, String subject, String existing, String suggestion, String property);

    @Message(id = 541, value = "Channel `%s`: several streams store the subject `%s`: %s; choose one with `%s=%s`")
    String severalStreams(String channel, String subject, Object streams, String property, String example);

    @Message(id = 542, value = "Channel `%s`: `stream` is `%s`, which does not exist%s; declare it with quarkus.messaging.nats.streams.\"%2$s\".subjects=%s")
    String streamMissing(String channel, String stream, String existing, String subject);

    @Message(id = 543, value = "Channel `%s`: stream `%s` stores %s, not the subject `%s`; correct `subject` or `stream`")
    String subjectNotInStream(String channel, String stream, Object subjects, String subject);

    @Message(id = 544, value = "Channel `%s`: stream `%s` is a work queue, on which a subscription needs `durable` or `queue-group`; add `%s=…`")
    String workQueueNeedsName(String channel, String stream, String property);

    @Message(id = 545, value = "Channel `%s`: stream `%s` is a work queue, on which `start-position` can only be `all`, but it is `%s`; remove it")
    String workQueueStart(String channel, String stream, String value);

    @Message(id = 546, value = "Channel `%s`: the consumer `%s` on stream `%s` is the %s, not the %s; choose another `durable` or `queue-group`, or delete the consumer (its position is lost) with `nats consumer rm %3$s %2$s`")
    String consumerOfAnother(String channel, String consumer, String stream, String found, String wanted);

    @Message(id = 547, value = "Channel `%s`: the consumer `%s` on stream `%s` has %s, the configuration says %s, and the server can't change it; choose %s, or delete the consumer (its position is lost) with `nats consumer rm %3$s %2$s`")
    String consumerFixed(String channel, String consumer, String stream, String found, String wanted, String advice);

    @Message(id = 548, value = "Channel `%s`: the server refused the consumer `%s` on stream `%s`: %s")
    String consumerRefused(String channel, String consumer, String stream, String reason);

    @Message(id = 549, value = "Channel `%s`: stream `%s` was created anew at %s, the durable `%s` was read from the one of %s; a restart begins with the new stream")
    String streamRecreated(String channel, String stream, Instant now, String durable, Instant before);

    @Message(id = 550, value = "Stream `%s`: provisioning=%s, but the stream does not exist; create it, or write provisioning=create-if-absent")
    String declaredStreamMissing(String stream, String mode);

    @Message(id = 551, value = "Stream `%s`: provisioning=verify, but the server's stream differs: %s; change one of them, or write provisioning=create-or-update")
    String declaredStreamDiffers(String stream, Object differences);

    @Message(id = 552, value = "Stream `%s`: refused to update it, because %s would lose data; do it by hand if you mean it")
    String updateLosesData(String stream, Object what);

    @Message(id = 553, value = "Stream `%s`: the server refused it: %s")
    String streamRefused(String stream, String reason);

    @Message(id = 554, value = "Stream `%s`: the server ignored %s, which needs a newer nats-server than %s")
    String streamSettingIgnored(String stream, Object settings, String version);

    @Message(id = 555, value = "Connection `%s`: checking streams and consumers failed: %s")
    String serverCheckFailed(String connection, String reason);

    // Messages

    @Message(id = 570, value = "the payload of sequence %d of stream `%s` can't be read as %s: %s")
    UndecodableException undecodable(long sequence, String stream, String type, String reason);

    @Message(id = 571, value = "a payload of %s can't be written as JSON: %s")
    IllegalArgumentException unencodable(String type, String reason, @Cause Throwable cause);

    @Message(id = 572, value = "the subject `%s` of the message's metadata is no subject to publish to (%s)")
    IllegalArgumentException badMessageSubject(String subject, String why);

    @Message(id = 573, value = "%d bytes are more than the server takes (max_payload %d)")
    IllegalArgumentException tooLarge(long bytes, long limit);

    @Message(id = 574, value = "the server did not store it: %s")
    IllegalStateException notStored(String reason);

    @Message(id = 575, value = "no stream stores the subject `%s`")
    IllegalStateException noStreamForSubject(String subject);

    @Message(id = 576, value = "the application stops; outcome unknown")
    IllegalStateException stoppedUnconfirmed();

    @Message(id = 577, value = "the message id `%s` contains a line break")
    IllegalArgumentException badMessageId(String id);

    @Message(id = 578, value = "not connected")
    IllegalStateException notConnected();

    @Message(id = 579, value = "a null payload can't be published")
    IllegalArgumentException nullPayload();

    @Message(id = 580, value = "Channel `%s` has one subscriber already")
    IllegalStateException oneSubscriber(String channel);

    @Message(id = 581, value = "the server did not confirm the ack of sequence %d")
    IllegalStateException ackNotConfirmed(long sequence, @Cause Throwable cause);

    // Reasons shown in readiness

    @Message(id = 600, value = "not connected to a server")
    String reasonNotConnected();

    @Message(id = 601, value = "stopped by %s at sequence %d: %s; a restart delivers it again")
    String reasonFailed(String by, long sequence, String reason);

    @Message(id = 602, value = "sequence %d has been processed for longer than processing-timeout (%s)")
    String reasonProcessingTimeout(long sequence, Duration timeout);

    @Message(id = 603, value = "the server does not answer pulls")
    String reasonSilent();

    @Message(id = 604, value = "streams and consumers not checked yet")
    String reasonNotChecked();

    @Message(id = 605, value = "nobody takes its messages: the subscriber cancelled")
    String reasonCancelled();

    // How messages are acknowledged, and what is passed to the consumer

    @Message(id = 800, value = "Channel `%s`: `ack` is `all`, and a cumulative ack buries a message that `failure-strategy=%s` treats on its own; write `%s=…` with one of %s, or `ack=each`")
    String ackAllBuries(String channel, String strategy, String property, Object allowed);

    @Message(id = 801, value = "Channel `%s`: `ack` is `none`, and then the server takes nothing back from `failure-strategy=%s`; write `%s=…` with one of %s, or `ack=each`")
    String ackNoneGivesNothingBack(String channel, String strategy, String property, Object allowed);

    @Message(id = 802, value = "Channel `%s`: `ack` is `all`, which needs messages to be finished in the order of the stream, and %s does not keep that; remove one of them, or write `ack=each`")
    String ackAllNeedsOrder(String channel, String breaker);

    @Message(id = 803, value = "Channel `%s`: `%s` is `%s`, but with `ack=none` the server waits for no ack; remove it, or write `ack=each`")
    String withoutAcks(String channel, String key, String value);

    @Message(id = 804, value = "Channel `%s`: `group-max-in-flight` is `%s`, but it counts only for a `queue-group`; remove it, or write `%s=%2$s`")
    String groupLimitWithoutGroup(String channel, String value, String property);

    @Message(id = 805, value = "Channel `%s`: stream `%s` is a work queue, on which `ack` can only be `each`, but it is `%s`; remove it")
    String workQueueAck(String channel, String stream, String value);

    @Message(id = 806, value = "stopped by %s at sequence %d: %s; with ack=none it is not delivered again")
    String reasonFailedForGood(String by, long sequence, String reason);

    @Message(id = 807, value = "the ack of sequence %d could not be sent")
    IllegalStateException ackNotSent(long sequence, @Cause Throwable cause);

    @Message(id = 808, value = "the consumer was made again or given up meanwhile")
    IllegalStateException ackOfAnotherConsumer();

    @Message(id = 809, value = "with ack=all a message before it is still open")
    IllegalStateException openBefore();

    // Ways to receive

    @Message(id = 860, value = "Channel `%s`: another instance pulls from the durable `%s` on stream `%s`, and its consumer has no priority group (nats-server 2.11), so this one can't stand by and does not start; stop the other one, or add `%s=…` to share the work")
    String anotherReceives(String channel, String durable, String stream, String property);

    @Message(id = 861, value = "Channel `%s`: another instance pulls from the durable `%s` on stream `%s`; waiting at most ack-wait (%s) for it to leave")
    String waitsForAnother(String channel, String durable, String stream, Duration ackWait);

    @Message(id = 862, value = "a second instance receives from the durable `%s` on stream `%s`, which must have one receiver: %d deliveries before number %d went elsewhere; stop all instances but one, then restart this one")
    String secondReceiver(String durable, String stream, long leftOut, long number);

    @Message(id = 863, value = "Channel `%s`: no incoming channel of this name has a `durable` to be deleted; name one of %s")
    IllegalArgumentException noDurable(String channel, Object channels);

    @Message(id = 864, value = "Channel `%s`: its durable is not bound to the server (yet, or no more), so it can't be deleted through the channel; name its stream and consumer instead")
    IllegalStateException durableNotBound(String channel);

    @Message(id = 865, value = "the durable `%s` on stream `%s` is that of the channel `%s`, which would create it again; delete it by the name of the channel")
    IllegalArgumentException durableInUse(String durable, String stream, String channel);

    @Message(id = 866, value = "its durable `%s` was deleted by the application; a restart begins at start-position")
    String reasonDurableDeleted(String durable);
}
