package io.quarkiverse.messaging.nats.runtime.i18n;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about what an application has injected. Numbers 640 to 659. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface ApiErrors {

    /** The one bundle. */
    ApiErrors API = Messages.getBundle(java.lang.invoke.MethodHandles.lookup(), ApiErrors.class);

    @Message(id = 640, value = "Connection `%s`: there is none at this moment, to %s: %s; it is tried again until there is")
    IllegalStateException notThere(String connection, String servers, String reason);

    @Message(id = 641, value = "Connection `%s`: it is shared with the channels and closed when the application stops, so it can't be closed by hand; remove the call, or open a connection of your own with Nats.connect")
    UnsupportedOperationException connectionIsManaged(String connection);

    @Message(id = 642, value = "Connection `%s` is injected but not configured; add quarkus.messaging.nats.connections.\"%1$s\".servers=…, or correct the name")
    String unknownConnection(String connection);
}
