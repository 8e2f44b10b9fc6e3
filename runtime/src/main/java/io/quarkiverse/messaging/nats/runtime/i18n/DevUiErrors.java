package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences that the Dev UI shows. Without numbers: they are read on its pages only. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface DevUiErrors {

    /** The one bundle. */
    DevUiErrors DEV_UI = Messages.getBundle(MethodHandles.lookup(), DevUiErrors.class);

    @Message(id = Message.NONE, value = "Connection `%s` is not up: %s")
    String notUp(String connection, String trouble);

    @Message(id = Message.NONE, value = "There is no connection `%s`")
    String unknownConnection(String connection);

    @Message(id = Message.NONE, value = "There is no incoming channel `%s`")
    String unknownChannel(String channel);

    @Message(id = Message.NONE, value = "Each line of the headers is `Name: value`, but one is `%s`")
    String badHeader(String line);

    @Message(id = Message.NONE, value = "`%s` is no sequence: write a whole number, or nothing for the newest messages")
    String badSequence(String text);

    @Message(id = Message.NONE, value = "No stream takes the subject `%s`")
    String noStream(String subject);
}
