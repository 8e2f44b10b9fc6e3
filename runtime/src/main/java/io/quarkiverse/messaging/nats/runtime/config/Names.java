package io.quarkiverse.messaging.nats.runtime.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What the server allows as a subject and as a name of a stream or consumer
 * (<a href="https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-6.md">ADR-6</a>).
 */
public final class Names {

    private static final String ILLEGAL_IN_NAMES = ".*>/\\ \t\r\n";

    private Names() {
    }

    /**
     * @param name the name of a stream, a durable or a group
     * @return the first illegal character as a person would write it, or {@code null}
     */
    public static String illegal(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (ILLEGAL_IN_NAMES.indexOf(c) >= 0 || c < ' ' || c == 127) {
                return c == ' ' ? "space" : c < ' ' || c == 127 ? String.format("\\u%04x", (int) c) : String.valueOf(c);
            }
        }
        return null;
    }

    /**
     * @param text any text
     * @return a legal name that looks like it
     */
    public static String legal(String text) {
        StringBuilder name = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            name.append(ILLEGAL_IN_NAMES.indexOf(c) >= 0 || c < ' ' || c == 127 ? '_' : c);
        }
        return name.toString();
    }

    /**
     * @param subject a subject
     * @param wildcards whether {@code *} and {@code >} are allowed
     * @return what is wrong with it, or {@code null}
     */
    public static String wrongSubject(String subject, boolean wildcards) {
        int length = subject.length();
        if (length == 0) {
            return "it is empty";
        }
        int tokenStart = 0;
        for (int i = 0; i <= length; i++) {
            char c = i == length ? '.' : subject.charAt(i);
            if (c == '.') {
                if (i == tokenStart) {
                    return "it has an empty token";
                }
                boolean single = i - tokenStart == 1;
                char first = subject.charAt(tokenStart);
                if (single && first == '>' && i < length) {
                    return "`>` must be the last token";
                }
                if (single && (first == '>' || first == '*') && !wildcards) {
                    return "it has a wildcard";
                }
                tokenStart = i + 1;
            } else if (c <= ' ' || c == 127) {
                return c == ' ' ? "it contains a space" : "it contains a control character";
            } else if (Character.isSurrogate(c)) {
                // Half of a pair would be written as a question mark: another subject.
                if (i + 1 == length || !Character.isSurrogatePair(c, subject.charAt(i + 1))) {
                    return "it contains half of a character";
                }
                i++;
            }
        }
        return subject.startsWith("$JS.") ? "$JS is the server's own" : null;
    }

    /**
     * @param commaSeparated one subject or several
     * @return them
     */
    static List<String> subjects(String commaSeparated) {
        List<String> subjects = new ArrayList<>();
        for (String part : commaSeparated.split(",", -1)) {
            subjects.add(part.trim());
        }
        return List.copyOf(subjects);
    }

    /**
     * @param one a subject, possibly with wildcards
     * @param other likewise
     * @return whether some subject is matched by both
     */
    public static boolean overlap(String one, String other) {
        String[] a = one.split("\\.");
        String[] b = other.split("\\.");
        for (int i = 0; i < a.length || i < b.length; i++) {
            if (i >= a.length || i >= b.length) {
                return false;
            }
            if (a[i].equals(">") || b[i].equals(">")) {
                return true;
            }
            if (!a[i].equals("*") && !b[i].equals("*") && !a[i].equals(b[i])) {
                return false;
            }
        }
        return true;
    }
}
