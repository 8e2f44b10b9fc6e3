package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines of a channel that catches up. Numbers 340 to 359. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface ReplayLog extends BasicLogger {

    /** The one logger. */
    ReplayLog REPLAY_LOG = Logger.getMessageLogger(MethodHandles.lookup(), ReplayLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 340, value = "Channel `%s`: %d messages up to sequence %d of stream `%s` are to be processed before it is ready (ready-when=caught-up)")
    void catchUpBegins(String channel, long messages, long target, String stream);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 341, value = "Channel `%s` is not ready: %s")
    void catchingUp(String channel, String progress);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 342, value = "Channel `%s`: caught up with %d messages in %s")
    void caughtUp(String channel, long messages, Duration duration);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 343, value = "Channel `%s`: the last message for its subjects could not be asked for (%s); it catches up with the whole stream, up to sequence %d")
    void lastNotKnown(String channel, String reason, long target);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 344, value = "Channel `%s`: an observer of ChannelCaughtUp failed")
    void observerFailed(String channel, @Cause Throwable failure);
}
