package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines of the sequence stores that deduplicate, file and nats-kv. Numbers 400 to 409. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface DeduplicatedStoreLog extends BasicLogger {

    /** The one logger. */
    DeduplicatedStoreLog STORE_LOG = Logger.getMessageLogger(MethodHandles.lookup(), DeduplicatedStoreLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 400, value = "Channel `%s`: the last %d bytes of the file `%s` of the sequence store were not written to the end, as after a crash; they are dropped")
    void tornTail(String channel, long bytes, Object file);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 401, value = "Channel `%s`: sequence %d took longer than its lease, and another instance has taken it over: it may be processed twice")
    void leaseLost(String channel, long sequence);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 402, value = "Channel `%s`: whoever worked on sequence %d was lost; it is taken over, and may be processed twice")
    void takenOver(String channel, long sequence);
}
