package io.quarkiverse.messaging.nats.spi;

/**
 * A method was not run, or its work was rolled back, because of what the store says of its message: no failure of the method,
 * so no failure strategy is asked. {@code BUSY} (also: the store did not answer) brings the message again later;
 * {@code FOREIGN} halts the channel. Thrown by stores that record inside the method's own transaction.
 */
public final class NotClaimedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int DEEPEST = 5;

    /** The store's. */
    private final ProcessedSequences.Verdict verdict;

    /**
     * @param verdict {@code BUSY} or {@code FOREIGN}
     * @param sentence what was found
     * @param cause what the store said, or {@code null}
     */
    public NotClaimedException(ProcessedSequences.Verdict verdict, String sentence, Throwable cause) {
        super(sentence, cause);
        this.verdict = verdict;
    }

    /**
     * @param failure why a method failed
     * @return the exception that it is, or that it wraps; {@code null} where it is another failure
     */
    public static NotClaimedException in(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof NotClaimedException notClaimed) {
                return notClaimed;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** @return what the store says */
    public ProcessedSequences.Verdict verdict() {
        return verdict;
    }
}
