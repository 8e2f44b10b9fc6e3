package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** What works, and holds less than one may think. Numbers 636 to 639. */
@MessageLogger(projectCode = "QNATS", length = 4)
public interface AdviceLog extends BasicLogger {

    /** The one logger. */
    AdviceLog ADVICE = Logger.getMessageLogger(MethodHandles.lookup(), AdviceLog.class,
            "io.quarkiverse.messaging.nats");

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 636, value = "Stream `%s` has one replica, in the cluster `%s`: while its server is away nothing is stored or delivered, and what that server loses is lost; write quarkus.messaging.nats.streams.\"%1$s\".replicas=3 with provisioning=create-or-update, or `nats stream edit %1$s --replicas 3`")
    void oneReplica(String stream, String cluster);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 637, value = "Stream `%s` has persist-mode async: the server confirms messages that it has not written yet, and a crash of the server alone loses them; make the stream without `persist_mode`, if that is not what you want")
    void confirmedUnwritten(String stream);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 638, value = "Channel `%s`: `ack-timeout` is %s, and the stream `%s` recognises a message id for %s: only one retry fits in, and from the second on a message may be stored twice (with retry-beyond-window=false it is nacked instead); write `%s` of less than half of that, or a longer duplicate-window of the stream")
    void timeoutNearWindow(String channel, Duration ackTimeout, String stream, Duration window, String property);
}
