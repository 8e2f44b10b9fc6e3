package io.quarkiverse.messaging.nats.test.devui;

import static io.quarkiverse.messaging.nats.test.devui.DevUiPages.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusDevModeTest;

/** What a person sees and does in the Dev UI, and what the server holds then. Leaves pictures in {@code target/screenshots}. */
// Three quarters of a minute, which the default run does not have.
@EnabledIfSystemProperty(named = "test.long", matches = "true")
@Tag("browser")
@EnabledIf("io.quarkiverse.messaging.nats.testing.Browser#isHere")
class DevUiBrowserTest {

    static final NatsServer SERVER = NatsServer.start();
    static final int PORT = freePort();
    static final Duration SOON = Duration.ofSeconds(20);
    static final String REASON = "section[data-channel=orders] [data-reason]";

    @RegisterExtension
    static final QuarkusDevModeTest APP = new QuarkusDevModeTest()
            .withApplicationRoot((JavaArchive jar) -> jar.addClass(Shop.class).addAsResource(new StringAsset(
                    Shop.CONFIGURATION + "quarkus.messaging.nats.servers=" + SERVER.url() + "\nquarkus.http.port=" + PORT
                            + "\n"),
                    "application.properties"));

    static {
        // The page of the extensions would ask a registry which others there are.
        System.setProperty("quarkusRegistryClient", "false");
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void aPersonLooksAtChannelsAndStreamsAndActsOnThem() {
        try (NatsProbe probe = new NatsProbe(SERVER); DevUiPages pages = new DevUiPages()) {
            look(probe, pages);
        }
    }

    private static void look(NatsProbe probe, DevUiPages pages) {
        try {
            pages.open(PORT);
            for (String page : new String[] { "channels", "streams", "consumers" }) {
                pages.awaitPresent(true, link("qwc-extensions", page));
            }
            pages.picture("card");
            pages.press(link("qwc-extensions", "channels"));
            channels(probe, pages);
            pages.press(link("qwc-header", "streams"));
            publishAndPeek(probe, pages);
            purge(probe, pages);
            pages.press(link("qwc-header", "consumers"));
            consumers(probe, pages);
            pages.assertNothingWentWrong();
        } catch (Throwable failed) {
            pages.picture("failed");
            pages.tell(failed);
            throw failed;
        }
    }

    private static void channels(NatsProbe probe, DevUiPages pages) {
        pages.awaitFigure("orders", "delivered", 0);
        publish(probe, 1, 40);
        pages.awaitFigure("orders", "delivered", 40);
        pages.awaitFigure("parcels", "redelivered", 2);
        await().atMost(SOON).until(() -> probe.isDrained("ORDERS", "billing") && probe.isDrained("BILLS", "packing"));
        assertThat(probe.consumer("BILLS", "packing").getDelivered().getConsumerSequence()).isEqualTo(42);

        pages.press("#pause-orders");
        pages.awaitText("Paused here", REASON);
        publish(probe, 41, 240);
        pages.awaitFigure("orders", "lag", 200);
        ConsumerInfo held = probe.consumer("ORDERS", "billing");
        assertThat(held.getNumPending() + held.getNumAckPending()).isEqualTo(200);
        assertThat(probe.messages("BILLS")).as("processed while paused").isEqualTo(40);
        pages.picture("paused");

        pages.press("#pause-orders");
        pages.awaitPresent(false, REASON);
        pages.awaitFigure("orders", "lag", 0);
        await().atMost(SOON).until(() -> probe.isDrained("ORDERS", "billing") && probe.messages("BILLS") == 240);
        String chart = "section[data-channel=orders] svg[data-field=lag]";
        assertThat(Integer.parseInt(pages.attribute("data-most", chart))).as("the hill of the lag").isEqualTo(200);
        assertThat(pages.attribute("points", chart + " polyline").split(" ")).hasSizeGreaterThan(4);
        pages.awaitText("highest 240", "section[data-channel=orders] [data-store]");
        pages.picture("channels");
        pages.dark(true);
        pages.picture("channels-dark");
        pages.dark(false);
    }

    private static void publishAndPeek(NatsProbe probe, DevUiPages pages) {
        pages.press("#browse-ORDERS");
        pages.awaitPresent(true, "tr[data-sequence='240']");
        pages.fill("#headers", "Trace: t-1");
        pages.fill("#payload", "{\"order\":241,\"item\":\"by hand\"}");
        pages.press("#publish");
        pages.awaitText("Stored in ORDERS with sequence 241", "nats-stream", "[role=status]");
        MessageInfo stored = probe.message("ORDERS", 241);
        assertThat(stored.getSubject()).isEqualTo("orders.placed");
        assertThat(stored.getHeaders().getFirst("Trace")).isEqualTo("t-1");
        assertThat(new String(stored.getData(), StandardCharsets.UTF_8)).isEqualTo("{\"order\":241,\"item\":\"by hand\"}");
        await().atMost(SOON).until(() -> probe.messages("BILLS") == 241);

        pages.press("tr[data-sequence='241'] button");
        pages.awaitText("\"item\": \"by hand\"", "tr[data-peeked='241'] pre");
        pages.awaitText("t-1", "tr[data-peeked='241'] dl");
        pages.picture("streams");
        pages.press("tr[data-sequence='241'] button");
        publish(probe, 242, 242);
        pages.awaitPresent(true, "tr[data-sequence='242']");
        pages.press("#older");
        pages.awaitPresent(true, "tr[data-sequence='217']");
        pages.awaitPresent(false, "tr[data-sequence='242']");

        pages.fill("#headers", "no colon");
        pages.press("#publish");
        pages.awaitText("`no colon`", "nats-stream", "[role=status]");
        pages.fill("#headers", "");
        pages.fill("#subject", "nobody.listens");
        pages.press("#publish");
        pages.awaitText("No stream takes the subject `nobody.listens`", "nats-stream", "[role=status]");
        assertThat(probe.messages("ORDERS")).isEqualTo(242);
    }

    private static void purge(NatsProbe probe, DevUiPages pages) {
        pages.press("#purge");
        pages.awaitText("Delete all messages of ORDERS?", "nats-stream", "[role=alertdialog]");
        pages.picture("purge");
        pages.press("#purge-no");
        pages.awaitPresent(false, "nats-stream", "[role=alertdialog]");
        assertThat(probe.messages("ORDERS")).isEqualTo(242);
        pages.press("#purge");
        pages.press("#purge-yes");
        pages.awaitText("242 messages are deleted", "nats-stream", "[role=status]");
        assertThat(probe.messages("ORDERS")).isZero();
        pages.awaitText("No message here", "[data-messages]");
        pages.awaitText("0 B", "tr[data-stream=ORDERS]");
    }

    private static void consumers(NatsProbe probe, DevUiPages pages) {
        long delivered = probe.consumer("BILLS", "packing").getDelivered().getConsumerSequence();
        pages.awaitText(Long.toString(delivered), "tr[data-consumer=packing]");
        pages.awaitPresent(true, "tr[data-consumer=billing] svg[data-field=lag] circle");
        pages.picture("consumers");
    }

    private static void publish(NatsProbe probe, int from, int to) {
        probe.publishAll("orders.placed", from, to,
                n -> "{\"order\":" + n + ",\"item\":\"" + (n % 20 == 0 ? "fragile " : "") + "cup\"}");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
