package io.quarkiverse.messaging.nats.runtime.i18n;

import java.io.IOException;
import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about the sequence store nats-stream. Numbers 930 to 949. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface StreamStoreErrors {

    /** The one bundle. */
    StreamStoreErrors STREAM_STORE = Messages.getBundle(MethodHandles.lookup(), StreamStoreErrors.class);

    @Message(id = 930, value = "Channel `%s`: `sequence-store` is `nats-stream`, which records in the stream of the outputs, but no method with @Incoming(\"%1$s\") has an @Outgoing, and no NatsTransactions is injected; add one, or write `sequence-store=jdbc` or `nats-kv`")
    String noOutput(String channel);

    @Message(id = 931, value = "Channel `%s`: `sequence-store` is `nats-stream`, but its outputs go to %s: an atomic batch can't span channels, streams or connections; let one method with one @Outgoing to a channel of the connector nats take its messages, on the same connection")
    String severalOutputs(String channel, Object outputs);

    @Message(id = 932, value = "Channel `%s`: `sequence-store` is `nats-stream`, which needs nats-server 2.12.1 or newer, but the server is %s: it would store the messages one by one; write `sequence-store=jdbc` or `nats-kv`")
    RefusalException serverTooOld(String channel, String version);

    @Message(id = 933, value = "Channel `%s`: the stream `%s` of the outputs does not allow atomic batches, so that its messages would be stored one by one; write `quarkus.messaging.nats.streams.\"%2$s\".allow-atomic-publish=true`")
    RefusalException notAtomic(String channel, String stream);

    @Message(id = 934, value = "Channel `%s`: the stream `%s` of the outputs %s, so that markers of what was processed could be gone before the messages; %s")
    RefusalException evicts(String channel, String stream, String why, String instead);

    @Message(id = 935, value = "Channel `%s`: no stream, or more than one, stores `%s`, where the sequence store `nats-stream` keeps its markers; add `%2$s` to the subjects of the stream of the outputs")
    RefusalException noStreamForMarkers(String channel, String subject);

    @Message(id = 936, value = "Channel `%s`: the consumer `%s` of the stream `%s` would be given the markers of the sequence store `nats-stream`, on `%s`; give it a filter that leaves them out")
    RefusalException markerIsRead(String channel, String consumer, String stream, String subject);

    @Message(id = 937, value = "Channel `%s`: %d outputs of one message are more than the %d that an atomic batch can hold beside its markers; publish fewer at once")
    IllegalArgumentException tooMany(String channel, int outputs, int most);

    @Message(id = 938, value = "the server said: %s")
    IOException refused(String text);

    @Message(id = 939, value = "there is no connection to the server")
    IOException noConnection();

    @Message(id = 940, value = "Channel `%s`: the marker of sequence %d is of another message than the one stored at %s: the stream is not the one that the record was made from; the next start says what is accepted and how")
    String foreign(String channel, long sequence, Object storedAt);

    @Message(id = 941, value = "Channel `%s`: the transaction was marked for abort, nothing of it is stored")
    IllegalStateException aborted(String channel);

    @Message(id = 942, value = "Channel `%s`: the message that the transaction was given is not of a channel with `sequence-store=nats-stream`, so that its outputs could be stored twice; set that, or call withTransaction without the message")
    IllegalStateException noRecord(String channel);

    @Message(id = 943, value = "Channel `%s`: the message with sequence %d has outputs already; publish all of them in one transaction, or return them, not both")
    IllegalStateException second(String channel, long sequence);

    @Message(id = 944, value = "Channel `%s`: a transaction needs nats-server %s or newer, but the server is %s: it would store the messages one by one")
    IllegalStateException transactionTooNew(String channel, String needed, String version);

    @Message(id = 945, value = "Channel `%s`: %d messages are more than the %d that a transaction can hold; publish fewer at once")
    IllegalArgumentException transactionTooLarge(String channel, int messages, int most);

    @Message(id = 946, value = "Channel `%s`: the outputs were refused as those of messages that were processed before, but sequence %d has no marker; it comes again")
    String withoutMarker(String channel, long sequence);
}
