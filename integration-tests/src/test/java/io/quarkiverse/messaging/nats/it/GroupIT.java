package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.nats.client.api.ConsumerInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/** The members of a queue group as processes: killed, stopped and replaced in the middle of their work. */
class GroupIT {

    static final Duration SOON = Duration.ofSeconds(60);
    static final int COUNT = Integer.getInteger("it.group-count", 20_000);

    static NatsServer server;
    static NatsProbe probe;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    /** One process and what it wrote down. */
    record Member(Worker worker, WorkFile work) implements AutoCloseable {

        static Member start(String stream, Duration ackWait, String... more) {
            WorkFile work = WorkFile.create();
            Map<String, String> config = new TreeMap<>(Map.of(
                    "quarkus.messaging.nats.servers", server.url(),
                    "mp.messaging.incoming.work.enabled", "true",
                    "mp.messaging.incoming.work.subject", stream,
                    "mp.messaging.incoming.work.durable", "shop",
                    "mp.messaging.incoming.work.queue-group", "members",
                    "mp.messaging.incoming.work.start-position", "all",
                    "mp.messaging.incoming.work.ack-wait", ackWait.toString(),
                    "it.work-file", work.path().toString()));
            for (int i = 0; i < more.length; i += 2) {
                config.put(more[i], more[i + 1]);
            }
            return new Member(Worker.start(config), work);
        }

        void awaitUp() {
            worker.awaitLine("Channel `work`: up", SOON);
        }

        @Override
        public void close() {
            worker.close();
        }
    }

    /** When the server had not yet delivered which sequence: read again and again while the test runs. */
    static final class Deliveries implements AutoCloseable {

        private final TreeMap<Long, Long> notYet = new TreeMap<>();
        private final CompletableFuture<Void> reading;
        private volatile boolean ended;

        Deliveries(String stream) {
            // Once before anything is published, so that there is an answer for the first message too.
            read(stream);
            reading = CompletableFuture.runAsync(() -> {
                while (!ended) {
                    read(stream);
                }
            }, task -> new Thread(task).start());
        }

        private void read(String stream) {
            long before = System.currentTimeMillis();
            ConsumerInfo info = probe.consumer(stream, "shop__members");
            notYet.put(info.getDelivered().getStreamSequence() + 1, before);
        }

        /** A time at which the sequence was not yet delivered, the last one known. */
        long before(long sequence) {
            return notYet.floorEntry(sequence).getValue();
        }

        @Override
        public void close() {
            ended = true;
            reading.join();
        }
    }

    static long handled(Member... members) {
        return List.of(members).stream().mapToLong(member -> member.work().count()).sum();
    }

    /** The first handling of each sequence. */
    static Map<Long, Long> firstBegins(Member... members) {
        Map<Long, Long> first = new HashMap<>();
        for (Member member : members) {
            member.work().begins().forEach(begin -> first.merge(begin.sequence(), begin.millis(), Math::min));
        }
        return first;
    }

