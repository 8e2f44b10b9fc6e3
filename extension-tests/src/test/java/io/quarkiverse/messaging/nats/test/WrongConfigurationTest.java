package io.quarkiverse.messaging.nats.test;

import static io.quarkiverse.messaging.nats.test.Refusals.assertThatSentences;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** All mistakes that show without a server fail the start together; no server is asked, nor is there one. */
class WrongConfigurationTest {

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Receiver.class))
            .withConfiguration("""
                    quarkus.messaging.nats.servers=nats://127.0.0.1:1
                    quarkus.messaging.nats.username=me
                    quarkus.messaging.nats.password=s3cr3t
                    quarkus.messaging.nats.token=t0k3n
                    quarkus.messaging.nats.max-outgoing=0
                    quarkus.messaging.nats.connections.far.credentials-file=/some/file
                    quarkus.messaging.nats.connections.far.nkey-seed=SUX
                    quarkus.messaging.nats.connections.far.tls-first=true
                    quarkus.messaging.nats.streams.EMPTY.description=nothing in it
                    quarkus.messaging.nats.streams."A.B".subjects=a,b..c
                    quarkus.messaging.nats.streams.AWAY.subjects=away
                    quarkus.messaging.nats.streams.AWAY.connection=nowhere
                    quarkus.messaging.nats.streams.CHECKED.provisioning=verify
                    quarkus.messaging.nats.streams.VALUES.subjects=values
                    quarkus.messaging.nats.streams.VALUES.max-messages=0
                    quarkus.messaging.nats.streams.VALUES.max-messages-per-subject=-2
                    quarkus.messaging.nats.streams.VALUES.max-consumers=-1
                    quarkus.messaging.nats.streams.VALUES.max-bytes=0
                    quarkus.messaging.nats.streams.VALUES.max-message-size=3G
                    quarkus.messaging.nats.streams.VALUES.max-age=-1s
                    quarkus.messaging.nats.streams.VALUES.replicas=6
                    mp.messaging.connector.nats.ack-timeout=10s
                    mp.messaging.incoming.health.connector=nats
                    mp.messaging.incoming.health.fail-health=startup
                    mp.messaging.incoming.unknown-key.connector=nats
                    mp.messaging.incoming.unknown-key.durabel=d
                    mp.messaging.incoming.no-store.connector=nats
                    mp.messaging.incoming.no-store.durable=d
                    mp.messaging.incoming.no-store.sequence-store=paper
                    mp.messaging.incoming.shares.connector=nats
                    mp.messaging.incoming.shares.durable=d
                    mp.messaging.incoming.shares.queue-group=g
                    mp.messaging.incoming.shares.sequence-store=memory
                    mp.messaging.incoming.early.connector=nats
                    mp.messaging.incoming.early.durable=d
                    mp.messaging.incoming.early.sequence-store=memory
                    mp.messaging.incoming.several.connector=nats
                    mp.messaging.incoming.several.durable=d
                    mp.messaging.incoming.several.sequence-store=memory
                    mp.messaging.incoming.several.broadcast=true
                    mp.messaging.incoming.start.connector=nats
                    mp.messaging.incoming.start.start-position=yesterday
                    mp.messaging.incoming.name.connector=nats
                    mp.messaging.incoming.name.durable=a.b
                    mp.messaging.incoming.group.connector=nats
                    mp.messaging.incoming.group.failure-strategy=fail
                    mp.messaging.incoming.group.queue-group=g
                    mp.messaging.incoming.unordered.connector=nats
                    mp.messaging.incoming.unordered.failure-strategy=fail
                    mp.messaging.incoming.virtual.connector=nats
                    mp.messaging.incoming.virtual.failure-strategy=fail
                    mp.messaging.incoming.ordered.connector=nats
                    mp.messaging.incoming.ordered.failure-strategy=fail
                    mp.messaging.incoming.copies.connector=nats
                    mp.messaging.incoming.copies.concurrency=3
                    mp.messaging.incoming.elsewhere.connector=nats
                    mp.messaging.incoming.elsewhere.connection=nowhere
                    mp.messaging.incoming.strategy.connector=nats
                    mp.messaging.incoming.strategy.failure-strategy=later
                    mp.messaging.incoming.aside.connector=nats
                    mp.messaging.incoming.aside.failure-strategy=dead-letter
                    mp.messaging.incoming.loop.connector=nats
                    mp.messaging.incoming.loop.subject=loop.>
                    mp.messaging.incoming.loop.dead-letter-subject=loop.dead
                    mp.messaging.incoming.counted.connector=nats
                    mp.messaging.incoming.counted.failure-strategy=ignore
                    mp.messaging.incoming.counted.max-deliver=3
                    mp.messaging.incoming.last.connector=nats
                    mp.messaging.incoming.last.max-deliver=3
                    mp.messaging.incoming.named.connector=nats
                    mp.messaging.incoming.named.non-retryable=java.lang.String
                    mp.messaging.incoming.named.max-deliver-then=term
                    mp.messaging.incoming.by-hand.connector=nats
                    mp.messaging.incoming.by-hand.manual-ack=true
                    mp.messaging.incoming.by-hand.max-deliver=3
                    mp.messaging.incoming."dot.ted".connector=nats
                    mp.messaging.incoming."dot.ted".ack-wait=soon
                    mp.messaging.incoming.off.connector=nats
                    mp.messaging.incoming.off.enabled=false
                    mp.messaging.incoming.off.nonsense=1
                    mp.messaging.incoming.ready.connector=nats
                    mp.messaging.incoming.ready.ready-when=soon
                    mp.messaging.incoming.no-list.connector=nats
                    mp.messaging.incoming.no-list.batch=true
                    mp.messaging.incoming.several-lists.connector=nats
                    mp.messaging.incoming.several-lists.batch=true
                    mp.messaging.incoming.several-lists.broadcast=true
                    mp.messaging.incoming.large-batch.connector=nats
                    mp.messaging.incoming.large-batch.batch=true
                    mp.messaging.incoming.large-batch.max-in-flight=20
                    mp.messaging.incoming.batch-by-hand.connector=nats
                    mp.messaging.incoming.batch-by-hand.batch=true
                    mp.messaging.incoming.batch-by-hand.manual-ack=true
                    mp.messaging.incoming.no-batch.connector=nats
                    mp.messaging.incoming.no-batch.batch-max-wait=1s
                    mp.messaging.outgoing.out.connector=nats
                    mp.messaging.outgoing.out.subject=orders.*
                    mp.messaging.outgoing.out.retries=-3
                    mp.messaging.outgoing.made.connector=nats
                    mp.messaging.outgoing.made.message-id=source
                    mp.messaging.outgoing.turned.connector=nats
                    mp.messaging.outgoing.turned.message-id=source
                    mp.messaging.outgoing.of-messages.connector=nats
                    mp.messaging.outgoing.of-messages.message-id=source
                    mp.messaging.incoming.to-turn.connector=nats
                    mp.messaging.incoming.to-turn-messages.connector=nats
                    mp.messaging.outgoing.strict.connector=nats
                    mp.messaging.outgoing.strict.order=strict
                    mp.messaging.outgoing.strict.max-in-flight=8
                    mp.messaging.outgoing.without-id.connector=nats
                    mp.messaging.outgoing.without-id.message-id=none
                    mp.messaging.outgoing.without-id.retry-beyond-window=false
                    """)
            .assertException(failure -> {
                assertThatSentences(failure).hasSize(47).containsOnlyOnce(
                        "Connection `far`: `tls-first` is `true`, but the connection has no TLS; add "
                                + "`tls-configuration-name`, write tls:// in `servers`, or remove `tls-first`",
                        "Channel `health`: `fail-health` is `startup`, allowed is liveness or readiness; write for example "
                                + "`mp.messaging.incoming.health.fail-health=readiness`",
                        "Channel `start`: `start-position` is `yesterday`, allowed is new, all, last, last-per-subject, "
                                + "sequence:<number>, time:<ISO 8601 instant> or ago:<duration>; write for example "
                                + "`mp.messaging.incoming.start.start-position=all`",
                        "Channel `name`: `durable` is `a.b`, but a name can't contain `.`; allowed are letters, digits, - and _, "
                                + "for example `durable=a_b`",
                        failBroken("group", "a `queue-group`"),
                        failBroken("unordered", "a method with @Blocking(ordered = false) or @RunOnVirtualThread"),
                        failBroken("virtual", "a method with @Blocking(ordered = false) or @RunOnVirtualThread"),
                        "Channel `copies`: `concurrency` is `3`, but several copies of a channel share the work of a queue group "
                                + "only; add `mp.messaging.incoming.copies.queue-group=…`, or remove `concurrency`",
                        "Channel `elsewhere`: the connection `nowhere` is not configured; add "
                                + "quarkus.messaging.nats.connections.\"nowhere\".servers=…, or remove `connection`",
                        "Channel `strategy`: `failure-strategy` is `later`, allowed are [dead-letter, fail, ignore, nak, term]; write one of "
                                + "them, or add a bean of type FailureStrategy with @Identifier(\"later\")",
                        "Channel `aside`: `failure-strategy` is `dead-letter`, which needs a subject for what it puts aside; add "
                                + "`mp.messaging.incoming.aside.dead-letter-subject=…`, or write `failure-strategy=term`",
                        "Channel `loop`: `dead-letter-subject` is `loop.dead`, which the channel's own subject `loop.>` matches, "
                                + "so that it would receive its dead letters; write one outside of it, for example "
                                + "`mp.messaging.incoming.loop.dead-letter-subject=dead.loop`",
                        "Channel `counted`: `max-deliver` is `3`, but with `failure-strategy=ignore` a failed message does not "
                                + "come again; remove it, or write `failure-strategy=nak`",
                        "Channel `last`: `max-deliver` is `3`, but it is not said what then becomes of the message; add "
                                + "`mp.messaging.incoming.last.dead-letter-subject=…`, or "
                                + "`mp.messaging.incoming.last.max-deliver-then=term` or `fail`",
                        "Channel `named`: `non-retryable` names `java.lang.String`, which is no exception; allowed are names of "
                                + "exception classes, separated by commas, for example `java.lang.IllegalArgumentException`",
                        "Channel `by-hand`: `max-deliver` is `3`, but with `manual-ack=true` the application settles what failed; "
                                + "remove it, and call `nak`, `term` or `ack` of NatsAcknowledgement",
                        "Channel `dot.ted`: `ack-wait` is `soon`, allowed is a duration of at least 100 ms, such as 30s or PT1M; "
                                + "write for example `mp.messaging.incoming.\"dot.ted\".ack-wait=30s`",
                        "Channel `out`: `retries` is `-3`, allowed is unlimited or a whole number of at least 0; write for "
                                + "example `mp.messaging.outgoing.out.retries=10`",
                        "Channel `shares`: `sequence-store` is `memory`, which one instance can't share with others, but there "
                                + "is a `queue-group`; write `sequence-store=jdbc`, `nats-kv` or `nats-stream`, or remove "
                                + "`queue-group`",
                        "Channel `early`: `sequence-store` is `memory`, but " + Receiver.class.getName()
                                + "#early acknowledges "
                                + "its messages before it runs, so that one could be acknowledged and not processed; write "
                                + "@Acknowledgment(POST_PROCESSING), or remove it",
                        "Channel `several`: `broadcast` gives each message to several methods, but the record of "
                                + "`sequence-store=memory` is of one; give each method a channel and a durable of its own",
                        notHandedOn("made", "make"),
                        notHandedOn("turned", "turn"),
                        "Channel `strict`: `order=strict` sends one message at a time, but `max-in-flight` is `8`; remove it, or "
                                + "write `order=pipelined`",
                        "Channel `without-id`: `retry-beyond-window=false` counts on the id by which the server drops duplicates, "
                                + "but `message-id` is `none`; write `message-id=unique`, or remove "
                                + "`mp.messaging.outgoing.without-id.retry-beyond-window`",
                        "Channel `ready`: `ready-when` is `soon`, allowed is connected or caught-up; write for example "
                                + "`mp.messaging.incoming.ready.ready-when=caught-up`",
                        "Channel `no-list`: `batch` is `true`, so a `List` is what Receiver#noList must take, but it takes "
                                + "`java.lang.String`; write `List<java.lang.String>`, or remove `batch`",
                        "Channel `several-lists`: `batch` is `true`, but its batches are taken as lists of different types "
                                + "({Receiver#numbers=java.util.List<java.lang.Integer>, "
                                + "Receiver#strings=java.util.List<java.lang.String>}); take the same type everywhere, or give "
                                + "each a channel of its own",
                        "Channel `large-batch`: `batch-max-size` is `100`, but no more messages than `max-in-flight` (`20`) are "
                                + "here at once; write for example `mp.messaging.incoming.large-batch.batch-max-size=20`, or a "
                                + "larger `max-in-flight`",
                        "Channel `batch-by-hand`: `batch` is `true` and `manual-ack` is `true`, but a batch is settled as a "
                                + "whole when its method ends; remove one of them",
                        "Channel `no-batch`: `batch-max-wait` is `1s`, but it counts only with `batch=true`; remove it, or add "
                                + "`mp.messaging.incoming.no-batch.batch=true`",
                        "Channel `out`: `subject` is `orders.*`, which is no subject (it has a wildcard); write tokens of letters, "
                                + "digits, - and _ separated by dots, for example `orders.new`; to publish to many, set the "
                                + "subject of each message with OutgoingNatsMetadata",
                        "Connection `<default>`: more than one kind of credentials is set ([username, token]); keep one",
                        "Connection `<default>`: `max-outgoing` is `0`, allowed is a whole number of at least 1, such as 4096",
                        "Connection `far`: more than one kind of credentials is set ([nkey-seed, credentials-file]); keep one",
                        "Stream `EMPTY`: a stream needs `subjects`, a `mirror` or `sources`; add "
                                + "quarkus.messaging.nats.streams.\"EMPTY\".subjects=…",
                        "Stream `A.B`: a name can't contain `.`; allowed are letters, digits, - and _, for example "
                                + "quarkus.messaging.nats.streams.\"A_B\".subjects=…",
                        "Stream `A.B`: `subjects` is `b..c`, allowed is a subject (it has an empty token); write for example "
                                + "quarkus.messaging.nats.streams.\"A.B\".subjects=orders.>",
                        badValue("max-messages", "0", "a whole number of at least 1, or -1 for no limit", "1000"),
                        badValue("max-messages-per-subject", "-2", "a whole number of at least 1, or -1 for no limit", "1000"),
                        badValue("max-bytes", "0", "a size of at least 1 byte", "1G"),
                        badValue("max-message-size", "3221225472", "a size of at least 1 byte and less than 2G", "1M"),
                        badValue("max-age", "PT-1S", "a duration, such as 24h or P7D", "24h"),
                        badValue("replicas", "6", "a whole number from 1 to 5", "3"),
                        "Stream `AWAY`: the connection `nowhere` is not configured; add "
                                + "quarkus.messaging.nats.connections.\"nowhere\".servers=…, or remove `connection`")
                        .anyMatch(sentence -> sentence.startsWith(
                                "Channel `no-store`: `sequence-store` is `paper`, allowed are [")
                                && sentence.endsWith(
                                        "]; write one of them, or add a bean of type SequenceStore with @Identifier(\"paper\")"))
                        .anyMatch(sentence -> sentence.startsWith(
                                "Channel `unknown-key`: the key `durabel` does not exist; remove it, or write one of [ack, "))
                        .noneMatch(sentence -> sentence.contains("s3cr3t") || sentence.contains("t0k3n"));
            });

    @Test
    void neverRuns() {
        fail("the application started");
    }

    private static String badValue(String key, String value, String allowed, String example) {
        return "Stream `VALUES`: `" + key + "` is `" + value + "`, allowed is " + allowed + "; write for example "
                + "quarkus.messaging.nats.streams.\"VALUES\"." + key + "=" + example;
    }

    private static String notHandedOn(String channel, String method) {
        return "Channel `" + channel + "`: `message-id=source` needs the metadata of the incoming message, which the method "
                + Receiver.class.getName() + "#" + method + " does not hand on; let it take and return single messages or "
                + "payloads (a Multi may be returned), or write `message-id=unique`";
    }

    private static String failBroken(String channel, String breaker) {
        return "Channel `" + channel + "`: `failure-strategy=fail` keeps the order, which " + breaker
                + " would break; remove it, or write `failure-strategy=nak`";
    }

    @ApplicationScoped
    public static class Receiver {

        @Outgoing("made")
        Multi<String> make() {
            return Multi.createFrom().empty();
        }

        @Incoming("to-turn")
        @Outgoing("turned")
        Multi<String> turn(Multi<String> payloads) {
            return payloads;
        }

        @Incoming("to-turn-messages")
        @Outgoing("of-messages")
        Multi<Message<String>> turnMessages(Multi<Message<String>> messages) {
            return messages;
        }

        @Incoming("early")
        @Acknowledgment(Acknowledgment.Strategy.PRE_PROCESSING)
        void early(String order) {
        }

        @Incoming("no-list")
        void noList(String order) {
        }

        @Incoming("several-lists")
        void strings(List<String> orders) {
        }

        @Incoming("several-lists")
        void numbers(List<Integer> orders) {
        }

        @Incoming("unordered")
        @Blocking(ordered = false)
        void unordered(String order) {
        }

        @Incoming("virtual")
        @RunOnVirtualThread
        void virtual(String order) {
        }

        @Incoming("ordered")
        @Blocking
        void ordered(String order) {
        }
    }
}
