package io.quarkiverse.messaging.nats.runtime.incoming;

import java.util.function.Consumer;

import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;

/** Opens the record of a channel, again and again where its store does not answer. One that does not fit is refused. */
final class RecordOpening {

    private final ChannelHost host;
    private final StoreTrouble trouble;
    private final ChannelLoop loop;
    private boolean begun;

    RecordOpening(ChannelHost host, StoreTrouble trouble, ChannelLoop loop) {
        this.host = host;
        this.trouble = trouble;
        this.loop = loop;
    }

    void begin(Consumer<ProcessedSequences> opened, Consumer<String> refused) {
        if (begun) {
            return;
        }
        begun = true;
        host.sequences().whenComplete((record, failure) -> loop.run(() -> {
            if (failure instanceof RefusalException) {
                refused.accept(failure.getMessage());
            } else if (failure != null) {
                loop.later(trouble.failed(failure), () -> {
                    begun = false;
                    begin(opened, refused);
                });
            } else {
                begun = false;
                trouble.over();
                opened.accept(record);
            }
        }));
    }
}
