package io.quarkiverse.messaging.nats.testing.companion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import org.awaitility.Awaitility;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.PurgeOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/**
 * Stands beside an application in its test, on the same server: publishes, awaits, purges, and asks the server what it holds.
 * Its calls block. What the server refuses is an {@link IllegalStateException} with the server's words; what does not come
 * within the timeout (10 s unless {@link #withTimeout} says otherwise) is Awaitility's {@code ConditionTimeoutException}. A
 * server that does not answer yet is tried for 10 s, and one that is killed and restarted is found again.
 */
public final class NatsCompanion implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Connection connection;
    private final Duration timeout;

    private NatsCompanion(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * @param url where the server is
     * @return a companion
     */
    public static NatsCompanion to(String url) {
        return of(Contact.lasting(Options.builder().server(url)));
    }

    /**
     * @return a companion on the server of the application under test: {@code quarkus.messaging.nats.servers}, which dev
     *         services
     *         set too, with {@code username} and {@code password}, or {@code token}
     */
    public static NatsCompanion ofApplication() {
        return of(Contact.lasting(ApplicationServer.options()));
    }

    /**
     * @param options how to connect
     * @return a companion
     */
    public static NatsCompanion of(Options.Builder options) {
        try {
            return new NatsCompanion(Contact.with(options.build(), TIMEOUT), TIMEOUT);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param longest how long the calls that await wait
     * @return the same companion with another timeout; they share the connection
     */
    public NatsCompanion withTimeout(Duration longest) {
        return new NatsCompanion(connection, longest);
    }

    /** @return jnats's connection, for everything else */
    public Connection connection() {
        return connection;
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
     * @return what the server said: the stream and the sequence
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
    public void publishAll(String subject, int from, int to, IntFunction<String> payload) {
        call(c -> ServerCalls.publishAll(c, subject, from, to, payload));
    }

    /**
     * @param stream the stream's name
     * @return how many messages it stores
     */
    public long messages(String stream) {
        return call(c -> c.jetStreamManagement().getStreamInfo(stream).getStreamState().getMsgCount());
    }

    /**
     * @param stream the stream's name
     * @param sequence a sequence
     * @return the message stored under it: payload, headers, time
     */
    public MessageInfo message(String stream, long sequence) {
        return call(c -> c.jetStreamManagement().getMessage(stream, sequence));
    }

    /**
     * @param stream the stream's name
     * @param subject a subject, also with wildcards
     * @return the payloads stored on it as text, oldest first; all of them are read, so it is for what a test has published
     */
    public List<String> payloads(String stream, String subject) {
        return call(c -> ServerCalls.payloads(c, stream, subject));
    }

    /**
     * Waits until so many messages are stored on a subject.
     *
     * @param stream the stream's name
     * @param subject a subject, also with wildcards
     * @param count at least how many
     * @return their payloads as text, oldest first
     */
    public List<String> awaitPayloads(String stream, String subject, int count) {
        return Awaitility.await(count + " messages on " + subject + " in stream " + stream).atMost(timeout)
                .until(() -> payloads(stream, subject), payloads -> payloads.size() >= count);
    }

    /**
     * @param stream the stream's name
     * @param consumer the consumer's name, for an exclusive durable that of the channel's key {@code durable}
     * @return whether everything in the stream was delivered to it and settled
     */
    public boolean isDrained(String stream, String consumer) {
        ConsumerInfo info = consumer(stream, consumer);
        return info != null && info.getNumPending() == 0 && info.getNumAckPending() == 0;
    }

    /**
     * Waits until everything in the stream was delivered to a consumer and settled.
     *
     * @param stream the stream's name
     * @param consumer the consumer's name, with a group {@code <durable>__<group>}
     */
    public void awaitDrained(String stream, String consumer) {
        Awaitility.await("consumer " + consumer + " of stream " + stream + " has settled everything").atMost(timeout)
                .until(() -> isDrained(stream, consumer));
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
        return call(c -> ServerCalls.orNull(some -> some.jetStreamManagement().getConsumerInfo(stream, name), c));
    }

    /**
     * Removes every message of a stream. Its consumers stay.
     *
     * @param stream the stream's name
     */
    public void purge(String stream) {
        call(c -> c.jetStreamManagement().purgeStream(stream));
    }

    /**
     * Removes the messages of a subject.
     *
     * @param stream the stream's name
     * @param subject a subject, also with wildcards
     */
    public void purge(String stream, String subject) {
        call(c -> c.jetStreamManagement().purgeStream(stream, PurgeOptions.subject(subject)));
    }

    private <T> T call(ServerCalls.Call<T> call) {
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
