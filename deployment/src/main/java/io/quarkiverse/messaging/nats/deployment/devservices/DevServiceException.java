package io.quarkiverse.messaging.nats.deployment.devservices;

/** One way to a server that can't be taken, in one sentence: what was tried, and what to do. */
final class DevServiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DevServiceException(String message) {
        super(message);
    }

    public DevServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
