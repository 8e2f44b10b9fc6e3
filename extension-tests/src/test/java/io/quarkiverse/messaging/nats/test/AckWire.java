package io.quarkiverse.messaging.nats.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.nats.client.Dispatcher;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** Hears what an application tells the server of the deliveries of one stream. */
final class AckWire {

    /** One word. */
    record Word(long sequence, String text, boolean confirmed) {
    }

    private final List<Word> words = new CopyOnWriteArrayList<>();

    AckWire(NatsProbe probe, String stream) throws Exception {
        Dispatcher dispatcher = probe.connection().createDispatcher(message -> words.add(new Word(
                Long.parseLong(message.getSubject().split("\\.")[5]), new String(message.getData(), StandardCharsets.UTF_8),
                message.getReplyTo() != null)));
        dispatcher.subscribe("$JS.ACK." + stream + ".>");
        probe.connection().flush(java.time.Duration.ofSeconds(5));
    }

    List<Word> acks() {
        return words.stream().filter(word -> word.text().equals("+ACK")).toList();
    }

    List<Word> all() {
        return words;
    }
}
