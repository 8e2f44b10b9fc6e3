package io.quarkiverse.messaging.nats.runtime.outgoing;

import static io.quarkiverse.messaging.nats.runtime.i18n.OutgoingErrors.OUTGOING_ERRORS;

/** What a message asks for that not every supported server has; an older one would ignore it without a word. */
enum Need {

    /** {@code Nats-TTL}. */
    TIME_TO_LIVE("timeToLive", "2.11"),
    /** {@code Nats-Schedule}. */
    SCHEDULE("deliverAt", "2.12");

    private final String word;
    private final String line;

    Need(String word, String line) {
        this.word = word;
        this.line = line;
    }

    String version() {
        return line + ".0";
    }

    RuntimeException notMet(String connected) {
        return OUTGOING_ERRORS.messageNeedsServer(word, line, connected);
    }
}
