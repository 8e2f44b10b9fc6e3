package io.quarkiverse.messaging.nats.memory.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.NatsAcknowledgement;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.smallrye.reactive.messaging.memory.InMemorySource;

/** The in-memory switch in place of a server: what passes through it, and what it does not do. */
class InMemoryTest {

    static final Duration SOON = Duration.ofSeconds(10);

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Methods.class, Order.class).addAsResource(new StringAsset("""
                    quarkus.http.test-port=0
                    quarkus.devservices.enabled=false
                    mp.messaging.incoming.orders.connector=nats
                    mp.messaging.incoming.orders.durable=shop
                    mp.messaging.outgoing.packed.connector=nats
                    mp.messaging.incoming.tasks.connector=nats
                    mp.messaging.incoming.tasks.manual-ack=true
                    """), "application.properties"))
            // tag::switch[]
            .setBeforeAllCustomizer(() -> {
                InMemoryConnector.switchIncomingChannelsToInMemory("orders", "tasks");
                InMemoryConnector.switchOutgoingChannelsToInMemory("packed");
            })
            .setAfterAllCustomizer(InMemoryConnector::clear);
    // end::switch[]

    @Inject
    @Any
    InMemoryConnector memory;
    @Inject
    Methods methods;

    // tag::payload[]
    @Test
    void aPayloadPasses() {
        InMemorySource<Order> orders = memory.source("orders");
        InMemorySink<Order> packed = memory.sink("packed");

        orders.send(new Order("tea", 2));

        await().atMost(SOON).until(() -> packed.received().stream()
                .anyMatch(message -> message.getPayload().equals(new Order("tea packed", 2))));
    }
    // end::payload[]

    // tag::metadata[]
    @Test
    void metadataAndAcknowledgementAreWhatTheTestGives() {
        IncomingNatsMetadata metadata = IncomingNatsMetadata.of(NatsMessage.builder().subject("tasks.high")
                .headers(new Headers().add("Trace", "7"))
                // stream, consumer, delivery count, stream sequence, consumer sequence, time, pending
                .replyTo("$JS.ACK.TASKS.shop.3.42.40.1700000000000000000.5").build());
        Words words = new Words();

        InMemorySource<Message<byte[]>> tasks = memory.source("tasks");
        tasks.send(Message.of("{\"item\":\"milk\",\"amount\":1}".getBytes(),
                Metadata.of(metadata, new NatsAcknowledgement(words))));

        await().atMost(SOON).until(() -> words.said.contains("ack"));
        assertThat(methods.tasks).containsExactly("milk tasks.high 3 42 7");
    }
    // end::metadata[]

    @Test
    void whatFailsIsNackedAndDoesNotComeAgain() {
        List<Throwable> nacks = new CopyOnWriteArrayList<>();
        InMemorySource<Message<Order>> orders = memory.source("orders");
        orders.send(Message.of(new Order("broken", 1)).withNack(failure -> {
            nacks.add(failure);
            return CompletableFuture.completedFuture(null);
        }));
        orders.send(Message.of(new Order("after", 1)));
        InMemorySink<Order> packed = memory.sink("packed");
        await().atMost(SOON).until(() -> packed.received().stream()
                .anyMatch(message -> message.getPayload().item().equals("after packed")));
        assertThat(nacks).singleElement().extracting(Throwable::getMessage).isEqualTo("broken");
        assertThat(methods.failures).hasValue(1);
    }

    // tag::words[]
    record Words(List<String> said) implements NatsAcknowledgement.Verbs {

        Words() {
            this(new CopyOnWriteArrayList<>());
        }

        private CompletionStage<Void> say(String word) {
            said.add(word);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> ack() {
            return say("ack");
        }

        @Override
        public CompletionStage<Void> ackConfirmed() {
            return say("ack confirmed");
        }

        @Override
        public CompletionStage<Void> nak(Duration delay) {
            return say("nak " + delay);
        }

        @Override
        public CompletionStage<Void> term(String reason) {
            return say("term " + reason);
        }

        @Override
        public CompletionStage<Void> inProgress() {
            return say("in progress");
        }
    }
    // end::words[]

    public record Order(String item, int amount) {
    }

    @Singleton
    public static class Methods {

        final List<String> tasks = new CopyOnWriteArrayList<>();
        final AtomicInteger failures = new AtomicInteger();

        @Incoming("orders")
        @Outgoing("packed")
        Order pack(Order order) {
            if (order.item().equals("broken")) {
                failures.incrementAndGet();
                throw new IllegalStateException("broken");
            }
            return new Order(order.item() + " packed", order.amount());
        }

        @Incoming("tasks")
        CompletionStage<Void> task(Order order, IncomingNatsMetadata metadata, NatsAcknowledgement acknowledgement) {
            tasks.add(order.item() + " " + metadata.subject() + " " + metadata.deliveryCount() + " "
                    + metadata.streamSequence() + " " + metadata.header("Trace"));
            return acknowledgement.ack();
        }
    }
}
