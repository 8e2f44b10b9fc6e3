package io.quarkiverse.messaging.nats.examples.demo;

import java.util.Locale;

/** Sentences with figures, the same in every country. */
final class Text {

    private Text() {
    }

    static String of(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /** A rate, or the count where the time is too short to tell. */
    static String perSecond(long count, long millis) {
        return millis <= 0 ? of("%,d at once", count) : of("%,d msg/s", count * 1000 / millis);
    }
}
