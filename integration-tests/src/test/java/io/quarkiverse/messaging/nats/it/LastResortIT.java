package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.it.GroupIT.Member;
import io.quarkiverse.messaging.nats.it.WorkFile.Begin;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/**
 * {@code max-deliver=3} counts deliveries, and restarts deliver again: no message may be put aside for that alone. Only one
 * whose handler failed is.
 */
class LastResortIT {

    static final Duration SOON = Duration.ofSeconds(60);
    static final Duration OFTEN = Duration.ofMillis(10);
    static final String CONSUMER = "shop__members";

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

    static Member member(String stream, Duration ackWait, String slowMillis) {
        WorkFile work = WorkFile.create();
        String channel = "mp.messaging.incoming.work.";
        Map<String, String> config = new TreeMap<>(Map.of("quarkus.messaging.nats.servers", server.url(),
                channel + "enabled", "true", channel + "subject", stream, channel + "durable", "shop",
                channel + "queue-group", "members", channel + "start-position", "all",
                channel + "ack-wait", ackWait.toString(), channel + "concurrency", "2"));
        config.putAll(Map.of(channel + "max-deliver", "3", channel + "max-deliver-then", "dead-letter",
                channel + "dead-letter-subject", dead(stream), channel + "backoff", "200ms",
                "it.takes-millis", "5", "it.slow-millis", slowMillis, "it.work-file", work.path().toString()));
        return new Member(Worker.start(config), work);
    }

    static String dead(String stream) {
        return stream + "-dead";
    }

    /** Publishes without end until told otherwise, about as much as one member manages alone. */
    static final class Flow {

        private final AtomicBoolean ended = new AtomicBoolean();
        private final NatsProbe publisher = new NatsProbe(server);
        private final CompletableFuture<Void> running;

