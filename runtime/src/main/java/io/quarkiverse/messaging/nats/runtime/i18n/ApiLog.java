package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** The log lines about what an application has injected. Numbers 655 to 659. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface ApiLog extends BasicLogger {

    /** The one logger. */
    ApiLog API_LOG = Logger.getMessageLogger(MethodHandles.lookup(), ApiLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 655, value = "Channel `%s`: it brings replies, and has failed; requests wait in vain")
    void replyChannelEnded(String channel, @Cause Throwable failure);
}
