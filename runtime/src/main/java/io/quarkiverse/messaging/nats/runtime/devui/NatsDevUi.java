package io.quarkiverse.messaging.nats.runtime.devui;

import static io.quarkiverse.messaging.nats.runtime.devui.ServerCall.answered;
import static io.quarkiverse.messaging.nats.runtime.i18n.DevUiErrors.DEV_UI;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.inject.Inject;

import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.connector.ChannelViews;
import io.smallrye.common.annotation.Blocking;

/**
 * The JSON-RPC methods of the Dev UI; a bean in development mode only. A failure is an answer with {@code error}. Addresses
 * are shown without user and password.
 */
public class NatsDevUi {

    @Inject
    ChannelViews views;

    /** @return how many streams there are, for the card */
    @Blocking
    public String streamCount() {
        return Integer.toString(((List<?>) streams().getOrDefault("streams", List.of())).size());
    }

    /** @return how many consumers there are, for the card */
    @Blocking
    public String consumerCount() {
        return Integer.toString(((List<?>) consumers().getOrDefault("consumers", List.of())).size());
    }

    /** @return how many channels there are, for the card */
    @Blocking
    public String channelCount() {
        return Integer.toString(views.all().size());
    }

    /** @return the connections and their streams */
    @Blocking
    public Map<String, Object> streams() {
        return answered(() -> {
            List<Object> connections = new ArrayList<>();
            List<Object> streams = new ArrayList<>();
            for (ManagedConnection connection : views.connections()) {
                connections.add(Map.of("name", connection.name(), "up", connection.isUp(), "servers", connection.servers(),
                        "trouble", connection.isUp() ? "" : connection.trouble()));
                if (connection.isUp()) {
                    for (StreamInfo stream : connection.live().management().getStreams()) {
                        streams.add(stream(connection.name(), stream));
                    }
                }
            }
            return Map.of("connections", connections, "streams", streams);
        });
    }

    private static Map<String, Object> stream(String connection, StreamInfo stream) {
        return Map.of("connection", connection, "name", stream.getConfiguration().getName(),
                "subjects", String.join(", ", stream.getConfiguration().getSubjects()),
                "messages", stream.getStreamState().getMsgCount(), "bytes", stream.getStreamState().getByteCount(),
                "first", stream.getStreamState().getFirstSequence(), "last", stream.getStreamState().getLastSequence(),
                "consumers", stream.getStreamState().getConsumerCount(),
                "storage", stream.getConfiguration().getStorageType().toString());
    }

    /** @return the consumers of all streams */
    @Blocking
    public Map<String, Object> consumers() {
        return answered(() -> {
            List<Object> consumers = new ArrayList<>();
            for (ManagedConnection connection : views.connections()) {
                LiveConnection live = ServerCall.live(connection);
                for (String stream : live.management().getStreamNames()) {
                    for (ConsumerInfo consumer : live.management().getConsumers(stream)) {
                        consumers.add(consumer(connection.name(), consumer));
                    }
                }
            }
            return Map.of("consumers", consumers);
        });
    }

    private static Map<String, Object> consumer(String connection, ConsumerInfo consumer) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("connection", connection);
        shown.put("stream", consumer.getStreamName());
        shown.put("name", consumer.getName());
        shown.put("durable", consumer.getConsumerConfiguration().getDurable() != null);
        shown.put("pending", consumer.getNumPending());
        shown.put("inFlight", consumer.getNumAckPending());
        shown.put("redelivered", consumer.getRedelivered());
        shown.put("waiting", consumer.getNumWaiting());
        shown.put("delivered", consumer.getDelivered().getConsumerSequence());
        shown.put("ackFloor", consumer.getAckFloor().getStreamSequence());
        return shown;
    }

    /** @return the channels, those that come in with their consumer's figures */
    @Blocking
    public Map<String, Object> channels() {
        return answered(() -> {
            List<Object> channels = new ArrayList<>();
            for (ChannelViews.View view : views.all()) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("view", view);
                if (view.consumer() != null) {
                    shown.put("consumer", answered(() -> consumer(view.connection(), ServerCall.live(views, view.connection())
                            .management().getConsumerInfo(view.stream(), view.consumer()))));
                }
                channels.add(shown);
            }
            return Map.of("channels", channels);
        });
    }

    /** @return the newest messages of a stream, or those up to a sequence */
    @Blocking
    public Map<String, Object> messages(String connection, String stream, String from) {
        return answered(() -> Map.of("messages",
                StoredMessages.upTo(ServerCall.live(views, connection).management(), stream, from)));
    }

    /** @return where the message was stored */
    @Blocking
    public Map<String, Object> publish(String connection, String subject, String headers, String payload) {
        return answered(() -> {
            LiveConnection live = ServerCall.live(views, connection);
            if (live.management().getStreamNames(subject).isEmpty()) {
                throw new IllegalArgumentException(DEV_UI.noStream(subject));
            }
            PublishAck ack = live.connection().jetStream().publish(subject, headers(headers),
                    payload.getBytes(StandardCharsets.UTF_8));
            return Map.of("stream", ack.getStream(), "sequence", ack.getSeqno());
        });
    }

    private static Headers headers(String lines) {
        Headers headers = new Headers();
        for (String line : lines.lines().filter(line -> !line.isBlank()).toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(DEV_UI.badHeader(line));
            }
            headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** @return how many messages are gone */
    @Blocking
    public Map<String, Object> purge(String connection, String stream) {
        return answered(() -> Map.of("purged",
                ServerCall.live(views, connection).management().purgeStream(stream).getPurged()));
    }

    /** @return whether the channel is paused now */
    @Blocking
    public Map<String, Object> pause(String channel) {
        return setPaused(channel, true);
    }

    /** @return whether the channel is paused now */
    @Blocking
    public Map<String, Object> resume(String channel) {
        return setPaused(channel, false);
    }

    private Map<String, Object> setPaused(String channel, boolean on) {
        return views.pause(channel, on) ? Map.of("paused", on) : Map.of("error", DEV_UI.unknownChannel(channel));
    }
}
