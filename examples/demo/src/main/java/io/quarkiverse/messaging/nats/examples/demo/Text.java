package io.quarkiverse.messaging.nats.examples.demo;

import java.time.Duration;
import java.util.Locale;

/** Sentences with figures, the same in every country. */
final class Text {

    private Text() {
    }

    static String of(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    static String seconds(Duration duration) {
        return of("%.1f s", duration.toMillis() / 1000.0);
    }

    /** A rate, or the count where the time is too short to tell. */
    static String perSecond(long count, long millis) {
        return millis <= 0 ? of("%,d at once", count) : of("%,d msg/s", count * 1000 / millis);
    }
}
