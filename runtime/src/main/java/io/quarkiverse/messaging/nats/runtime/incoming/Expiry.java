package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.impl.AckType;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkiverse.messaging.nats.IncomingNatsMetadata;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelCounters;

/**
 * Which messages are too old to be processed: by {@code expire-after}, or because their own time to live
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-43.md">ADR-43</a>) ended after the
 * server had sent them. Both count from when the stream stored them, by this machine's clock.
 */
final class Expiry {

    private static final long TELL_EVERY = Duration.ofMinutes(1).toNanos();
    /** As Go writes durations, for example 1h30m or 1.5s. */
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|\u00b5s|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "\u00b5s", 1_000L, "ms", 1_000_000L, "s",
            1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private final IncomingSettings settings;
    private final MessageFlow flow;
    private final ChannelCounters counters;
    private long untold;
    private long last;
    private long toldAt;
    private boolean toldOnce;

    Expiry(IncomingSettings settings, MessageFlow flow, ChannelCounters counters) {
        this.settings = settings;
        this.flow = flow;
        this.counters = counters;
    }

    /** @return whether it is too old; then it is acked unprocessed */
    boolean ends(Delivery delivery) {
        boolean over = isOver(delivery.metadata);
        if (over) {
            counted(delivery.sequence, System.nanoTime());
            delivery.withoutMethod = true;
            flow.start(delivery);
            flow.claims().records().closed(delivery, AckType.AckAck.bytes);
        }
        return over;
    }

    boolean isOver(IncomingNatsMetadata message) {
        String ttl = message.header(NatsJetStreamConstants.MSG_TTL_HDR);
        if (ttl == null && settings.expireAfter() == null) {
            return false;
        }
        long age = System.currentTimeMillis() - message.timestamp().toEpochMilli();
        return settings.expireAfter() != null && age > settings.expireAfter().toMillis()
                || ttl != null && age > millis(ttl);
    }

    /** It was not processed. The first is told at once, more of them once a minute. */
    void counted(long sequence, long now) {
        counters.expired().increment();
        untold++;
        last = sequence;
        tell(now);
    }

    /** To be called now and then. */
    void tell(long now) {
        if (untold > 0 && (!toldOnce || now - toldAt > TELL_EVERY)) {
            LOG.expired(settings.channel(), untold, last);
            untold = 0;
            toldAt = now;
            toldOnce = true;
        }
    }

    /** @return how long a message may live, {@link Long#MAX_VALUE} for ever */
    static long millis(String ttl) {
        String text = ttl.trim();
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return limited(TimeUnit.SECONDS.toMillis(Long.parseLong(text)));
            }
            Matcher part = PART.matcher(text);
            BigDecimal nanos = BigDecimal.ZERO;
            int end = 0;
            while (end < text.length() && part.find(end) && part.start() == end) {
                nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
                end = part.end();
            }
            return end == 0 || end < text.length() ? Long.MAX_VALUE
                    : limited(nanos.divideToIntegralValue(BigDecimal.valueOf(1_000_000)).longValue());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Zero is no time to live. */
    private static long limited(long millis) {
        return millis <= 0 ? Long.MAX_VALUE : millis;
    }
}
