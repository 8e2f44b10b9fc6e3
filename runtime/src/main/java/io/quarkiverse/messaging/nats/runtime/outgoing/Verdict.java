package io.quarkiverse.messaging.nats.runtime.outgoing;

import java.util.HashMap;
import java.util.Map;

/**
 * What the server's refusal of a publish means. The one table; codes are those of
 * <a href="https://github.com/nats-io/nats-server/blob/main/server/errors.json">nats-server's errors.json</a>.
 */
enum Verdict {

    /** It passes: the message is sent again. */
    AGAIN,
    /** The same message is refused for ever: it is nacked at once. */
    NEVER,
    /** The stream was not as the message expects it: nacked at once, unless an earlier try of the same message did it. */
    EXPECTATION;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_OF_SERVER = 500;
    private static final int STORE_FAILED = 10077;

    private static final Map<Integer, Verdict> BY_CODE = new HashMap<>();

    static {
        // A limit of the account or the stream: consumers, age or an administrator make room.
        of(AGAIN, 10002, 10023, 10028, 10047);
        // No leader, not ready, being moved, offline; 10164: another message of the subject is being stored.
        of(AGAIN, 10008, 10009, 10118, 10158, 10163, 10164, 10167, 10194);
        // Another stream, too large, sealed, rollup not allowed.
        of(NEVER, 10054, 10060, 10097, 10109, 10111);
        // Time to live, counters, schedules: not switched on, or not well formed.
        of(NEVER, 10165, 10166, 10168, 10169, 10170, 10171, 10172, 10185, 10188, 10189, 10190, 10191, 10192, 10193, 10203,
                10212, 10223);
        of(EXPECTATION, 10070, 10071);
    }

    private static void of(Verdict verdict, int... codes) {
        for (int code : codes) {
            BY_CODE.put(code, verdict);
        }
    }

    /**
     * @param code the server's own code
     * @param status the code in the manner of HTTP
     * @param description the server's words
     * @return what it means; for a code that is not in the table the status decides
     */
    static Verdict of(int code, int status, String description) {
        if (code == STORE_FAILED) {
            // A full stream is emptied some time; a full subject and a large message are what somebody asked to refuse.
            return description != null && (description.contains("per subject") || description.contains("too large")) ? NEVER
                    : AGAIN;
        }
        Verdict known = BY_CODE.get(code);
        if (known != null) {
            return known;
        }
        return status >= FIRST_OF_SERVER || status == REQUEST_TIMEOUT || status == CONFLICT || status == TOO_MANY_REQUESTS
                ? AGAIN
                : NEVER;
    }
}
