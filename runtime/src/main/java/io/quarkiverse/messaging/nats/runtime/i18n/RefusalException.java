package io.quarkiverse.messaging.nats.runtime.i18n;

/**
 * The server is there, and what the configuration asks for can't be had from it as it is. The message is the sentence
 * to show. Trying again helps only after somebody changed something.
 */
public class RefusalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param sentence one sentence of {@link NatsErrors}
     */
    public RefusalException(String sentence) {
        super(sentence);
    }
}
