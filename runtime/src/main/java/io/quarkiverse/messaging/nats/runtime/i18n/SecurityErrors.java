package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** What {@link NatsErrors} is for permissions, sizes and TLS. Numbers 660 to 669. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface SecurityErrors {

    /** The one bundle. */
    SecurityErrors SECURITY = Messages.getBundle(MethodHandles.lookup(), SecurityErrors.class);

    @Message(id = 660, value = "the server does not permit the user to publish to `%s`; allow it in the user's publish permissions")
    SecurityException publishNotPermitted(String subject);

    @Message(id = 661, value = "the server does not permit the user to publish to `%s`; allow it in the user's publish permissions; an earlier try may be stored, outcome unknown")
    SecurityException publishNotPermittedAnyMore(String subject);

    @Message(id = 662, value = "Connection `%s`: the server does not permit the user to publish to `%s`, by which the stream or consumer is asked for; allow it in the user's publish permissions")
    String apiNotPermitted(String connection, String subject);

    @Message(id = 663, value = "Connection `%s`: the server does not permit the user to subscribe to `%s`, to which it would answer; allow it in the user's subscribe permissions")
    String repliesNotPermitted(String connection, String subject);

    @Message(id = 664, value = "%d bytes are more than the stream `%s` takes (its max-message-size)")
    IllegalArgumentException tooLargeForStream(long bytes, String stream);

    @Message(id = 665, value = "Connection `%s`: `tls-first` is `true`, but the connection has no TLS; add `tls-configuration-name`, write tls:// in `servers`, or remove `tls-first`")
    String tlsFirstWithoutTls(String connection);

    @Message(id = 666, value = "the server does not permit the user to publish to `%s`, by which messages are %s; allow it in the user's publish permissions")
    String channelNotPermitted(String subject, String what);
}
