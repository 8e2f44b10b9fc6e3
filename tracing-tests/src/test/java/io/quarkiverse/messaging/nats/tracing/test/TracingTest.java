package io.quarkiverse.messaging.nats.tracing.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** One trace from the first sender to the last receiver, over the headers of what the server stores. */
@Timeout(60)
class TracingTest {

    static final NatsServer SERVER = NatsServer.of(TracingTest.class);
    static final Duration SOON = Duration.ofSeconds(20);
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    static final AttributeKey<String> CHANNEL = AttributeKey.stringKey("messaging.nats.channel");

    @RegisterExtension
    static final QuarkusUnitTest APP = app();

    private static QuarkusUnitTest app() {
        QuarkusUnitTest app = new QuarkusUnitTest()
                .withApplicationRoot((JavaArchive jar) -> jar.addClasses(Application.class))
                .overrideConfigKey("quarkus.otel.traces.exporter", "none")
                .overrideConfigKey("quarkus.messaging.nats.servers", SERVER.url())
                .setAfterAllCustomizer(SERVER::close);
        for (String[] channel : new String[][] { { "outgoing", "orders-out", "orders" }, { "incoming", "orders-in", "orders" },
                { "outgoing", "cooked-out", "cooked" }, { "incoming", "cooked-in", "cooked" },
                { "incoming", "lists", "lists" }, { "incoming", "failing", "failing" }, { "outgoing", "mute-out", "mute" },
                { "incoming", "deaf", "deaf" } }) {
            String prefix = "mp.messaging." + channel[0] + "." + channel[1] + ".";
            app.overrideRuntimeConfigKey(prefix + "connector", "nats").overrideRuntimeConfigKey(prefix + "subject", channel[2]);
        }
        return app.overrideRuntimeConfigKey("mp.messaging.incoming.orders-in.durable", "kitchen")
                .overrideRuntimeConfigKey("mp.messaging.incoming.lists.batch", "true")
                .overrideRuntimeConfigKey("mp.messaging.incoming.lists.batch-max-wait", "2s")
                .overrideRuntimeConfigKey("mp.messaging.incoming.lists.batch-max-size", "3")
                .overrideRuntimeConfigKey("mp.messaging.incoming.failing.failure-strategy", "ignore")
                .overrideRuntimeConfigKey("mp.messaging.outgoing.mute-out.tracing-enabled", "false")
                .overrideRuntimeConfigKey("mp.messaging.incoming.deaf.tracing-enabled", "false");
    }

    @Inject
    @Channel("orders-out")
    Emitter<String> orders;
    @Inject
    @Channel("mute-out")
    Emitter<String> mute;
    @Inject
    Tracer tracer;
    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    static SpanData span(String channel) {
        return await().atMost(SOON).until(() -> Application.SPANS.getFinishedSpanItems().stream()
                .filter(span -> channel.equals(span.getAttributes().get(CHANNEL))).findFirst().orElse(null),
                found -> found != null);
    }

    void publish(String subject, String payload, String header, String spanId) throws Exception {
        probe.connection().jetStream().publish(NatsMessage.builder().subject(subject).data(payload)
                .headers(new Headers().put(header, "00-" + TRACE + "-" + spanId + "-01")).build());
    }

