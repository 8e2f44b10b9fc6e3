package io.quarkiverse.messaging.nats.runtime.connection;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses as they may be shown: a user name and a password in one are nobody's business. */
final class Addresses {

    /** With a scheme before them or without, and up to the last @: jnats takes both. */
    private static final Pattern CREDENTIALS = Pattern
            .compile("(?<=://)[^\\s,\\[]*@|(?<=^|[\\s,\\[])[^/\\s,\\[]*@");
    private static final Pattern OF_ONE_SERVER = Pattern.compile("^([^/@]*://)?.*@");

    private Addresses() {
    }

    /** A text of ours or of jnats in which addresses may stand. */
    static String shown(String text) {
        return text == null ? null : CREDENTIALS.matcher(text).replaceAll("");
    }

    /** A text in which these addresses may stand, also those that are none: a password with a space or a slash. */
    static String shown(String text, List<String> servers) {
        String shown = text;
        for (String server : servers) {
            if (shown != null && server.indexOf('@') >= 0) {
                shown = shown.replace(server, withoutCredentials(server));
            }
        }
        return shown(shown);
    }

    static String shown(List<String> servers) {
        return servers.stream().map(Addresses::withoutCredentials).collect(Collectors.joining(","));
    }

    private static String withoutCredentials(String server) {
        return OF_ONE_SERVER.matcher(server).replaceFirst("$1");
    }
}
