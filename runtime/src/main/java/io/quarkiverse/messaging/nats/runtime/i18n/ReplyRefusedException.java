package io.quarkiverse.messaging.nats.runtime.i18n;

/** A reply may not go where its request wants it: trying again does not help, so the request is terminated. */
public final class ReplyRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param sentence one sentence of {@link ApiErrors}
     */
    public ReplyRefusedException(String sentence) {
        super(sentence);
    }
}
