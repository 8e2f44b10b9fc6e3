package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines of channels with {@code batch=true}. Numbers 360 to 369. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface BatchLog extends BasicLogger {

    /** The one logger. */
    BatchLog BATCH_LOG = Logger.getMessageLogger(MethodHandles.lookup(), BatchLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 360, value = "Channel `%s`: a batch of %d messages, sequence %d to %d, failed: %s; they are given again one by one")
    void batchFailed(String channel, int size, long first, long last, Object reason);
}
