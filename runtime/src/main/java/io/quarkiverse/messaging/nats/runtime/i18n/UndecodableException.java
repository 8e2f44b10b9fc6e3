package io.quarkiverse.messaging.nats.runtime.i18n;

/** A payload can't be read as the method's type. It goes through the failure strategy, on a manual channel too. */
public final class UndecodableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * @param sentence one sentence of {@link NatsErrors}
     */
    public UndecodableException(String sentence) {
        super(sentence);
    }
}
