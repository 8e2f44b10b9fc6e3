package io.quarkiverse.messaging.nats.benchmarks;

import java.util.concurrent.Flow;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** What is published by the outgoing channels. */
@ApplicationScoped
public class Sources {

    static final Source OUT_1024 = new Source();
    static final Source OUT_4096 = new Source();
    static final Source OUT_1 = new Source();
    static final Source OUT_1024_PLAIN = new Source();

    @Outgoing("out-1024")
    Flow.Publisher<Message<byte[]>> out1024() {
        return OUT_1024;
    }

    @Outgoing("out-4096")
    Flow.Publisher<Message<byte[]>> out4096() {
        return OUT_4096;
    }

    @Outgoing("out-1")
    Flow.Publisher<Message<byte[]>> out1() {
        return OUT_1;
    }

    @Outgoing("out-1024-plain")
    Flow.Publisher<Message<byte[]>> out1024Plain() {
        return OUT_1024_PLAIN;
    }
}