    @Test
    void fromTheFirstSenderToTheLastReceiver() {
        Span parent = tracer.spanBuilder("request").startSpan();
        try (Scope ignored = parent.makeCurrent()) {
            orders.send("soup-4711").toCompletableFuture().join();
        } finally {
            parent.end();
        }
        SpanData published = span("orders-out");
        SpanData processed = span("orders-in");
        SpanData publishedNext = span("cooked-out");
        SpanData processedLast = span("cooked-in");

        assertThat(List.of(published, processed, publishedNext, processedLast)).extracting(SpanData::getTraceId)
                .containsOnly(parent.getSpanContext().getTraceId());
        assertThat(published.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(processed.getParentSpanId()).isEqualTo(published.getSpanId());
        assertThat(publishedNext.getParentSpanId()).isEqualTo(processed.getSpanId());
        assertThat(processedLast.getParentSpanId()).isEqualTo(publishedNext.getSpanId());
        assertThat(probe.message("orders", 1).getHeaders().get("traceparent"))
                .containsExactly("00-" + published.getTraceId() + "-" + published.getSpanId() + "-01");
        assertThat(Application.SEEN.get("soup-4711")).as("current in the method").isEqualTo(processed.getSpanId());

        assertThat(published.getName()).isEqualTo("publish orders");
        assertThat(published.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(processed.getName()).isEqualTo("process orders");
        assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(processed.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(Application.words(processed)).containsEntry("messaging.system", "nats")
                .containsEntry("messaging.operation.type", "process").containsEntry("messaging.destination.name", "orders")
                .containsEntry("messaging.consumer.group.name", "kitchen").containsEntry("messaging.nats.stream", "orders")
                .containsEntry("messaging.nats.sequence", "1").containsEntry("messaging.nats.delivery_count", "1")
                .containsEntry("messaging.message.body.size", "9").containsKey("messaging.message.id");
        assertThat(Application.SPANS.getFinishedSpanItems()).extracting(SpanData::toString)
                .as("no payload in any span").noneMatch(span -> span.contains("4711"));
    }

    @Test
    void aBatchHasALinkToEachSender() throws Exception {
        publish("lists", "a", "traceparent", "00000000000000a1");
        publish("lists", "b", "Traceparent", "00000000000000b2"); // as some clients write it
        probe.publish("lists", "c");
        SpanData batch = span("lists");
        assertThat(batch.getLinks()).extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly("00000000000000a1", "00000000000000b2");
        assertThat(batch.getTraceId()).isNotEqualTo(TRACE);
        assertThat(Application.words(batch)).containsEntry("messaging.batch.message_count", "3");
        assertThat(Application.SEEN.get("[a, b, c]")).isEqualTo(batch.getSpanId());
    }

    @Test
    void aFailureIsNamedByItsClass() throws Exception {
        publish("failing", "pin-9876", "traceparent", "00000000000000c3");
        SpanData failed = span("failing");
        assertThat(failed.getParentSpanId()).isEqualTo("00000000000000c3");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Application.words(failed)).containsEntry("error.type", "java.lang.IllegalArgumentException");
        assertThat(failed.toString()).doesNotContain("9876");
    }

    @Test
    void aChannelThatIsNotTracedSendsNoHeader() {
        mute.send("quiet").toCompletableFuture().join();
        assertThat(probe.message("mute", 1).getHeaders().containsKeyIgnoreCase("traceparent")).isFalse();
        assertThat(Application.SPANS.getFinishedSpanItems()).noneMatch(span -> span.getName().contains("mute"));
    }

    @Test
    void aChannelThatIsNotTracedLeavesNoSpan() throws Exception {
        publish("deaf", "quiet", "traceparent", "00000000000000d4");
        await().atMost(SOON).until(() -> Application.SEEN.containsKey("quiet"));
        assertThat(Application.SEEN.get("quiet")).isEqualTo("0000000000000000");
        String consumer = probe.consumers("deaf").get(0).getName();
        await().atMost(SOON).until(() -> probe.isDrained("deaf", consumer));
        assertThat(Application.SPANS.getFinishedSpanItems()).noneMatch(span -> span.getName().contains("deaf"));
    }

    @ApplicationScoped
    public static class Application {

        // The test runs in the application's class loader.
        static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
        static final Map<String, String> SEEN = new ConcurrentHashMap<>();

        static Map<String, String> words(SpanData span) {
            Map<String, String> words = new ConcurrentHashMap<>();
            span.getAttributes().forEach((key, value) -> words.put(key.getKey(), String.valueOf(value)));
            return words;
        }

        @Produces
        @Singleton
        SpanProcessor processor() {
            return SimpleSpanProcessor.create(SPANS);
        }

        private static void seen(Object payload) {
            SEEN.put(payload.toString(), Span.current().getSpanContext().getSpanId());
        }

        @Incoming("orders-in")
        @Outgoing("cooked-out")
        String cook(String raw) {
            seen(raw);
            return raw + " cooked";
        }

        @Incoming("cooked-in")
        void serve(String cooked) {
            seen(cooked);
        }

        @Incoming("lists")
        void list(List<String> all) {
            seen(all);
        }

        @Incoming("failing")
        void fail(String pin) {
            throw new IllegalArgumentException("what is " + pin);
        }

        @Incoming("deaf")
        void deaf(String quiet) {
            seen(quiet);
        }
    }
}
