package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences and exceptions of failed messages. Numbers 610 to 635. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface FailureErrors {

    /** The one bundle. */
    FailureErrors FAILURES = Messages.getBundle(MethodHandles.lookup(), FailureErrors.class);

    @Message(id = 610, value = "Channel `%s`: `failure-strategy` is `%s`, which needs a subject for what it puts aside; add `%s=…`, or write `failure-strategy=term`")
    String deadLetterNeedsSubject(String channel, String strategy, String property);

    @Message(id = 611, value = "Channel `%s`: `dead-letter-subject` is `%s`, which is no subject to publish to (%s); write for example `%s=dead.orders`")
    String badDeadLetterSubject(String channel, String subject, String why, String property);

    @Message(id = 612, value = "Channel `%s`: `dead-letter-subject` is `%s`, which the channel's own subject `%s` matches, so that it would receive its dead letters; write one outside of it, for example %s")
    String deadLetterLoops(String channel, String subject, String filter, String instead);

    @Message(id = 613, value = "Channel `%s`: `%s` is `%s`, but with `failure-strategy=%s` a failed message does not come again; remove it, or write `failure-strategy=nak`")
    String nothingToCount(String channel, String key, String value, String strategy);

    @Message(id = 614, value = "Channel `%s`: `%s` is `%s`, but it is not said what then becomes of the message; add `%s=…`, or `%s=term` or `fail`")
    String noLastResort(String channel, String key, String value, String subject, String then);

    @Message(id = 615, value = "Channel `%s`: `max-deliver-then` is `%s`, but nothing leads to it; add `%s=…` or `%s=…`, or remove `max-deliver-then`")
    String lastResortNeverDue(String channel, String value, String maxDeliver, String nonRetryable);

    @Message(id = 616, value = "Channel `%s`: `max-deliver-then` is `dead-letter`, which needs a subject; add `%s=…`, or write `term` or `fail`")
    String lastResortNeedsSubject(String channel, String property);

    @Message(id = 617, value = "Channel `%s`: `max-deliver-then` is `fail`, which stops at the failed message, and %s would process what follows it; write `dead-letter` or `term`")
    String lastResortNeedsOrder(String channel, String breaker);

    @Message(id = 618, value = "Channel `%s`: `%s` is `%s`, but with `manual-ack=true` the application settles what failed; remove it, and call `nak`, `term` or `ack` of NatsAcknowledgement")
    String settledByHand(String channel, String key, String value);

    @Message(id = 619, value = "Channel `%s`: `non-retryable` names `%s`, which %s; allowed are names of exception classes, separated by commas, for example `java.lang.IllegalArgumentException`")
    String noThrowable(String channel, String name, String why);

    @Message(id = 620, value = "Channel `%s`: no stream stores the `dead-letter-subject` `%s`%s; declare one with quarkus.messaging.nats.streams.\"%s\".subjects=%2$s, or write a subject that a stream stores")
    String noStreamForDeadLetters(String channel, String subject, String existing, String suggestion);

    @Message(id = 621, value = "channel `%s` has no `dead-letter-subject`")
    IllegalStateException noDeadLetterSubject(String channel);

    @Message(id = 622, value = "stuck: messages that failed and come again take up half of max-in-flight (%d) or more, the last one is %s; it heals when they are processed")
    String reasonStuck(int most, String last);

    @Message(id = 623, value = "%d message(s) here were delivered more often than max-deliver (%d), the last is sequence %d: a crash loop?")
    String remarkDeliveredTooOften(int count, long most, long last);
}
