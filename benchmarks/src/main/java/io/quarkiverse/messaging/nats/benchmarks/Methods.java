package io.quarkiverse.messaging.nats.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.annotations.Blocking;

/** One method of each kind; all they do is count. */
@ApplicationScoped
public class Methods {

    static final Map<String, Count> COUNTS = new ConcurrentHashMap<>();
    private static final Count NONBLOCKING = count("nonblocking");
    private static final Count UNI = count("uni");
    private static final Count EXCLUSIVE = count("exclusive");
    private static final Count ALL = count("all");
    private static final Count NONE = count("none");
    private static final Count CONFIRMED = count("confirmed");
    private static final Count CONFIRMED_BATCH = count("confirmed-batch");
    private static final Count VIRTUAL = count("virtual");
    private static final Count MEMORY_VIRTUAL = count("memory-virtual");
    private static final Count TEN = count("ten");
    private static final Count HUNDRED = count("hundred");
    private static final Count PROCESS = count("process");
    private static final Count PLAIN = count("plain");
    private static final Count UNORDERED = count("unordered");
    private static final Count BATCH = count("batch");
    private static final Count MEMORY_NONBLOCKING = count("memory-nonblocking");
    private static final Count MEMORY_UNI = count("memory-uni");
    private static final Count MEMORY_PLAIN = count("memory-plain");
    private static final Count MEMORY_UNORDERED = count("memory-unordered");
    private static final Count PAYLOAD_16 = count("payload-16");
    private static final Count PAYLOAD_1000 = count("payload-1000");
    private static final Count PAYLOAD_64000 = count("payload-64000");
    private static final Count PAYLOAD_1000000 = count("payload-1000000");

    static Count count(String channel) {
        return COUNTS.computeIfAbsent(channel, key -> new Count());
    }

    @Incoming("nonblocking")
    @NonBlocking
    void nonblocking(byte[] payload) {
        NONBLOCKING.hit(1);
    }

    @Incoming("uni")
    Uni<Void> uni(Message<byte[]> message) {
        UNI.hit(1);
        return Uni.createFrom().completionStage(message.ack());
    }

    @Incoming("exclusive")
    @NonBlocking
    void exclusive(byte[] payload) {
        EXCLUSIVE.hit(1);
    }

    @Incoming("all")
    @NonBlocking
    void all(byte[] payload) {
        ALL.hit(1);
    }

    @Incoming("none")
    @NonBlocking
    void none(byte[] payload) {
        NONE.hit(1);
    }

    @Incoming("confirmed")
    @NonBlocking
    void confirmed(byte[] payload) {
        CONFIRMED.hit(1);
    }

    @Incoming("confirmed-batch")
    void confirmedBatch(List<byte[]> payloads) {
        CONFIRMED_BATCH.hit(payloads.size());
    }

    @Incoming("plain")
    void plain(byte[] payload) {
        PLAIN.hit(1);
    }

    @Incoming("unordered")
    @Blocking(ordered = false)
    void unordered(byte[] payload) {
        UNORDERED.hit(1);
    }

    @Incoming("virtual")
    @RunOnVirtualThread
    void virtual(byte[] payload) {
        VIRTUAL.hit(1);
    }

    @Incoming("memory-virtual")
    @RunOnVirtualThread
    void memoryVirtual(byte[] payload) {
        MEMORY_VIRTUAL.hit(1);
    }

    @Incoming("ten")
    @NonBlocking
    void ten(byte[] payload) {
        TEN.hit(1);
    }

    @Incoming("hundred")
    @NonBlocking
    void hundred(byte[] payload) {
        HUNDRED.hit(1);
    }

    @Incoming("batch")
    void batch(List<byte[]> payloads) {
        BATCH.hit(payloads.size());
    }

    @Incoming("memory-nonblocking")
    @NonBlocking
    void memoryNonblocking(byte[] payload) {
        MEMORY_NONBLOCKING.hit(1);
    }

    @Incoming("memory-uni")
    Uni<Void> memoryUni(Message<byte[]> message) {
        MEMORY_UNI.hit(1);
        return Uni.createFrom().completionStage(message.ack());
    }

    @Incoming("memory-plain")
    void memoryPlain(byte[] payload) {
        MEMORY_PLAIN.hit(1);
    }

    @Incoming("memory-unordered")
    @Blocking(ordered = false)
    void memoryUnordered(byte[] payload) {
        MEMORY_UNORDERED.hit(1);
    }

    @Incoming("latency")
    @NonBlocking
    void latency(byte[] payload) {
        Latency.arrived(payload);
    }

    @Incoming("payload-16")
    @NonBlocking
    void payload16(byte[] payload) {
        PAYLOAD_16.hit(1);
    }

    @Incoming("payload-1000")
    @NonBlocking
    void payload1000(byte[] payload) {
        PAYLOAD_1000.hit(1);
    }

    @Incoming("payload-64000")
    @NonBlocking
    void payload64000(byte[] payload) {
        PAYLOAD_64000.hit(1);
    }

    @Incoming("payload-1000000")
    @NonBlocking
    void payload1000000(byte[] payload) {
        PAYLOAD_1000000.hit(1);
    }

    @Incoming("process")
    @Outgoing("processed")
    @NonBlocking
    byte[] process(byte[] payload) {
        PROCESS.hit(1);
        return payload;
    }
}
