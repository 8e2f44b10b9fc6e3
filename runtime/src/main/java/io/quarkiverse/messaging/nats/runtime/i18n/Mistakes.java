package io.quarkiverse.messaging.nats.runtime.i18n;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;

import java.util.List;

/** The mistakes of a configuration are told all at once, and the application does not start. */
public final class Mistakes {

    private Mistakes() {
    }

    /**
     * @param mistakes a sentence for each; where there is none nothing happens
     */
    public static void refuse(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            throw ERRORS.mistakes(mistakes.size(), "\n  - " + String.join("\n  - ", mistakes));
        }
    }
}
