package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines of the sequence store nats-stream. Numbers 410 to 419. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface StreamStoreLog extends BasicLogger {

    /** The one logger. */
    StreamStoreLog STREAM_STORE_LOG = Logger.getMessageLogger(MethodHandles.lookup(), StreamStoreLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 410, value = "Channel `%s`: sequence %d was processed before; its outputs are dropped")
    void dropped(String channel, long sequence);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 411, value = "Channel `%s`: an atomic batch of %d messages was not answered or refused for now (%s); it is sent again")
    void again(String channel, int messages, String reason);
}
