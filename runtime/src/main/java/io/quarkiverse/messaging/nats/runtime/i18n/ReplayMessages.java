package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** What readiness says of a channel that catches up. Numbers 850 to 859. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface ReplayMessages {

    /** The one bundle. */
    ReplayMessages REPLAY = Messages.getBundle(MethodHandles.lookup(), ReplayMessages.class);

    @Message(id = 850, value = "catching up with the stream: %d of %d messages processed (%d %%), %d/s, %s%s")
    String catchingUp(long done, long total, int percent, long perSecond, String left, String failing);

    @Message(id = Message.NONE, value = "about %s left")
    String left(Duration left);

    @Message(id = Message.NONE, value = "time left unknown")
    String leftUnknown();

    @Message(id = Message.NONE, value = "; not before sequence %d is processed, which failed and comes again")
    String failing(long sequence);
}