        Flow(String stream) {
            running = CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    publisher.publishAll(stream, 1, 60, i -> "m" + i);
                    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                }
            }, task -> new Thread(task).start());
        }

        void end() {
            ended.set(true);
            running.join();
            publisher.close();
        }
    }

    /** The last message but the poison is settled, each was begun, and only the poison was put aside. */
    static void assertOnlyThePoisonWasPutAside(String stream, long poison, List<Member> members) {
        await().atMost(SOON).until(() -> probe.isDrained(stream, CONSUMER));
        long count = probe.messages(stream);
        assertThat(probe.consumer(stream, CONSUMER).getAckFloor().getStreamSequence()).isEqualTo(count);
        assertThat(GroupIT.firstBegins(members.toArray(Member[]::new)).keySet()).as("handled at least once")
                .hasSize((int) count);
        assertThat(probe.messages(dead(stream))).as("put aside").isEqualTo(1);
        MessageInfo aside = probe.message(dead(stream), 1);
        assertThat(new String(aside.getData(), StandardCharsets.UTF_8)).isEqualTo("poison");
        int deliveries = begins(members).filter(begin -> begin.sequence() == poison).mapToInt(Begin::delivery).max()
                .orElseThrow();
        assertThat(deliveries).as("deliveries of the poison").isGreaterThanOrEqualTo(3);
        List<Begin> often = begins(members).filter(begin -> begin.sequence() != poison && begin.delivery() >= 3).toList();
        System.out.printf("%s: %d messages, handled again %d, begun in a third or later delivery: %d%n", stream, count,
                begins(members).filter(begin -> begin.delivery() > 1).count(), often.size());
        assertThat(often).as("without these nothing is proved").isNotEmpty();
    }

    static Stream<Begin> begins(List<Member> members) {
        return members.stream().flatMap(member -> member.work().begins().stream());
    }

    /** Nearly a minute; {@code GroupIT} restarts a group once in the default run. */
    @Test
    @EnabledIfSystemProperty(named = "test.long", matches = "true")
    void threeRollingRestartsPutNothingAsideButThePoison() {
        probe.createStream("rolling", "rolling");
        probe.createStream(dead("rolling"), dead("rolling"));
        // So long that nothing comes again for its sake: each further delivery is a restart's, or the poison's.
        Duration ackWait = Duration.ofSeconds(40);
        List<Member> members = new ArrayList<>();
        try {
            Member[] running = { member("rolling", ackWait, "1500"), member("rolling", ackWait, "1500") };
            members.addAll(List.of(running));
            members.forEach(Member::awaitUp);
            // The first round: two that each of four handlers runs, one that waits behind it. What the first member gives back
            // waits in the second until that stops as well.
            probe.publishAll("rolling", 1, 8, i -> "slow" + i);
            await().atMost(SOON).pollInterval(OFTEN)
                    .until(() -> running[0].work().count() == 2 && running[1].work().count() == 2
                            && probe.consumer("rolling", CONSUMER).getNumAckPending() == 8);
            running[0].worker().stop();
            await().atMost(SOON).pollInterval(OFTEN).until(() -> {
                ConsumerInfo info = probe.consumer("rolling", CONSUMER);
                return info.getNumAckPending() == 4 && info.getRedelivered() == 2;
            });
            members.add(running[0] = member("rolling", ackWait, "0"));
            running[1].worker().stop();
            members.add(running[1] = member("rolling", ackWait, "0"));
            Arrays.stream(running).forEach(Member::awaitUp);
            Flow flow = new Flow("rolling");
            long poison = probe.publish("rolling", "poison").getSeqno();
            for (int round = 2; round <= 3; round++) {
                for (int i = 0; i < running.length; i++) {
                    running[i].worker().stop();
                    members.add(running[i] = member("rolling", ackWait, "0"));
                    Member next = running[i];
                    await().atMost(SOON).until(() -> next.work().count() > 20);
                }
            }
            flow.end();
            assertOnlyThePoisonWasPutAside("rolling", poison, members);
            long twice = begins(members).count() - begins(members).map(Begin::sequence).distinct().count();
            assertThat(twice).as("begun twice: the poison only").isEqualTo(begins(members)
                    .filter(begin -> begin.sequence() == poison).count() - 1);
            Arrays.stream(running).forEach(member -> member.worker().stop());
        } finally {
            members.forEach(Member::close);
        }
    }

    @Test
    void threeKillsInTheMiddleOfAHandlerPutNothingAsideButThePoison() {
        probe.createStream("killed", "killed");
        probe.createStream(dead("killed"), dead("killed"));
        Duration ackWait = Duration.ofSeconds(2);
        List<Member> members = new ArrayList<>(List.of(member("killed", ackWait, "2500"), member("killed", ackWait, "2500")));
        try {
            members.forEach(Member::awaitUp);
            Flow flow = new Flow("killed");
            long slow = probe.publish("killed", "slow").getSeqno();
            long poison = probe.publish("killed", "poison").getSeqno();
            for (int kill = 1; kill <= 3; kill++) {
                int delivery = kill;
                await().atMost(SOON).pollInterval(OFTEN).until(() -> holder(members, slow, delivery) != null);
                holder(members, slow, delivery).worker().kill();
                members.add(member("killed", ackWait, "2500"));
            }
            await().atMost(SOON).until(() -> holder(members, slow, 4) != null);
            flow.end();
            assertOnlyThePoisonWasPutAside("killed", poison, members);
            assertThat(begins(members).filter(begin -> begin.sequence() == slow).map(Begin::delivery))
                    .as("one for each kill, and one that was handled").containsExactlyInAnyOrder(1, 2, 3, 4);
            members.stream().filter(member -> member.worker().isAlive()).forEach(member -> member.worker().stop());
        } finally {
            members.forEach(Member::close);
        }
    }

    /** Who runs that delivery. */
    static Member holder(List<Member> members, long sequence, int delivery) {
        return members.stream().filter(member -> member.work().begins().stream()
                .anyMatch(begin -> begin.sequence() == sequence && begin.delivery() == delivery)).findFirst().orElse(null);
    }
}
