package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What {@link NatsLog} is for permissions. Numbers 670 to 679. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface SecurityLog extends BasicLogger {

    /** The one logger. */
    SecurityLog SECURITY_LOG = Logger.getMessageLogger(MethodHandles.lookup(), SecurityLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 670, value = "Connection `%s`: the server does not permit the user to publish to `%s`")
    void publishNotPermitted(String connection, String subject);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 671, value = "Connection `%s`: the server does not permit the user to subscribe to `%s`")
    void subscribeNotPermitted(String connection, String subject);
}
