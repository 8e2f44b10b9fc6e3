package io.quarkiverse.messaging.nats.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;

/** What somebody would write with jnats alone. */
final class RawIncoming {

    private static final String GROUP = "g";
    private static final int IN_FLIGHT = 1024;
    private static final int PULL = 500;
    private static final byte[] PULL_REQUEST = ("{\"batch\":" + PULL + ",\"expires\":600000000000}").getBytes();
    private static final byte[] ACK = "+ACK".getBytes();

    private final Bench bench;
    private final Incoming incoming;
    private final Connection connection;
    private final Map<String, Count> counts = new HashMap<>();
    private final Map<String, Runnable> pulls = new HashMap<>();
    private final Set<String> started = new HashSet<>();

    RawIncoming(Bench bench, Incoming incoming) {
        this.bench = bench;
        this.incoming = incoming;
        this.connection = bench.connection();
    }

    private Count counted(String name, AckPolicy policy, boolean pinned) throws Exception {
        if (started.add(name)) {
            counts.put(name, new Count());
            ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder().durable(name).filterSubject("in." + name)
                    .ackPolicy(policy).maxAckPending(policy == AckPolicy.None ? -1 : IN_FLIGHT);
            if (pinned) {
                consumer.priorityGroups(GROUP).priorityPolicy(PriorityPolicy.PinnedClient)
                        .priorityTimeout(Duration.ofSeconds(10));
            }
            bench.management().addOrUpdateConsumer(Bench.IN, consumer.build());
            return null;
        }
        return counts.get(name);
    }

    private static void settle(Message message, AckPolicy policy, int number) {
        if (policy == AckPolicy.Explicit || policy == AckPolicy.All && number % 100 == 0) {
            message.ack();
        }
    }

    /** {@code ConsumerContext.consume}. */
    Side consume(String name, AckPolicy policy) {
        return consume(name, policy, false);
    }

    /** Likewise, as the only receiver of a durable that others stand by for. */
    Side exclusive(String name, AckPolicy policy) {
        return consume(name, policy, true);
    }

    private Side consume(String name, AckPolicy policy, boolean pinned) {
        return messages -> {
            if (counted(name, policy, pinned) == null) {
                Count count = counts.get(name);
                AtomicInteger number = new AtomicInteger();
                connection.getStreamContext(Bench.IN).getConsumerContext(name)
                        .consume((pinned ? ConsumeOptions.builder().group(GROUP) : ConsumeOptions.builder()).batchSize(PULL * 2)
                                .build(), message -> {
                                    settle(message, policy, number.incrementAndGet());
                                    count.hit(1);
                                });
            }
            return incoming.read(name, "in." + name, counts.get(name), messages, () -> {
            });
        };
    }

    /** Two pulls on their way all the time, acks by the reply subject. */
    Side pulls(String name, AckPolicy policy) {
        return messages -> {
            if (counted(name, policy, false) == null) {
                pulls.put(name, pull(name, policy));
            }
            // The server forgets pulls when it pauses a consumer.
            return incoming.read(name, "in." + name, counts.get(name), messages, pulls.get(name));
        };
    }

    private Runnable pull(String name, AckPolicy policy) {
        Count count = counts.get(name);
        String inbox = connection.createInbox();
        String next = "$JS.API.CONSUMER.MSG.NEXT." + Bench.IN + "." + name;
        int[] number = { 0 };
        MessageHandler handler = message -> {
            if (message.isStatusMessage()) {
                return;
            }
            number[0]++;
            if (policy == AckPolicy.Explicit || policy == AckPolicy.All && number[0] % 100 == 0) {
                connection.publish(message.getReplyTo(), ACK);
            }
            count.hit(1);
            if (number[0] % PULL == 0) {
                connection.publish(next, inbox, PULL_REQUEST);
            }
        };
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(inbox, handler);
        return () -> {
            connection.publish(next, inbox, PULL_REQUEST);
            connection.publish(next, inbox, PULL_REQUEST);
        };
    }

    /** Each ack waits for the server's confirmation, and no thread for that. */
    Side confirmed(String name) {
        return messages -> {
            if (counted(name, AckPolicy.Explicit, false) == null) {
                Count count = counts.get(name);
                connection.getStreamContext(Bench.IN).getConsumerContext(name)
                        .consume(ConsumeOptions.builder().batchSize(PULL * 2).build(), message -> {
                            connection.request(message.getReplyTo(), ACK);
                            count.hit(1);
                        });
            }
            return incoming.read(name, "in." + name, counts.get(name), messages, () -> {
            });
        };
    }

    /** Read, published, acked when that is confirmed. */
    Side processor(String name) {
        return messages -> {
            if (counted(name, AckPolicy.Explicit, false) == null) {
                JetStream stream = connection.jetStream();
                Semaphore room = new Semaphore(IN_FLIGHT);
                connection.getStreamContext(Bench.IN).getConsumerContext(name)
                        .consume(ConsumeOptions.builder().batchSize(PULL * 2).build(), message -> {
                            room.acquireUninterruptibly();
                            stream.publishAsync("out." + name, message.getData()).thenRun(() -> {
                                message.ack();
                                room.release();
                            });
                        });
            }
            return incoming.process(name, "in." + name, messages);
        };
    }
}