    @Test
    void aKilledAndAStoppedMemberDelayNothingForLongerThanAckWait() {
        Duration ackWait = Duration.ofSeconds(3);
        probe.createStream("shared", "shared");
        try (Member killed = Member.start("shared", ackWait);
                Member stopped = Member.start("shared", ackWait);
                Member staying = Member.start("shared", ackWait)) {
            Member[] all = { killed, stopped, staying };
            List.of(all).forEach(Member::awaitUp);
            Deliveries deliveries = new Deliveries("shared");
            try (NatsProbe publisher = new NatsProbe(server); deliveries) {
                CompletableFuture<Void> published = CompletableFuture
                        .runAsync(() -> publisher.publishAll("shared", 1, COUNT, i -> "m" + i),
                                task -> new Thread(task).start());
                await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> killed.work().count() > COUNT / 20);
                killed.worker().kill();
                await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(() -> stopped.work().count() > COUNT / 8);
                stopped.worker().stop();
                published.join();
                await().atMost(Duration.ofSeconds(120)).until(() -> probe.isDrained("shared", "shop__members"));
            }
            Map<Long, Long> first = firstBegins(all);
            System.out.printf("a group of three under %d messages: killed %d, stopped %d, staying %d, twice %d%n", COUNT,
                    killed.work().count(), stopped.work().count(), staying.work().count(), handled(all) - COUNT);
            assertThat(first.keySet()).as("handled at least once").hasSize(COUNT);
            List<Long> late = LongStream.rangeClosed(1, COUNT).boxed()
                    .filter(sequence -> first.get(sequence) - deliveries.before(sequence) > 2 * ackWait.toMillis()).toList();
            long longest = LongStream.rangeClosed(1, COUNT)
                    .map(sequence -> first.get(sequence) - deliveries.before(sequence)).max().orElseThrow();
            System.out.printf("the longest wait from the server's delivery to a handler: %d ms%n", longest);
            assertThat(late).isEmpty();
            staying.worker().stop();
        }
    }

    /** Each one is replaced in turn, and ack-wait is so long that a message that waited for it would be seen. */
    @Test
    void aRollingRestartDelaysNothing() throws Exception {
        Duration ackWait = Duration.ofSeconds(40);
        probe.createStream("rolling", "rolling");
        String[] slow = { "it.takes-millis", "20" };
        List<Member> members = new ArrayList<>();
        try {
            members.add(Member.start("rolling", ackWait, slow));
            members.add(Member.start("rolling", ackWait, slow));
            members.forEach(Member::awaitUp);
            Deliveries deliveries = new Deliveries("rolling");
            int[] count = { 0 };
            try (NatsProbe publisher = new NatsProbe(server); deliveries) {
                boolean[] ended = { false };
                CompletableFuture<Void> published = CompletableFuture.runAsync(() -> {
                    while (!ended[0]) {
                        // About as many as one of them manages alone, so that each holds some when it stops.
                        publisher.publishAll("rolling", count[0] + 1, count[0] + 40, i -> "m" + i);
                        count[0] += 40;
                        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
                    }
                }, task -> new Thread(task).start());
                for (int i = 0; i < 2; i++) {
                    Member next = Member.start("rolling", ackWait, slow);
                    members.add(next);
                    next.awaitUp();
                    members.get(i).worker().stop();
                    await().atMost(SOON).until(() -> next.work().count() > 5);
                }
                ended[0] = true;
                published.join();
                await().atMost(Duration.ofSeconds(30)).until(() -> probe.isDrained("rolling", "shop__members"));
            }
            Member[] all = members.toArray(Member[]::new);
            Map<Long, Long> first = firstBegins(all);
            assertThat(first.keySet()).hasSize(count[0]);
            long longest = first.keySet().stream().mapToLong(sequence -> first.get(sequence) - deliveries.before(sequence))
                    .max().orElseThrow();
            System.out.printf("a rolling restart under %d messages: the longest wait for a handler is %d ms%n", count[0],
                    longest);
            assertThat(longest).isLessThan(ackWait.toMillis() / 2);
            assertThat(handled(all)).as("each handled once").isEqualTo(count[0]);
        } finally {
            members.forEach(Member::close);
        }
    }

    /** 64 copies of a channel, handlers that take five times ack-wait, and more messages than handlers. */
    @Test
    void handlersThatTakeLongerThanAckWaitGetEachMessageOnce() {
        int count = Integer.getInteger("it.slow-count", 128);
        probe.createStream("slow", "slow");
        probe.publishAll("slow", 1, count, i -> "m" + i);
        try (Member member = Member.start("slow", Duration.ofSeconds(2), "it.takes-millis", "10000",
                "mp.messaging.incoming.work.concurrency", "64")) {
            member.awaitUp();
            await().atMost(Duration.ofSeconds(60 + count / 5)).until(() -> probe.isDrained("slow", "shop__members"));
            assertThat(member.work().begins()).hasSize(count).allMatch(begin -> begin.delivery() == 1);
            assertThat(probe.consumer("slow", "shop__members").getDelivered().getConsumerSequence()).isEqualTo(count);
            long[] times = member.work().begins().stream().mapToLong(WorkFile.Begin::millis).sorted().toArray();
            assertThat(times[63] - times[0]).as("64 at once").isLessThan(9000);
            member.worker().stop();
        }
    }
}
