package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/** A connection of the test's own: publishes, and asks the server what it holds. */
public final class NatsProbe implements AutoCloseable {

    private static final int WINDOW = 500;

    private final Connection connection;

    /**
     * @param server the server
     */
    public NatsProbe(NatsServer server) {
        this(Options.builder().server(server.url()).maxReconnects(-1).reconnectWait(Duration.ofMillis(50)));
    }

    /**
     * @param options how to connect
     */
    public NatsProbe(Options.Builder options) {
        try {
            connection = Nats.connect(options.build());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the connection */
    public Connection connection() {
        return connection;
    }

    /** @return the management API */
    public JetStreamManagement management() {
        return call(Connection::jetStreamManagement);
    }

    /**
     * @param name the stream's name
     * @param subjects its subjects
     */
    public void createStream(String name, String... subjects) {
        createStream(StreamConfiguration.builder().name(name).subjects(subjects).storageType(StorageType.File).build());
    }

    /**
     * @param stream the stream
     */
    public void createStream(StreamConfiguration stream) {
        call(c -> c.jetStreamManagement().addStream(stream));
    }

    /**
     * @param subject where to
     * @param payload what
     * @return what the server said
     */
    public PublishAck publish(String subject, String payload) {
        return call(c -> c.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Publishes many, pipelined, and waits until all are stored.
     *
     * @param subject where to
     * @param from the first number
     * @param to the last number
     * @param payload the payload of a number
     */
    public void publishAll(String subject, int from, int to, Function<Integer, String> payload) {
        call(c -> {
            JetStream stream = c.jetStream();
            List<CompletableFuture<PublishAck>> acks = new ArrayList<>();
            for (int i = from; i <= to; i++) {
                acks.add(stream.publishAsync(subject, payload.apply(i).getBytes(StandardCharsets.UTF_8)));
                if (acks.size() == WINDOW || i == to) {
                    CompletableFuture.allOf(acks.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
                    acks.clear();
                }
            }
            return null;
        });
    }

    /**
     * @param stream its name
     * @return how many messages it stores
     */
    public long messages(String stream) {
        return call(c -> c.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount());
    }

    /**
     * @param stream the stream's name
     * @param sequence a sequence
     * @return the message stored under it
     */
    public MessageInfo message(String stream, long sequence) {
        return call(c -> c.jetStreamManagement().getMessage(stream, sequence));
    }

    /**
     * @param stream the stream's name
     * @return its consumers
     */
    public List<ConsumerInfo> consumers(String stream) {
        return call(c -> c.jetStreamManagement().getConsumers(stream));
    }

    /**
     * @param stream the stream's name
     * @param name the consumer's name
     * @return it, or {@code null} where there is none
     */
    public ConsumerInfo consumer(String stream, String name) {
        return call(c -> {
            try {
                return c.jetStreamManagement().getConsumerInfo(stream, name);
            } catch (JetStreamApiException e) {
                if (e.getErrorCode() == 404) {
                    return null;
                }
                throw e;
            }
        });
    }

    /**
     * @param stream the stream's name
     * @param consumer the consumer's name
     * @return whether everything in the stream was delivered to it and settled
     */
    public boolean isDrained(String stream, String consumer) {
        ConsumerInfo info = consumer(stream, consumer);
        return info != null && info.getNumPending() == 0 && info.getNumAckPending() == 0;
    }

    private interface Call<T> {
        T on(Connection connection) throws Exception;
    }

    private <T> T call(Call<T> call) {
        try {
            return call.on(connection);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
