package io.quarkiverse.messaging.nats;

import java.time.Duration;

/**
 * A channel with {@code ready-when=caught-up} is current: what its stream held when the application started is processed.
 * Fired once per channel as a CDI event, to {@code @Observes} and {@code @ObservesAsync} methods, on a worker thread, and not
 * before all channels and emitters are connected: an observer may send.
 *
 * @param channel the channel's name
 * @param messages how many messages it had to catch up with; zero for an empty stream
 * @param duration how long that took, from the moment that its consumer was there
 */
public record ChannelCaughtUp(String channel, long messages, Duration duration) {
}
