package io.quarkiverse.messaging.nats;

/**
 * Credentials for one connection; exactly one kind is set. Its text form shows the kind and never the secret.
 *
 * @param kind what is set
 * @param user the user name, with {@link Kind#PASSWORD} only
 * @param secret the password, token, seed or the text of a credentials file
 */
public record NatsCredentials(Kind kind, String user, String secret) {

    /** The kinds that a NATS server knows. */
    public enum Kind {
        /** A user name and a password. */
        PASSWORD,
        /** A token. */
        TOKEN,
        /** The seed of an nkey. */
        NKEY,
        /** The text of a credentials file: a JWT and a seed. */
        CREDENTIALS
    }

    /**
     * @param user the user name
     * @param password the password
     * @return credentials
     */
    public static NatsCredentials password(String user, String password) {
        return new NatsCredentials(Kind.PASSWORD, user, password);
    }

    /**
     * @param token the token
     * @return credentials
     */
    public static NatsCredentials token(String token) {
        return new NatsCredentials(Kind.TOKEN, null, token);
    }

    /**
     * @param seed the nkey's seed
     * @return credentials
     */
    public static NatsCredentials nkey(String seed) {
        return new NatsCredentials(Kind.NKEY, null, seed);
    }

    /**
     * @param text the text of a credentials file
     * @return credentials
     */
    public static NatsCredentials credentials(String text) {
        return new NatsCredentials(Kind.CREDENTIALS, null, text);
    }

    @Override
    public String toString() {
        return "NatsCredentials[" + kind + "]";
    }
}
