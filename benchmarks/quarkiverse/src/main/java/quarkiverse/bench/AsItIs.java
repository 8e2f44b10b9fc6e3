package quarkiverse.bench;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkiverse.reactive.messaging.nats.jetstream.client.mapper.Serializer;

/** Instead of the one with Jackson, which this extension does not use for bytes either. */
@ApplicationScoped
public class AsItIs implements Serializer {

    @Override
    public <T> T readValue(byte[] data, Class<T> type) {
        return type.cast(new Bytes(data));
    }

    @Override
    public <T> byte[] toBytes(T payload) {
        return (byte[]) payload;
    }
}
