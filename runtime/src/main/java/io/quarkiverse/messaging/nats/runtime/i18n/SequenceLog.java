package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines about sequence stores, whichever it is. Numbers 380 to 389. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface SequenceLog extends BasicLogger {

    /** The one logger. */
    SequenceLog SEQUENCE_LOG = Logger.getMessageLogger(MethodHandles.lookup(), SequenceLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 380, value = "Channel `%s`: %s processing with the sequence store `%s`; its record begins after sequence %d")
    void begins(String channel, String guarantee, String store, long floor);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 381, value = "Channel `%s`: %s processing with the sequence store `%s`; its record goes on: everything up to sequence %d is done with, and %d above it, up to %d")
    void goesOn(String channel, String guarantee, String store, long floor, long entries, long highest);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 382, value = "Channel `%s`: accepted by `sequence-store-accept=%s`: the record in the sequence store `%s` is forgotten and begins after sequence %d. It was: %s")
    void accepted(String channel, String token, String store, long floor, String sentence);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 383, value = "Channel `%s`: the sequence store `%s` could not forget what is below the ack floor; it is tried again")
    void notCompacted(String channel, String store, @Cause Throwable failure);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 384, value = "Channel `%s`: sequence %d was processed before; it is acknowledged without its method (%d so far)")
    void duplicate(String channel, long sequence, long soFar);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 385, value = "Channel `%s`: the sequence store `%s` does not answer; nothing is acknowledged, and it is asked again")
    void storeFailed(String channel, String store, @Cause Throwable failure);
}
