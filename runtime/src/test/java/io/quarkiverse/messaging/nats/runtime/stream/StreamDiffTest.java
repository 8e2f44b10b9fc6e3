package io.quarkiverse.messaging.nats.runtime.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;

/** A declaration, what the server is asked for because of it, how that differs from what it has, and what that would lose. */
class StreamDiffTest {

    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-01-02T00:00:00Z");
    private static final String FIRST = "2026-01-01T00:00:00Z";

    @Test
    void onlyWhatIsDeclaredIsAskedFor() {
        StreamConfiguration created = StreamDefinition.of("S", TestConfig.stream("subjects", "a.*,b"), null);
        assertThat(created.getName()).isEqualTo("S");
        assertThat(created.getSubjects()).containsExactly("a.*", "b");
        StreamConfiguration found = has("\"max_msgs\":7,\"storage\":\"memory\",\"num_replicas\":3,\"metadata\":{\"k\":\"v\"}");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream("subjects", "a.*,b"), found);
        assertThat(StreamDiff.between(found, wanted)).containsExactly("subjects: [a], declared [a.*, b]");
        assertThat(wanted.getMaxMsgs()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "subjects | b,a.> | subjects: [a], declared [a.>, b]",
            "description | our orders | description: nothing, declared our orders",
            "storage | memory | storage: file, declared memory",
            "retention | work-queue | retention: limits, declared workqueue",
            "retention | interest | retention: limits, declared interest",
            "max-messages | 5 | max-messages: -1, declared 5",
            "max-messages-per-subject | 5 | max-messages-per-subject: -1, declared 5",
            "max-bytes | 2K | max-bytes: -1, declared 2048",
            "max-age | 1h | max-age: PT0S, declared PT1H",
            "max-message-size | 1K | max-message-size: -1, declared 1024",
            "max-consumers | 5 | max-consumers: -1, declared 5",
            "discard | new | discard: old, declared new",
            "discard-new-per-subject | true | discard-new-per-subject: false, declared true",
            "replicas | 3 | replicas: 1, declared 3",
            "compression | s2 | compression: none, declared s2",
            "duplicate-window | 10s | duplicate-window: PT2M, declared PT10S",
            "allow-direct | true | allow-direct: false, declared true",
            "allow-message-ttl | true | allow-message-ttl: false, declared true",
            "allow-atomic-publish | true | allow-atomic-publish: false, declared true",
            "allow-message-schedules | true | allow-message-schedules: false, declared true",
            "mirror | T | mirror: nothing, declared T",
            "sources | T,U | sources: [], declared [T, U]",
            "metadata.team | blue | metadata: {}, declared {team=blue}" })
    void everyKeyIsComparedAndSaidInItsOwnWord(String key, String value, String difference) {
        StreamConfiguration found = has("");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream(key, value), found);
        assertThat(StreamDiff.between(found, wanted)).containsExactly(difference);
        assertThat(StreamDiff.between(wanted, StreamDefinition.of("S", TestConfig.stream(key, value), wanted))).isEmpty();
    }

    @Test
    void transformAndPlacement() {
        StreamConfiguration found = has("");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream("subject-transform.source", "a",
                "subject-transform.destination", "b", "placement.cluster", "C", "placement.tags", "x,y"), found);
        assertThat(StreamDiff.between(found, wanted)).containsExactly("subject-transform: nothing, declared a to b",
                "placement: nothing, declared C [x, y]");
        assertThat(StreamDiff.between(wanted, has("\"subject_transform\":{\"src\":\"a\",\"dest\":\"b\"},"
                + "\"placement\":{\"cluster\":\"C\",\"tags\":[\"x\",\"y\"]}"))).isEmpty();
    }

    @Test
    void aPlacementWithoutTagsIsTheSameAsTheServersEcho() {
        StreamConfiguration found = has("\"placement\":{\"cluster\":\"C\"}");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream("placement.cluster", "C"), found);
        assertThat(StreamDiff.between(found, wanted)).isEmpty();
    }

    @Test
    void theOrderOfSubjectsAndSourcesIsNoDifference() {
        StreamConfiguration found = has("\"sources\":[{\"name\":\"U\"},{\"name\":\"T\"}]", "\"a\",\"b\"");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream("subjects", "b,a", "sources", "T,U"), found);
        assertThat(StreamDiff.between(found, wanted)).isEmpty();
    }

    @Test
    void metadataOfTheServersOwnIsNoDifference() {
        StreamConfiguration found = has("\"metadata\":{\"team\":\"blue\",\"_nats.ver\":\"2.15.1\"}");
        StreamConfiguration wanted = StreamDefinition.of("S", TestConfig.stream("metadata.team", "blue"), found);
        assertThat(StreamDiff.between(found, wanted)).isEmpty();
        assertThat(StreamDiff.between(found, StreamDefinition.of("S", TestConfig.stream("metadata.team", "red"), found)))
                .containsExactly("metadata: {team=blue}, declared {team=red}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "max-messages | 9 | max-messages=9 with 10 messages stored",
            "max-messages | 10 | ",
            "max-messages | 11 | ",
            "max-bytes | 999 | max-bytes=999 with 1000 bytes stored",
            "max-bytes | 1000 | ",
            "max-messages-per-subject | 1 | max-messages-per-subject=1",
            "max-age | 23h | max-age=PT23H with messages since 2026-01-01T00:00Z[GMT]",
            "max-age | 25h | ",
            "retention | interest | retention=interest",
            "retention | limits | ",
            "subjects | other | ",
            "max-message-size | 1 | ",
            "discard | new | " })
    void whatAnUpdateWouldLose(String key, String value, String losing) {
        assertThat(losing(has(""), 10, key, value)).isEqualTo(losing == null ? List.of() : List.of(losing));
    }

    @Test
    void raisedLimitsLoseNothing() {
        StreamConfiguration limited = has("\"max_msgs\":5,\"max_bytes\":500,\"max_msgs_per_subject\":5,"
                + "\"max_age\":3600000000000");
        assertThat(losing(limited, 10, "max-messages", "6", "max-bytes", "600", "max-messages-per-subject", "6", "max-age",
                "2h")).isEmpty();
        assertThat(losing(limited, 10, "max-messages", "-1", "max-age", "0s")).as("unlimited").isEmpty();
        assertThat(losing(limited, 10, "max-messages", "4", "max-messages-per-subject", "4")).hasSize(2);
    }

    @Test
    void anEmptyStreamLosesNothing() {
        assertThat(losing(has(""), 0, "max-messages", "1", "max-messages-per-subject", "1", "max-age", "1s", "retention",
                "interest")).isEmpty();
    }

    private static List<String> losing(StreamConfiguration found, long stored, String... declared) {
        return StreamDiff.losing(found, StreamDefinition.of("S", TestConfig.stream(declared), found),
                state(stored), NOW);
    }

    private static StreamState state(long messages) {
        String state = "{\"config\":{\"name\":\"S\"},\"state\":{\"messages\":" + messages + ",\"bytes\":" + 100 * messages
                + ",\"first_ts\":\"" + FIRST + "\"}}";
        try {
            return new StreamInfo(JsonParser.parse(state)).getStreamState();
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static StreamConfiguration has(String json) {
        return has(json, "\"a\"");
    }

    /** As the server echoes a stream. */
    private static StreamConfiguration has(String json, String subjects) {
        try {
            return StreamConfiguration.instance("{\"name\":\"S\",\"subjects\":[" + subjects + "],\"retention\":\"limits\","
                    + "\"storage\":\"file\",\"num_replicas\":1,\"discard\":\"old\",\"max_consumers\":-1,\"max_msgs\":-1,"
                    + "\"max_bytes\":-1,\"max_age\":0,\"max_msgs_per_subject\":-1,\"max_msg_size\":-1,"
                    + "\"duplicate_window\":120000000000" + (json.isEmpty() ? "" : "," + json) + "}");
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
