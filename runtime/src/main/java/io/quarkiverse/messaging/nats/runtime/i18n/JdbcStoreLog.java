package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines of the sequence store jdbc. Numbers 390 to 399. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface JdbcStoreLog extends BasicLogger {

    /** The one logger. */
    JdbcStoreLog JDBC_LOG = Logger.getMessageLogger(MethodHandles.lookup(), JdbcStoreLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 390, value = "Channel `%s`: sequence %d was processed before; its method does not see it (%d so far)")
    void duplicate(String channel, long sequence, long soFar);
}
