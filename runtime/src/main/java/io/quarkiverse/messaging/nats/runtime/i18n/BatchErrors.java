package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about mistakes of channels with {@code batch=true}. Numbers 830 to 839. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface BatchErrors {

    /** The one bundle. */
    BatchErrors BATCHES = Messages.getBundle(MethodHandles.lookup(), BatchErrors.class);

    @Message(id = 830, value = "Channel `%s`: `batch` is `true` and `manual-ack` is `true`, but a batch is settled as a whole when its method ends; remove one of them")
    String withManualAck(String channel);

    @Message(id = 831, value = "Channel `%s`: `batch-max-size` is `%d`, but no more messages than `max-in-flight` (`%d`) are here at once; write for example `%s=%3$d`, or a larger `max-in-flight`")
    String largerThanInFlight(String channel, int size, int maxInFlight, String property);

    @Message(id = 832, value = "Channel `%s`: `%s` is `%s`, but it counts only with `batch=true`; remove it, or add `%s=true`")
    String withoutBatch(String channel, String key, String value, String property);

    @Message(id = 833, value = "Channel `%s`: `batch` is `true`, so a `List` is what %s must take, but it takes `%s`; write `List<%3$s>`, or remove `batch`")
    String noList(String channel, String who, String takes);

    @Message(id = 834, value = "Channel `%s`: `batch` is `true`, but its batches are taken as lists of different types (%s); take the same type everywhere, or give each a channel of its own")
    String severalTypes(String channel, Object takers);

    @Message(id = 835, value = "Channel `%s`: `batch-max-wait` is `%s`, but with `processing-timeout=0` nothing that waits is extended, and after `ack-wait` (%s) the server delivers it again; write a shorter one, or remove `processing-timeout`")
    String waitsTooLong(String channel, Object wait, Object ackWait);
}
