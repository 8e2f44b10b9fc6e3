package io.quarkiverse.messaging.nats;

/** A request was answered with a failure: the reply has the header {@link NatsRequestReply#REPLY_FAILURE}. */
public final class NatsReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what whoever answered says
     */
    public NatsReplyException(String reason) {
        super(reason);
    }
}
