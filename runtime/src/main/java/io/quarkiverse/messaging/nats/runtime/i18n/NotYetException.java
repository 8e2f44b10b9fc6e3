package io.quarkiverse.messaging.nats.runtime.i18n;

/** Something that is not as it must be and may well be soon: looked at again, and no reason to refuse the start. */
public final class NotYetException extends RefusalException {

    private static final long serialVersionUID = 1L;

    /**
     * @param sentence what is waited for
     */
    public NotYetException(String sentence) {
        super(sentence);
    }
}
