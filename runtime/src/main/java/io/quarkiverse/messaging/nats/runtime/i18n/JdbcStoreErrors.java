package io.quarkiverse.messaging.nats.runtime.i18n;

import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about the sequence store jdbc and about @ExactlyOnce. Numbers 890 to 909. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface JdbcStoreErrors {

    /** The one bundle. */
    JdbcStoreErrors JDBC = Messages.getBundle(MethodHandles.lookup(), JdbcStoreErrors.class);

    @Message(id = 890, value = "Channel `%s`: sequence %d could not be recorded in the method's transaction now; it comes again")
    String notRecorded(String channel, long sequence);

    @Message(id = 891, value = "Channel `%s`: the sequence store `jdbc` knows another message by sequence %d than the one stored at %s: the stream is not the one that the record was made from; the next start says what is accepted and how")
    String foreign(String channel, long sequence, Object storedAt);

    @Message(id = 892, value = "Channel `%s`: the method marked the transaction of sequence %d for rollback; the message is not processed")
    IllegalStateException markedForRollback(String channel, long sequence);

    @Message(id = 893, value = "%s is @ExactlyOnce, but no transaction is active where the message is to be recorded")
    IllegalStateException noTransaction(String method);

    @Message(id = 894, value = "Channel `%s`: `sequence-store` is `jdbc`, but %s would process its messages outside of a recorded transaction; add @ExactlyOnce to the method, or write `sequence-store=memory`, `file` or `nats-kv`")
    String notExactlyOnce(String channel, Object takers);

    @Message(id = 895, value = "Channel `%s`: `sequence-store` is `jdbc`, but no method with @Incoming(\"%1$s\") and @ExactlyOnce takes its messages; add one, or remove `sequence-store`")
    String nobody(String channel);

    @Message(id = 896, value = "Channel `%s`: `sequence-store` is `jdbc`, but there is no datasource `%s`; configure it, or write `quarkus.messaging.nats.sequence-store.jdbc.datasource=…`")
    String noDatabase(String channel, String datasource);

    @Message(id = 897, value = "Channel `%s`: the sequence store `jdbc` does not know the database `%s`, only %s; use one of them, or write `sequence-store=nats-kv` or `file`")
    RefusalException unknownProduct(String channel, String product, Object known);

    @Message(id = 898, value = "Channel `%s`: the tables of the sequence store `jdbc` are missing, and `create-tables` is `false`; run: %s")
    RefusalException noTables(String channel, String statements);

    @Message(id = 899, value = "%s is @ExactlyOnce, but its channel `%s` does not have the store that records it; write `%s=jdbc`, or remove @ExactlyOnce")
    String withoutStore(String method, String channel, String property);

    @Message(id = 900, value = "Wrong use of @ExactlyOnce:\n  - %s")
    IllegalStateException mistakes(String sentences);

    @Message(id = 901, value = "%s is @ExactlyOnce and has @Outgoing, but a crash after the commit would lose what it returns; let the method write to the database only, or use `sequence-store=nats-stream`, without @ExactlyOnce, where the outputs are the effect")
    String withOutgoing(String method);

    @Message(id = 902, value = "%s is @ExactlyOnce and %s `%s`, but a transaction of JTA ends when the method returns; take a payload (or a List of them) and return void")
    String asynchronous(String method, String takesOrReturns, String type);

    @Message(id = 903, value = "%s is @ExactlyOnce and has @Acknowledgment(%s), but the acknowledgement must follow the commit; remove @Acknowledgment")
    String acknowledgment(String method, String strategy);

    @Message(id = 904, value = "%s is @ExactlyOnce, but has no @Incoming: nothing would be recorded; remove @ExactlyOnce")
    String withoutIncoming(String method);

    @Message(id = 905, value = "%s is @ExactlyOnce and @Transactional(%s), but the record needs a transaction of its own message; write REQUIRED or REQUIRES_NEW, or remove @Transactional")
    String transactionType(String method, String type);

    @Message(id = 906, value = "%s is @ExactlyOnce and @NonBlocking, but a transaction blocks its thread; remove @NonBlocking")
    String nonBlocking(String method);

    @Message(id = 907, value = "%s is @ExactlyOnce, but there is nothing to record it with; add the extensions quarkus-agroal (with a JDBC driver) and quarkus-narayana-jta")
    String nothingThere(String method);

    @Message(id = 908, value = "%s is @ExactlyOnce as a class; write it at the methods that take messages")
    String onClass(String type);
}
