package io.quarkiverse.messaging.nats.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;

/**
 * The blue-green recipe: the new version reads the whole log with a consumer of its own while the old one serves; traffic
 * is switched when the new one is ready, which is when its projection holds what the log held when it started.
 */
class BlueGreenIT {

    static final Duration SOON = Duration.ofSeconds(60);
    static final int BEFORE = 400;

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

    private static Worker version(String... more) {
        Map<String, String> config = new TreeMap<>(Map.of(
                "quarkus.messaging.nats.servers", server.url(),
                "mp.messaging.incoming.bookings.enabled", "true"));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Worker.start(config);
    }

    private static void book(int from, int to) {
        probe.publishAll("bookings", from, to, i -> "{\"account\":\"a" + i % 7 + "\",\"amount\":" + i + "}");
    }

    /** The projection of the first so many bookings. */
    private static String balances(int bookings) {
        Map<String, Long> balances = new TreeMap<>();
        for (int i = 1; i <= bookings; i++) {
            balances.merge("a" + i % 7, (long) i, Long::sum);
        }
        return balances.toString();
    }

    private static boolean isReady(String answer) {
        return answer.startsWith("BALANCES true");
    }

    /** The sum of all balances. */
    private static long total(String answer) {
        long total = 0;
        Matcher amounts = Pattern.compile("=(\\d+)").matcher(answer);
        while (amounts.find()) {
            total += Long.parseLong(amounts.group(1));
        }
        return total;
    }

    @Test
    void theNewVersionIsReadyWhenItsProjectionIsTheStream() {
        probe.createStream("bookings", "bookings");
        book(1, BEFORE);
        try (Worker blue = version()) {
            await().atMost(SOON).until(() -> isReady(blue.ask("balances", "BALANCES")));
            assertThat(blue.ask("balances", "BALANCES")).endsWith(balances(BEFORE));

            // Each booking takes green a while, and more come all the time: ready means the first 400, not none and not all.
            try (Worker green = version("it.takes-millis", "5")) {
                green.awaitLine("are to be processed before it is ready", SOON);
                List<String> notReady = new ArrayList<>();
                int[] published = { BEFORE };
                await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
                    book(published[0] + 1, published[0] + 3);
                    published[0] += 3;
                    String answer = green.ask("balances", "BALANCES");
                    if (!isReady(answer)) {
                        notReady.add(answer);
                    }
                    return isReady(answer);
                });
                // While it was not ready blue was, and green's balances would have been wrong.
                assertThat(notReady).isNotEmpty();
                assertThat(isReady(blue.ask("balances", "BALANCES"))).isTrue();
                long before = BEFORE * (BEFORE + 1L) / 2;
                assertThat(total(notReady.get(0))).isLessThan(before);
                String current = green.awaitLine("CURRENT ", SOON);
                assertThat(current).startsWith("CURRENT " + BEFORE + " ");
                assertThat(Long.parseLong(current.split(" ")[2])).isGreaterThanOrEqualTo(before);

                // The switch: blue leaves, and takes its consumer with it; green has everything.
                blue.stop();
                book(published[0] + 1, published[0] + 10);
                String all = balances(published[0] + 10);
                await().atMost(SOON).until(() -> green.ask("balances", "BALANCES").equals("BALANCES true " + all));
                assertThat(probe.consumers("bookings")).hasSize(1);
            }
        }
    }
}
