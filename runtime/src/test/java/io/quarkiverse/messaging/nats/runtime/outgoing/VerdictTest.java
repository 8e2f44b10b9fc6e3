package io.quarkiverse.messaging.nats.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @ParameterizedTest
    @CsvSource({
            "AGAIN, 10002, 400, resource limits exceeded for account",
            "AGAIN, 10008, 503, JetStream system temporarily unavailable",
            "AGAIN, 10009, 500, JetStream cluster can not handle request",
            "AGAIN, 10023, 503, insufficient resources",
            "AGAIN, 10028, 500, insufficient memory resources available",
            "AGAIN, 10047, 500, insufficient storage resources available",
            "AGAIN, 10077, 503, maximum messages exceeded",
            "AGAIN, 10077, 503, maximum bytes exceeded",
            "AGAIN, 10077, 503, store is closed",
            "AGAIN, 10077, 503, ",
            "AGAIN, 10118, 500, stream is offline",
            "AGAIN, 10158, 409, duplicate message id is in process",
            "AGAIN, 10163, 503, expected last sequence per subject temporarily unavailable",
            "AGAIN, 10164, 400, wrong last sequence",
            "AGAIN, 10167, 429, too many requests",
            "AGAIN, 10194, 500, stream is offline: x",
            "NEVER, 10054, 400, message size exceeds maximum allowed",
            "NEVER, 10060, 400, expected stream does not match",
            "NEVER, 10077, 503, maximum messages per subject exceeded",
            "NEVER, 10077, 503, message too large",
            "NEVER, 10097, 400, header size exceeds maximum allowed of 64k",
            "NEVER, 10109, 400, invalid operation on sealed stream",
            "NEVER, 10111, 500, rollup not permitted",
            "NEVER, 10165, 400, invalid per-message TTL",
            "NEVER, 10166, 400, per-message TTL is disabled",
            "NEVER, 10168, 400, message counters is disabled",
            "NEVER, 10185, 412, JetStream minimum api level required",
            "NEVER, 10188, 400, message schedules is disabled",
            "NEVER, 10189, 400, message schedules pattern is invalid",
            "NEVER, 10190, 400, message schedules target is invalid",
            "EXPECTATION, 10070, 400, wrong last msg ID: x",
            "EXPECTATION, 10071, 400, wrong last sequence: 5" })
    void whatTheServerSays(Verdict expected, int code, int status, String description) {
        assertThat(Verdict.of(code, status, description)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({ "AGAIN, 500", "AGAIN, 503", "AGAIN, 408", "AGAIN, 409", "AGAIN, 429", "NEVER, 400", "NEVER, 404",
            "NEVER, 412" })
    void aCodeThatIsNotKnownGoesByItsStatus(Verdict expected, int status) {
        assertThat(Verdict.of(99_999, status, "news")).isEqualTo(expected);
    }
}
