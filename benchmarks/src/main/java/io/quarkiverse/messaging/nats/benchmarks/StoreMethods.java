package io.quarkiverse.messaging.nats.benchmarks;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.reactive.messaging.annotations.Blocking;

/**
 * The same method for a channel with a store, and for one without. Where a record takes its time many are on their way at once:
 * the framework waits for the ack of an ordered method's message, which comes after the record, before it goes on.
 */
@ApplicationScoped
public class StoreMethods {

    private static final Count MEMORY = Methods.count("store-memory");
    private static final Count MEMORY_NONE = Methods.count("store-memory-none");
    private static final Count FILE = Methods.count("store-file");
    private static final Count FILE_NONE = Methods.count("store-file-none");
    private static final Count KV = Methods.count("store-nats-kv");
    private static final Count KV_NONE = Methods.count("store-nats-kv-none");
    private static final Count STREAM = Methods.count("store-nats-stream");
    private static final Count STREAM_NONE = Methods.count("store-nats-stream-none");

    @Incoming("store-memory")
    @NonBlocking
    void memory(byte[] payload) {
        MEMORY.hit(1);
    }

    @Incoming("store-memory-none")
    @NonBlocking
    void memoryNone(byte[] payload) {
        MEMORY_NONE.hit(1);
    }

    @Incoming("store-file")
    @Blocking(ordered = false)
    void file(byte[] payload) {
        FILE.hit(1);
    }

    @Incoming("store-file-none")
    @Blocking(ordered = false)
    void fileNone(byte[] payload) {
        FILE_NONE.hit(1);
    }

    @Incoming("store-nats-kv")
    @Blocking(ordered = false)
    void kv(byte[] payload) {
        KV.hit(1);
    }

    @Incoming("store-nats-kv-none")
    @Blocking(ordered = false)
    void kvNone(byte[] payload) {
        KV_NONE.hit(1);
    }

    @Incoming("store-nats-stream")
    @Outgoing("stored")
    @NonBlocking
    byte[] stream(byte[] payload) {
        STREAM.hit(1);
        return payload;
    }

    @Incoming("store-nats-stream-none")
    @Outgoing("stored-none")
    @NonBlocking
    byte[] streamNone(byte[] payload) {
        STREAM_NONE.hit(1);
        return payload;
    }
}
