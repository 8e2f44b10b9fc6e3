package io.quarkiverse.messaging.nats.test.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsReplyException;
import io.quarkiverse.messaging.nats.NatsRequestReply;
import io.quarkiverse.messaging.nats.OutgoingNatsMetadata;
import io.quarkiverse.messaging.nats.test.TestApp;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.test.QuarkusUnitTest;

/** Requests and replies over two streams' subjects, and what becomes of those that nobody may or does answer. */
class RequestReplyTest {

    static final NatsServer SERVER = NatsServer.of(RequestReplyTest.class);
    static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APP = TestApp.on(SERVER, RequestReplyTest::streams, Pricing.class, Shop.class, Question.class,
            Price.class)
            .overrideRuntimeConfigKey("mp.messaging.outgoing.ask.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.ask.subject", "prices.ask")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.ask.reply-channel", "replies")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.ask.reply-timeout", "20s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.replies.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.replies.subject", "replies.${quarkus.uuid}")
            .overrideRuntimeConfigKey("mp.messaging.incoming.asked.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.asked.subject", "prices.ask")
            .overrideRuntimeConfigKey("mp.messaging.incoming.asked.durable", "pricing")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.answers.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.answers.reply-subjects", "replies.>")
            .setLogRecordPredicate(record -> record.getLoggerName().startsWith("io.smallrye.reactive.messaging"))
            .assertLogRecords(records -> assertThat(records).extracting(LogRecord::getMessage)
                    .noneMatch(line -> line.contains("downstream")))
            // Nobody but the test answers these.
            .overrideRuntimeConfigKey("mp.messaging.outgoing.by-hand.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.by-hand.subject", "prices.hand")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.by-hand.reply-channel", "hand-replies")
            .overrideRuntimeConfigKey("mp.messaging.outgoing.by-hand.reply-timeout", "3s")
            .overrideRuntimeConfigKey("mp.messaging.incoming.hand-replies.connector", "nats")
            .overrideRuntimeConfigKey("mp.messaging.incoming.hand-replies.subject", "replies.hand");

    static void streams(NatsProbe probe) {
        probe.createStream("PRICES", "prices.>");
        probe.createStream("REPLIES", "replies.>");
        probe.createStream("SECRETS", "secrets.>");
    }

    @Inject
    Shop shop;
    @Inject
    Pricing pricing;

    NatsProbe probe;

    @BeforeEach
    void connect() {
        probe = new NatsProbe(SERVER);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void eachRequestHasItsReply() {
        List<CompletableFuture<Price>> prices = IntStream.range(0, 40)
                .mapToObj(number -> shop.prices.request(new Question("item-" + number)).subscribeAsCompletionStage()).toList();
        for (int number = 0; number < prices.size(); number++) {
            assertThat(prices.get(number)).succeedsWithin(SOON).isEqualTo(new Price("item-" + number, 7));
        }
        assertThat(shop.prices.waiting()).isZero();
        Message<Price> reply = shop.prices.request(Message.of(new Question("tea"),
                Metadata.of(OutgoingNatsMetadata.builder().header("Shop", "north").build()))).await().atMost(SOON);
        assertThat(reply.getPayload().item()).isEqualTo("tea");
        assertThat(reply.getMetadata(IncomingNatsMetadata.class).orElseThrow().stream()).isEqualTo("REPLIES");
        assertThatThrownBy(() -> shop.unreadable.request(new Question("milk")).await().atMost(SOON))
                .hasMessageContaining("java.lang.Integer");
        assertThat(pricing.shops).as("the request's own headers").contains("north");
    }

    @Test
    void withoutAReplyItFailsInTime() {
        assertThatThrownBy(() -> shop.byHand.request("how much?").await().atMost(SOON)).hasCauseInstanceOf(
                TimeoutException.class).hasMessageContaining("no reply within PT3S on `replies.hand`");
        assertThat(shop.byHand.waiting()).isZero();
    }

    @Test
    void aReplyMayBeAFailureAndOneForNobodyIsDropped() throws Exception {
        long before = probe.messages("PRICES");
        CompletableFuture<byte[]> asked = shop.byHand.request("how much?").subscribeAsCompletionStage();
        await().atMost(SOON).until(() -> probe.messages("PRICES") > before);
        Headers request = probe.message("PRICES", probe.management().getStreamInfo("PRICES").getStreamState().getLastSequence())
                .getHeaders();
        assertThat(request.getFirst("Reply-To")).isEqualTo("replies.hand");
        publish("replies.hand", new Headers().add("Correlation-Id", "of nobody"));
        publish("replies.hand", new Headers());
        publish("replies.hand", new Headers().add("Correlation-Id", request.getFirst("Correlation-Id"))
                .add("Reply-Failure", "not for sale"));
        assertThat(asked).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(NatsReplyException.class)
                .withMessageContaining("not for sale");
    }

    @Test
    void aStrangerDoesNotChooseWhereItPublishes() throws Exception {
        int before = pricing.asked.size();
        publish("prices.ask", new Headers().add("Reply-To", "secrets.x").add("Correlation-Id", "1"));
        publish("prices.ask", new Headers());
        await().atMost(SOON).until(() -> pricing.asked.size() == before + 2 && probe.isDrained("PRICES", "pricing"));
        assertThat(probe.messages("SECRETS")).isZero();
        assertThat(shop.prices.request(new Question("after")).await().atMost(SOON).item()).isEqualTo("after");
        assertThat(pricing.asked).as("terminated, not given again").hasSize(before + 3);
    }

    private void publish(String subject, Headers headers) throws Exception {
        probe.connection().jetStream().publish(subject, headers, "{\"item\":\"stolen\"}".getBytes());
    }

    public record Question(String item) {
    }

    public record Price(String item, int amount) {
    }

    // tag::ask[]
    @Singleton
    public static class Shop {

        @Inject
        @Channel("ask")
        NatsRequestReply<Question, Price> prices;
        // end::ask[]

        @Inject
        @Channel("ask")
        NatsRequestReply<Question, Integer> unreadable;

        @Inject
        @Channel("by-hand")
        NatsRequestReply<String, byte[]> byHand;
    }

    @Singleton
    public static class Pricing {

        final List<String> asked = new CopyOnWriteArrayList<>();
        final List<String> shops = new CopyOnWriteArrayList<>();

        // tag::answer[]
        @Incoming("asked")
        @Outgoing("answers")
        Price answer(Question question, IncomingNatsMetadata request) {
            // end::answer[]
            asked.add(question.item());
            if (request.header("Shop") != null) {
                shops.add(request.header("Shop"));
            }
            // tag::answer[]
            return new Price(question.item(), 7);
        }
        // end::answer[]
    }
}
