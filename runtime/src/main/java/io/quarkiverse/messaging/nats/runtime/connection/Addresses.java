package io.quarkiverse.messaging.nats.runtime.connection;

import java.util.List;
import java.util.regex.Pattern;

/** Addresses as they may be shown: a user name and a password in one are nobody's business. */
final class Addresses {

    /** With a scheme before them or without, and up to the last @: jnats takes both. */
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=//|^|[\\s,\\[])[^/\\s,\\[]*@");

    private Addresses() {
    }

    /** A text of ours or of jnats in which addresses may stand. */
    static String shown(String text) {
        return text == null ? null : CREDENTIALS.matcher(text).replaceAll("");
    }

    static String shown(List<String> servers) {
        return shown(String.join(",", servers));
    }
}
