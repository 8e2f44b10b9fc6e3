package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about sequence stores, whichever it is. Numbers 870 to 889. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface SequenceErrors {

    /** The one bundle. */
    SequenceErrors SEQUENCES = Messages.getBundle(MethodHandles.lookup(), SequenceErrors.class);

    @Message(id = 870, value = "Channel `%s`: `sequence-store` is `%s`, allowed are %s; write one of them, or add a bean of type SequenceStore with @Identifier(\"%2$s\")")
    String unknownStore(String channel, String store, Object known);

    @Message(id = 871, value = "Channel `%s`: `sequence-store` is `%s`, but its record belongs to a durable, and there is none; add `%s=…`")
    String needsDurable(String channel, String store, String property);

    @Message(id = 872, value = "Channel `%s`: `sequence-store` is `%s`, but with `manual-ack=true` the connector does not know what was processed; remove one of them")
    String withManualAck(String channel, String store);

    @Message(id = 873, value = "Channel `%s`: `sequence-store` is `%s`, but `ack` is `%s`, which settles messages that were not processed; write `ack=each`")
    String ackNotEach(String channel, String store, String ack);

    @Message(id = 874, value = "Channel `%s`: `sequence-store` is `%s`, which one instance can't share with others, but there is a `queue-group`; write `sequence-store=jdbc`, `nats-kv` or `nats-stream`, or remove `queue-group`")
    String notShared(String channel, String store);

    @Message(id = 875, value = "Channel `%s`: `sequence-store` is `%s`, but `memory-storage=true` lets a restart of the server forget acks; remove `memory-storage`")
    String consumerInMemory(String channel, String store);

    @Message(id = 876, value = "Channel `%s`: `sequence-store` is `%s`, but the stream `%s` is kept in memory, so a restart of the server loses messages and counts from 1 again; use a stream with file storage, or remove `sequence-store`")
    String streamInMemory(String channel, String store, String stream);

    @Message(id = 877, value = "Channel `%s`: the stream `%s` was created at %s, but the record in the sequence store `%s` is of the one created at %s, so that its sequences would be taken for processed ones; if the new stream is right, write `%s=%s`, which forgets the record; otherwise restore the old one, or use another durable")
    String streamRecreated(String channel, String stream, Object created, String store, Object recorded, String property,
            String token);

    @Message(id = 878, value = "Channel `%s`: the stream `%s` ends at sequence %d, but the record in the sequence store `%s` has sequence %d, stored at %s: the stream lost its end, and new messages would be taken for processed ones; if that is accepted, write `%s=%s`, which forgets the record: what is delivered from now on is processed, also what was before")
    String storeAhead(String channel, String stream, long last, String store, long recorded, Object storedAt, String property,
            String token);

    @Message(id = 879, value = "Channel `%s`: sequence %d of the stream `%s` was stored at %s, but the record in the sequence store `%s` has another message by this number, stored at %s: the stream lost its end and counted on; if that is accepted, write `%s=%s`, which forgets the record: what is delivered from now on is processed, also what was before")
    String sequenceReused(String channel, long sequence, String stream, Object storedAt, String store, Object recorded,
            String property, String token);

    @Message(id = 880, value = "Channel `%s`: the consumer `%s` of the stream `%s` is acknowledged up to sequence %d, with %d among them, but the record in the sequence store `%s` ends at %d: it is older than what was processed, or others acknowledge on this durable; set the consumer back to what the record knows (`nats consumer reset`), or write `%s=%s`, which takes what is acknowledged for processed")
    String storeBehind(String channel, String consumer, String stream, long ackFloor, long skipped, String store,
            long recorded, String property, String token);

    @Message(id = 881, value = "Channel `%s`: the sequence store `%s` knows another message by sequence %d than the one stored at %s: the stream is not the one that the record was made from; the next start says what is accepted and how")
    String foreign(String channel, String store, long sequence, Object storedAt);

    @Message(id = 882, value = "The sequence store `%s` does not answer, so nothing is acknowledged: %s")
    String reasonStoreFailed(String store, String failure);

    @Message(id = 883, value = "Channel `%s`: the sequence store `%s` can't be opened: %s")
    String notOpened(String channel, String store, String failure);

    @Message(id = 884, value = "Channel `%s`: `sequence-store` is `%s`, but %s acknowledges its messages %s, so that one could be acknowledged and not processed; write @Acknowledgment(POST_PROCESSING), or remove it")
    String acknowledgesEarly(String channel, String store, String method, String when);

    @Message(id = 885, value = "Channel `%s`: `sequence-store-accept` is `%s`, but there is no `sequence-store`; remove it")
    String nothingToAccept(String channel, String token);

    @Message(id = 886, value = "Channel `%s`: `broadcast` gives each message to several methods, but the record of `sequence-store=%s` is of one; give each method a channel and a durable of its own")
    String withBroadcast(String channel, String store);

    @Message(id = 887, value = "Channel `%s`: somebody worked on sequence %d and was lost, so that nobody knows whether it was processed")
    IllegalStateException uncertain(String channel, long sequence);
}
