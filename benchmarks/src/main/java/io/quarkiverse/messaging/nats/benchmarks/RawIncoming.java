package io.quarkiverse.messaging.nats.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.PriorityPolicy;

/**
 * What somebody would write by hand with jnats, opened for each round and closed after it. The method that counts is the same
 * as a channel's.
 */
final class RawIncoming {

    private static final String GROUP = "g";
    private static final int IN_FLIGHT = 1024;
    private static final int PULL = 500;
    private static final long BYTES = 16 << 20;
    private static final byte[] PULL_REQUEST = ("{\"batch\":" + PULL + ",\"expires\":600000000000}").getBytes();
    private static final byte[] ACK = "+ACK".getBytes();

    /** Begins to read. */
    private interface Opening {
        AutoCloseable open(String consumer, Count count) throws Exception;
    }

    private final Bench bench;
    private final Connection connection;

    RawIncoming(Bench bench) {
        this.bench = bench;
        this.connection = bench.connection();
    }

    /** {@code ConsumerContext.consume}, so many of them. */
    Side consume(Stored stored, AckPolicy policy, int consumers) {
        return side(stored, "raw-consume", policy, false, (name, count) -> {
            List<AutoCloseable> all = new ArrayList<>();
            for (int i = 0; i < consumers; i++) {
                all.add(consume(name, ConsumeOptions.builder().batchSize(PULL * 2), message -> {
                    message.ack();
                    count.hit(1);
                }));
            }
            return () -> {
                for (AutoCloseable one : all) {
                    one.close();
                }
            };
        });
    }

    /** Likewise, with as many bytes on their way as a channel has at most. */
    Side bounded(Stored stored) {
        return side(stored, "raw-bounded", AckPolicy.Explicit, false,
                (name, count) -> consume(name, ConsumeOptions.builder().batchSize(PULL * 2).batchBytes(BYTES), message -> {
                    message.ack();
                    count.hit(1);
                }));
    }

    /** Likewise, as the only receiver of a durable that others stand by for. */
    Side exclusive(Stored stored, AckPolicy policy) {
        return side(stored, "raw-pinned", policy, true, (name, count) -> {
            AtomicInteger number = new AtomicInteger();
            return consume(name, ConsumeOptions.builder().group(GROUP).batchSize(PULL * 2), message -> {
                settle(message, policy, number.incrementAndGet());
                count.hit(1);
            });
        });
    }

    private static void settle(Message message, AckPolicy policy, int number) {
        if (policy == AckPolicy.Explicit || policy == AckPolicy.All && number % 100 == 0) {
            message.ack();
        }
    }

    /** Each ack waits for the server's confirmation before the next message, as a method with {@code ack-confirm} does. */
    Side confirmed(Stored stored) {
        return side(stored, "raw-confirmed", AckPolicy.Explicit, false,
                (name, count) -> consume(name, ConsumeOptions.builder().batchSize(PULL * 2), message -> {
                    try {
                        message.ackSync(bench.patience());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    count.hit(1);
                }));
    }

    /** Each ack is a request whose confirmation counts the message; nobody waits in between. */
    Side confirmedLater(Stored stored) {
        return side(stored, "raw-confirmed-later", AckPolicy.Explicit, false,
                (name, count) -> consume(name, ConsumeOptions.builder().batchSize(PULL * 2),
                        message -> connection.request(message.getReplyTo(), ACK).thenRun(() -> count.hit(1))));
    }

    private MessageConsumer consume(String name, ConsumeOptions.Builder options, Consumer<Message> handler) throws Exception {
        return connection.getStreamContext(Bench.IN).getConsumerContext(name).consume(options.build(), handler::accept);
    }

    /** Two pulls on their way all the time, acks by the reply subject. */
    Side pulls(Stored stored) {
        return side(stored, "raw-pulls", AckPolicy.Explicit, false, (name, count) -> {
            String inbox = connection.createInbox();
            String next = "$JS.API.CONSUMER.MSG.NEXT." + Bench.IN + "." + name;
            int[] number = { 0 };
            Dispatcher dispatcher = connection.createDispatcher();
            dispatcher.subscribe(inbox, message -> {
                if (message.isStatusMessage()) {
                    return;
                }
                connection.publish(message.getReplyTo(), ACK);
                count.hit(1);
                if (++number[0] % PULL == 0) {
                    connection.publish(next, inbox, PULL_REQUEST);
                }
            });
            connection.publish(next, inbox, PULL_REQUEST);
            connection.publish(next, inbox, PULL_REQUEST);
            return () -> connection.closeDispatcher(dispatcher);
        });
    }

    private Side side(Stored stored, String prefix, AckPolicy policy, boolean pinned, Opening opening) {
        Count count = new Count();
        return messages -> {
            String consumer = prefix + "-" + stored.subject().substring(3);
            ConsumerConfiguration.Builder options = ConsumerConfiguration.builder().durable(consumer)
                    .filterSubject(stored.subject()).ackPolicy(policy)
                    .maxAckPending(policy == AckPolicy.None ? -1 : IN_FLIGHT);
            if (pinned) {
                options.priorityGroups(GROUP).priorityPolicy(PriorityPolicy.PinnedClient).priorityTimeout(bench.patience());
            }
            bench.management().addOrUpdateConsumer(Bench.IN, options.build());
            count.expect(messages);
            System.gc();
            try (AutoCloseable reading = opening.open(consumer, count)) {
                count.await();
                if (policy == AckPolicy.Explicit) {
                    stored.awaitSettled(consumer);
                }
            }
            // A consumer of its own for each round: no pin, no pulls and no acks are left of the one before.
            bench.management().deleteConsumer(Bench.IN, consumer);
            return new double[] { count.perSecond() };
        };
    }

    /** Read, published, acked when that is confirmed. */
    Side processor(Stored stored) {
        String name = "raw-process";
        return messages -> {
            bench.management().addOrUpdateConsumer(Bench.IN, ConsumerConfiguration.builder().durable(name)
                    .filterSubject(stored.subject()).ackPolicy(AckPolicy.Explicit).maxAckPending(IN_FLIGHT).build());
            JetStream stream = connection.jetStream();
            Semaphore room = new Semaphore(IN_FLIGHT);
            Count count = new Count();
            count.expect(messages);
            System.gc();
            double[] perSecond = new double[1];
            try (AutoCloseable reading = consume(name, ConsumeOptions.builder().batchSize(PULL * 2), message -> {
                count.hit(1);
                room.acquireUninterruptibly();
                stream.publishAsync("out." + name, message.getData()).thenRun(() -> {
                    message.ack();
                    room.release();
                });
            })) {
                stored.awaitSettled(name);
                perSecond[0] = count.perSecondUntilNow();
            }
            bench.management().deleteConsumer(Bench.IN, name);
            return perSecond;
        };
    }
}
