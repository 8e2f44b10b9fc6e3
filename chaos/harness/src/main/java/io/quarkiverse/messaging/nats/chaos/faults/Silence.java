package io.quarkiverse.messaging.nats.chaos.faults;

import java.util.List;
import java.util.Locale;

import io.quarkiverse.messaging.nats.chaos.faults.Diary.Said;

/** Finds a silent stall: nothing came, and health did not say why. */
final class Silence {

    private static final long STEP = 50;
    /** Of health being up between two reasons. */
    private static final long TOLERATED = 1_000;

    private Silence() {
    }

    /**
     * @param times when something came through
     * @param said what health said
     * @param channels any of these may say why
     * @param from beginning of what is looked at
     * @param to its end
     * @param limit for how long nothing may come without a word
     * @return a sentence, or {@code null}
     */
    static String find(List<Long> times, List<Said> said, List<String> channels, long from, long to, long limit) {
        long last = from;
        for (long time : times) {
            if (time > from && time <= to) {
                String found = gap(last, time, said, channels, limit);
                if (found != null) {
                    return found;
                }
                last = time;
            }
        }
        return gap(last, to, said, channels, limit);
    }

    private static String gap(long begin, long end, List<Said> said, List<String> channels, long limit) {
        if (end - begin <= limit) {
            return null;
        }
        long silent = 0;
        long upSince = -1;
        boolean toldEver = false;
        for (long at = begin; at < end; at += STEP) {
            if (isDown(said, channels, at)) {
                toldEver = true;
                upSince = -1;
            } else {
                upSince = upSince < 0 ? at : upSince;
                silent += at >= begin + limit ? STEP : 0;
            }
        }
        // What it said last is over, and it has as much time again.
        if (toldEver && upSince >= 0 && end - upSince <= limit) {
            silent -= Math.max(0, end - Math.max(upSince, begin + limit));
        }
        return silent <= TOLERATED ? null
                : String.format(Locale.ROOT, "nothing for %.1f s, and health said nothing for %.1f s of them",
                        (end - begin) / 1000.0, silent / 1000.0);
    }

    static boolean isDown(List<Said> said, List<String> channels, long at) {
        for (String channel : channels) {
            String words = null;
            for (Said one : said) {
                if (one.at() > at) {
                    break;
                }
                if (one.channel().equals(channel)) {
                    words = one.words();
                }
            }
            if (words != null) {
                return true;
            }
        }
        return false;
    }
}
