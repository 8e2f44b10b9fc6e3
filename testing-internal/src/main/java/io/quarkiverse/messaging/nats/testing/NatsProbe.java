package io.quarkiverse.messaging.nats.testing;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Options;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.companion.NatsCompanion;

/**
 * A connection of the test's own: publishes, and asks the server what it holds. The companion of applications, for our servers.
 */
public final class NatsProbe implements AutoCloseable {

    private final NatsCompanion companion;

    /**
     * @param server the server
     */
    public NatsProbe(NatsServer server) {
        companion = NatsCompanion.to(server.url());
    }

    /**
     * @param options how to connect
     */
    public NatsProbe(Options.Builder options) {
        companion = NatsCompanion.of(options);
    }

    /** @return the connection */
    public Connection connection() {
        return companion.connection();
    }

    /** @return the management API */
    public JetStreamManagement management() {
        try {
            return connection().jetStreamManagement();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param name the stream's name
     * @param subjects its subjects
     */
    public void createStream(String name, String... subjects) {
        companion.createStream(name, subjects);
    }

    /**
     * @param stream the stream
     */
    public void createStream(StreamConfiguration stream) {
        companion.createStream(stream);
    }

    /**
     * @param subject where to
     * @param payload what
     * @return what the server said
     */
    public PublishAck publish(String subject, String payload) {
        return companion.publish(subject, payload);
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
        companion.publishAll(subject, from, to, payload::apply);
    }

    /**
     * @param stream its name
     * @return how many messages it stores
     */
    public long messages(String stream) {
        return companion.messages(stream);
    }

    /**
     * @param stream the stream's name
     * @param sequence a sequence
     * @return the message stored under it
     */
    public MessageInfo message(String stream, long sequence) {
        return companion.message(stream, sequence);
    }

    /**
     * @param stream the stream's name
     * @return its consumers
     */
    public List<ConsumerInfo> consumers(String stream) {
        return companion.consumers(stream);
    }

    /**
     * @param stream the stream's name
     * @param name the consumer's name
     * @return it, or {@code null} where there is none
     */
    public ConsumerInfo consumer(String stream, String name) {
        return companion.consumer(stream, name);
    }

    /**
     * @param stream the stream's name
     * @param consumer the consumer's name
     * @return whether everything in the stream was delivered to it and settled
     */
    public boolean isDrained(String stream, String consumer) {
        return companion.isDrained(stream, consumer);
    }

    @Override
    public void close() {
        companion.close();
    }
}
