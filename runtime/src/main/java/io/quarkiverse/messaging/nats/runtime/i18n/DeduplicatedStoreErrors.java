package io.quarkiverse.messaging.nats.runtime.i18n;

import java.io.IOException;
import java.lang.invoke.MethodHandles;

import org.jboss.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** The sentences about the sequence stores that deduplicate, file and nats-kv. Numbers 910 to 929. */
@MessageBundle(projectCode = "QNATS", length = 4)
public interface DeduplicatedStoreErrors {

    /** The one bundle. */
    DeduplicatedStoreErrors STORES = Messages.getBundle(MethodHandles.lookup(), DeduplicatedStoreErrors.class);

    @Message(id = 910, value = "Channel `%s`: `sequence-store` is `file`, but it is not said where; write `quarkus.messaging.nats.sequence-store.file.directory=/var/lib/…`, on a disk that outlives the application")
    String noDirectory(String channel);

    @Message(id = 911, value = "Channel `%s`: `quarkus.messaging.nats.sequence-store.file.directory` is `%s`, which lies in the temporary directory, so that a restart may forget what was processed; write a directory that outlives the application")
    String temporaryDirectory(String channel, String directory);

    @Message(id = 912, value = "Channel `%s`: the file `%s` of the sequence store is in use by another process, or by another channel with the same stream and durable; give each its own durable, or let the other one end")
    IOException locked(String channel, Object file);

    @Message(id = 913, value = "Channel `%s`: the file `%s` of the sequence store is damaged at byte %d, with whole records after it; restore it, or remove it: what is delivered from then on is processed, also what was before")
    RefusalException damaged(String channel, Object file, long at);

    @Message(id = 914, value = "the sequence store's file %s is closed")
    IOException closed(Object file);

    @Message(id = 915, value = "Channel `%s`: the bucket `%s` of the sequence store `nats-kv` %s, so that it would forget what was processed; use one with file storage, without a time to live, and with `discard` `new`, or write `quarkus.messaging.nats.sequence-store.nats-kv.bucket=…`")
    RefusalException forgetfulBucket(String channel, String bucket, String why);

    @Message(id = 916, value = "Channel `%s`: `quarkus.messaging.nats.sequence-store.nats-kv.on-uncertain` is `dead-letter`, which needs a subject for what it puts aside; add `mp.messaging.incoming.%1$s.dead-letter-subject=…`, or write `on-uncertain=reprocess`")
    String uncertainNeedsSubject(String channel);

    @Message(id = 917, value = "there is no connection to the server that keeps the bucket")
    IOException noConnection();

    @Message(id = 918, value = "the bucket's server said: %s")
    IOException refused(String text);

    @Message(id = 919, value = "Channel `%s`: the bucket `%s` of the sequence store `nats-kv` could not be made or read: %s")
    IOException noBucket(String channel, String bucket, String text);

    @Message(id = 920, value = "Channel `%s`: the bucket `%s` of the sequence store `nats-kv` has no record of it any more, so nobody knows what was processed; restore the bucket, or start the application again to begin at what is acked by then")
    IOException recordGone(String channel, String bucket);

    @Message(id = 921, value = "Channel `%s`: `quarkus.messaging.nats.sequence-store.file.directory` is `%s`, which another working directory would turn into another directory, with nothing remembered; write the whole path, here `%s`")
    String relativeDirectory(String channel, String directory, Object absolute);

    @Message(id = 922, value = "the sequence store's bucket %s is closed")
    IOException bucketClosed(String bucket);

    @Message(id = 923, value = "Channel `%s`: the file `%s` of the sequence store is damaged at byte %d, where it says how far everything was processed; restore it from a copy, or remove it to begin at what is acked by now")
    RefusalException damagedHead(String channel, Object file, long at);
}
