package io.quarkiverse.messaging.nats.runtime.config;

import static io.quarkiverse.messaging.nats.runtime.i18n.SequenceErrors.SEQUENCES;

/**
 * What remembers which messages of a channel were processed.
 *
 * @param name the store
 * @param accept the state of stream and record that an operator accepts, or {@code null}
 * @param acceptProperty where that is written
 */
public record StoreSettings(String name, String accept, String acceptProperty) {

    /** @return {@code null} where nothing remembers */
    static StoreSettings read(ChannelConfig config) {
        String name = config.text("sequence-store");
        String accept = config.text("sequence-store-accept");
        if (name == null) {
            if (config.own("sequence-store-accept") != null) {
                config.mistake(SEQUENCES.nothingToAccept(config.channel(), accept));
            }
            return null;
        }
        return new StoreSettings(name, accept, config.property("sequence-store-accept"));
    }

    void check(ChannelConfig config, IncomingSettings settings) {
        String channel = settings.channel();
        if (settings.durable() == null) {
            config.mistake(SEQUENCES.needsDurable(channel, name, config.property("durable")));
        }
        if (settings.manualAck()) {
            config.mistake(SEQUENCES.withManualAck(channel, name));
        }
        if (settings.acks().mode() != AckSettings.Mode.EACH) {
            config.mistake(SEQUENCES.ackNotEach(channel, name, settings.acks().mode().word()));
        }
        if (Boolean.TRUE.equals(settings.consumer().memoryStorage())) {
            config.mistake(SEQUENCES.consumerInMemory(channel, name));
        }
    }
}
