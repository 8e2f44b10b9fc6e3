package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/**
 * The log lines of connections, streams, consumers and messages; where a matter has many, they have an interface of their own.
 * Numbers 1 to 339 and 370 to 379. No payload and no secret in any of them.
 */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface NatsLog extends BasicLogger {

    /** The one logger. */
    NatsLog LOG = Logger.getMessageLogger(MethodHandles.lookup(), NatsLog.class,
            "io.quarkiverse.messaging.nats");

    // Connections

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 1, value = "Connection `%s`: connected to %s, nats-server %s")
    void connected(String connection, String url, String version);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 2, value = "Connection `%s`: no server at %s yet (%s); trying again, channels start when one answers")
    void noServerYet(String connection, String servers, String reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 3, value = "Connection `%s`: lost; jnats reconnects by itself")
    void disconnected(String connection);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 4, value = "Connection `%s`: reconnected to %s")
    void reconnected(String connection, String url);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 5, value = "Connection `%s`: jnats closed it unasked (%s); building it anew")
    void closedUnasked(String connection, String reason);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 6, value = "Connection `%s`: the server at %s goes into lame duck mode; jnats moves on")
    void lameDuck(String connection, String url);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 7, value = "Connection `%s`: the server says: %s")
    void serverError(String connection, String error);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 8, value = "Connection `%s`: the client says: %s")
    void clientException(String connection, String failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 9, value = "Connection `%s`: the client drops messages, a subscription is too slow")
    void slowConsumer(String connection);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 10, value = "Connection `%s`: could not be closed in order")
    void notClosedInOrder(String connection, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 11, value = "Connection `%s`: lost %d times within %s; where the server's log says Slow Consumer, its max_pending is below what the channels of this connection may have in flight together: raise max_pending, or lower max-in-flight-bytes of the channels")
    void lostOften(String connection, int times, Duration within);

    // Streams and consumers

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 100, value = "Stream `%s` created for the subject `%s` because this is development or test mode; in production declare it with quarkus.messaging.nats.streams.\"%1$s\".subjects=%2$s")
    void developmentStream(String stream, String subject);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 101, value = "Stream `%s` created, subjects %s")
    void streamCreated(String stream, Object subjects);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 102, value = "Stream `%s` updated: %s")
    void streamUpdated(String stream, Object differences);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 103, value = "Stream `%s` differs from its declaration and is left as it is (provisioning=create-if-absent): %s")
    void streamDiffers(String stream, Object differences);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 104, value = "Channel `%s`: consumer `%s` created on stream `%s`, starts at %s")
    void consumerCreated(String channel, String consumer, String stream, Object start);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 105, value = "Channel `%s`: durable `%s` on stream `%s` resumes after sequence %d, %d to come; start-position counts for a new durable only")
    void durableResumes(String channel, String durable, String stream, long floor, long pending);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 106, value = "Channel `%s`: consumer `%s` updated: %s")
    void consumerUpdated(String channel, String consumer, Object differences);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 107, value = "Channel `%s`: the consumer `%s` is gone from stream `%s`; creating it again at sequence %d")
    void consumerRecreated(String channel, String consumer, String stream, long sequence);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 108, value = "Channel `%s`: the durable `%s` was made without a priority group, so a second instance does not stand by: it is detected and stopped; to have it made anew, delete it once (its position is lost)")
    void durableWithoutGroup(String channel, String durable);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 109, value = "Channel `%s`: stream `%s` was created anew; the subscription begins at its start position")
    void streamRecreated(String channel, String stream);

    // Failed messages

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 120, value = "Channel `%s`: sequence %d failed (delivery %d): %s; acked all the same")
    void ignored(String channel, long sequence, long delivery, Object reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 121, value = "Channel `%s`: sequence %d failed (delivery %d): %s; terminated, it is never delivered again")
    void terminated(String channel, long sequence, long delivery, Object reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 122, value = "Channel `%s`: sequence %d failed (delivery %d): %s; put aside, its dead letter is in stream `%s` under sequence %d")
    void deadLettered(String channel, long sequence, long delivery, Object reason, String stream, long stored);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 123, value = "Channel `%s`: the dead letter of sequence %d for the subject `%s` is not confirmed as stored (%s); %s")
    void deadLetterNotStored(String channel, long sequence, String subject, Object failure, String then);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 124, value = "Channel `%s`: the nack of sequence %d asks for a dead letter, but the channel has no `dead-letter-subject`; its failure strategy decides")
    void noDeadLetterSubject(String channel, long sequence);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 125, value = "Channel `%s`: sequence %d arrives for the %d. time, max-deliver is %d: its method neither ended nor failed before, so perhaps it kills the process (a crash loop)")
    void deliveredTooOften(String channel, long sequence, long delivery, long most);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 126, value = "Channel `%s`: %d message(s) were too old (expire-after, or their own TTL) and were acked unprocessed, the last is sequence %d")
    void expired(String channel, long count, long last);

    // Incoming

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 200, value = "Channel `%s` is down. %s")
    void channelDown(String channel, String reason);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 201, value = "Channel `%s`: up")
    void channelUp(String channel);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 202, value = "Channel `%s`: sequence %d failed (delivery %d): %s; delivered again in %s")
    void naked(String channel, long sequence, long delivery, Object reason, Duration delay);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 203, value = "Channel `%s`: sequence %d failed (delivery %d); by %s the channel stops here and the message stays unsettled")
    void failed(String channel, long sequence, long delivery, String by, @Cause Throwable reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 204, value = "Channel `%s`: sequence %d has been processed for longer than processing-timeout (%s); it is no longer extended and the server delivers it again")
    void processingTimeout(String channel, long sequence, Duration timeout);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 205, value = "Channel `%s`: the ack of sequence %d could not be sent; the server delivers it again; %d acks of this channel failed so far")
    void ackLost(String channel, long sequence, long failed, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 206, value = "Channel `%s`: nothing heard from the server for %s; pulling anew")
    void pullDied(String channel, Duration silence);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 207, value = "Channel `%s`: the server ended a pull: %d %s")
    void pullRefused(String channel, int code, String text);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 208, value = "Channel `%s`: %d messages of consumer `%s` are pending that this instance does not hold; to keep the order the consumer is reset to the sequence after %d")
    void resetForOrder(String channel, long pending, String consumer, long floor);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 209, value = "Channel `%s`: %d messages of consumer `%s` are pending that this instance does not hold; to keep the order it waits until they are due, at most %s")
    void waitForOrder(String channel, long pending, String consumer, Duration most);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 210, value = "Channel `%s`: %d messages are still pending elsewhere after %s; going on, those come late")
    void orderNotRestored(String channel, long pending, Duration waited);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 211, value = "Channel `%s`: this instance is now the owner of durable `%s`")
    void owner(String channel, String durable);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 212, value = "Channel `%s`: the server no longer takes this instance for the owner of durable `%s`; it stands by")
    void ownerNoMore(String channel, String durable);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 213, value = "Channel `%s`: stopped; %d messages given back, %d left running")
    void channelStopped(String channel, int givenBack, int running);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 214, value = "Channel `%s`: the failure strategy threw for sequence %d; the message stays unsettled and is delivered again after ack-wait")
    void strategyThrew(String channel, long sequence, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 215, value = "Channel `%s`: a message arrived that is no delivery of a consumer; ignored")
    void notADelivery(String channel);

    // Outgoing: messages that may be stored twice

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 250, value = "Channel `%s`: possible duplicate on `%s`, message id `%s`: a try that may have been stored was sent %s ago, longer than the stream's duplicate window (%s); it is sent again")
    void possibleDuplicate(String channel, String subject, String messageId, Duration ago, Duration window);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 251, value = "Channel `%s`: possible duplicate on `%s`: a try that may have been stored is sent again without a message id")
    void possibleDuplicateWithoutId(String channel, String subject);

    // Outgoing

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 300, value = "Channel `%s`: a message was not published and is nacked: %s")
    void notPublished(String channel, String reason);

    @LogMessage(level = Logger.Level.DEBUG)
    @Message(id = 301, value = "Channel `%s`: publishing to `%s` again with the same id, try %d: %s")
    void publishAgain(String channel, String subject, int attempt, String reason);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 302, value = "Channel `%s`: acknowledging the message that led to a stored publish failed")
    void upstreamAckFailed(String channel, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 303, value = "Channel `%s`: the stream of its messages failed")
    void upstreamFailed(String channel, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 304, value = "Stopping: %d published messages were not confirmed within %s")
    void unconfirmedAtStop(int count, Duration waited);

    // Acknowledgement

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 310, value = "Channel `%s`: the server did not confirm the ack of sequence %d (%s) and may deliver it again; %d acks of this channel failed so far")
    void ackNotConfirmed(String channel, long sequence, String reason, long failed);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 311, value = "Channel `%s`: %d messages were delivered and not started; with ack=none they are not delivered again")
    void lostAtStop(String channel, int count);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 312, value = "Channel `%s`: sequence %d has been processed for longer than processing-timeout (%s); with ack=none it is not delivered again")
    void processingTimeoutForGood(String channel, long sequence, Duration timeout);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 313, value = "Channel `%s`: sequence %d failed; by %s the channel stops here, and with ack=none the message is not delivered again")
    void failedForGood(String channel, long sequence, String by, @Cause Throwable reason);

    // Ways to receive

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 370, value = "Channel `%s`: paused by the application")
    void paused(String channel);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 371, value = "Channel `%s`: resumed by the application")
    void resumed(String channel);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 372, value = "Channel `%s`: nats-server %s keeps no second instance of the durable `%s` out (2.11 and newer let it stand by); there is only detection: a second one waits and is refused at start, or stops when both receive")
    void onlyDetection(String channel, String version, String durable);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 373, value = "The durable `%s` on stream `%s` was deleted by the application, with its position")
    void durableDeleted(String durable, String stream);
}
