package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about what an application has injected. Numbers 640 to 654. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface ApiErrors {

    /** The one bundle. */
    ApiErrors API = Messages.getBundle(MethodHandles.lookup(), ApiErrors.class);

    @Message(id = 640, value = "Connection `%s`: there is none at this moment, to %s: %s; it is tried again until there is")
    IllegalStateException notThere(String connection, String servers, String reason);

    @Message(id = 641, value = "Connection `%s`: it is shared with the channels and closed when the application stops, so it can't be closed by hand; remove the call, or open a connection of your own with Nats.connect")
    UnsupportedOperationException connectionIsManaged(String connection);

    @Message(id = 642, value = "Connection `%s` is injected but not configured; add quarkus.messaging.nats.connections.\"%1$s\".servers=…, or correct the name")
    String unknownConnection(String connection);

    // Request and reply

    @Message(id = 643, value = "Channel `%s` is injected as NatsRequestReply, and nothing says where its replies come from; add `%s=…`, the name of an incoming channel")
    String noReplyChannel(String channel, String property);

    @Message(id = 644, value = "Channel `%s`: `reply-channel` is `%s`, and there is no such incoming channel; correct `%s`, or add `%s=nats`")
    String unknownReplyChannel(String channel, String replyChannel, String property, String connector);

    @Message(id = 645, value = "Channel `%s`: its replies come on `%s`, whose subject is `%s`, but a request must name one subject, without wildcards; write for example `%s=%s`")
    String replySubjectNotOne(String channel, String replyChannel, String subject, String property, String example);

    @Message(id = 646, value = "Channel `%s`: `reply-channel` is the same as that of channel `%s`, `%s`; give each an incoming channel of its own")
    String sharedReplyChannel(String channel, String other, String replyChannel);

    @Message(id = 647, value = "Channel `%s`: no reply within %s on `%s`; the request may be stored, and answered later")
    TimeoutException noReply(String channel, Duration timeout, String subject);

    @Message(id = 648, value = "Channel `%s`: %d requests wait for their replies already; no more are sent")
    IllegalStateException tooManyRequests(String channel, int most);

    @Message(id = 649, value = "Channel `%s`: the message has no header Reply-To, so it is no request, and the channel has no `subject` of its own; the message is terminated")
    ReplyRefusedException noReplyTo(String channel);

    @Message(id = 650, value = "Channel `%s`: the request wants its reply on `%s`, which `reply-subjects` (`%s`) does not allow; the request is terminated")
    ReplyRefusedException replyNotAllowed(String channel, String subject, String allowed);

    @Message(id = 651, value = "Channel `%s`: the request has a Correlation-Id of %d characters, more than %d; the request is terminated")
    ReplyRefusedException correlationIdTooLong(String channel, int length, int most);
}
