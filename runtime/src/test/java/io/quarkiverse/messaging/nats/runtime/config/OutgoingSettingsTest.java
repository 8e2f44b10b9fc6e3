package io.quarkiverse.messaging.nats.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings.MessageId;
import io.quarkiverse.messaging.nats.runtime.config.OutgoingSettings.Order;

class OutgoingSettingsTest {

    private static final String ORDERS = "mp.messaging.outgoing.orders.";

    @Test
    void defaults() {
        assertThat(TestConfig.outgoing("orders")).isEqualTo(new OutgoingSettings("orders", NatsConfig.DEFAULT_CONNECTION,
                "orders", null, MessageId.UNIQUE, 1024, Duration.ofSeconds(30), OutgoingSettings.UNLIMITED, true,
                Order.PIPELINED, null, true));
    }

    @Test
    void everythingConfigured() {
        assertThat(TestConfig.outgoing("orders", "subject", "a.b", "stream", "S", "connection", "other", "message-id",
                "source", "max-in-flight", "5", "ack-timeout", "2s", "retries", "3", "retry-beyond-window", "false", "order",
                "Pipelined"))
                .isEqualTo(new OutgoingSettings("orders", "other", "a.b", "S", MessageId.SOURCE, 5, Duration.ofSeconds(2), 3,
                        false, Order.PIPELINED, null, true));
    }

    @Test
    void repliesHaveNoSubjectOfTheirOwn() {
        OutgoingSettings replies = TestConfig.outgoing("orders", "reply-subjects", "re.>, answers.*");
        assertThat(replies.replySubjects()).containsExactly("re.>", "answers.*");
        assertThat(replies.subject()).isNull();
        assertThat(replies.captured()).containsExactly("re.>", "answers.*");
        assertThat(TestConfig.outgoing("orders", "reply-subjects", "re.>", "subject", "a").captured()).containsExactly("a");
        assertThat(mistakes("reply-subjects", "re..>")).singleElement().asString().contains("`reply-subjects` is `re..>`");
        assertThat(mistakes("reply-timeout", "soon")).singleElement().asString().contains("`reply-timeout` is `soon`");
    }

    @Test
    void strictIsOneInFlight() {
        assertThat(TestConfig.outgoing("orders", "order", "strict").maxInFlight()).isEqualTo(1);
        assertThat(TestConfig.outgoing("orders", "order", "strict", "max-in-flight", "1").maxInFlight()).isEqualTo(1);
        assertThat(mistakes("order", "strict", "max-in-flight", "9")).containsExactly("QNATS0701: Channel `orders`: "
                + "`order=strict` sends one message at a time, but `max-in-flight` is `9`; remove it, or write "
                + "`order=pipelined`");
    }

    @Test
    void whatNeedsAnId() {
        assertThat(TestConfig.outgoing("orders", "message-id", "none").messageId()).isEqualTo(MessageId.NONE);
        assertThat(mistakes("order", "strict", "message-id", "none")).containsExactly("QNATS0702: Channel `orders`: "
                + "`order=strict` keeps the order over retries by the id of a message, but `message-id` is `none`; write "
                + "`message-id=unique`, or `order=pipelined`");
        assertThat(mistakes("retry-beyond-window", "false", "message-id", "none")).containsExactly(
                "QNATS0703: Channel `orders`: `retry-beyond-window=false` counts on the id by which the server drops "
                        + "duplicates, but `message-id` is `none`; write `message-id=unique`, or remove `" + ORDERS
                        + "retry-beyond-window`");
    }

    @Test
    void aSourceIsNotCountedOverMergedMethods() {
        assertThat(mistakes("merge", "true", "message-id", "source")).containsExactly("QNATS0704: Channel `orders`: "
                + "`message-id=source` counts the outputs of an incoming message in their order, which `merge=true` does not "
                + "keep; give each method an outgoing channel of its own, or write `message-id=unique`");
        assertThat(mistakes("merge", "false", "message-id", "source")).isEmpty();
        assertThat(mistakes("merge", "true")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "message-id|random|unique, source or none|unique",
            "retries|-1|unlimited or a whole number of at least 0|10",
            "retries|many|unlimited or a whole number of at least 0|10",
            "retry-beyond-window|maybe|true or false|true",
            "order|loose|pipelined or strict|strict" })
    void aWrongValueIsSaidWithWhatIsRight(String key, String value, String allowed, String example) {
        assertThat(mistakes(key, value)).containsExactly("QNATS0503: Channel `orders`: `" + key + "` is `" + value
                + "`, allowed is " + allowed + "; write for example `" + ORDERS + key + "=" + example + "`");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a,b", "orders.*", ">", "a..b" })
    void oneSubjectWithoutWildcards(String subject) {
        assertThat(mistakes("subject", subject)).singleElement().asString()
                .startsWith("QNATS0504: Channel `orders`: `subject` is `" + subject + "`, which is no subject (it has ")
                .endsWith("for example `orders.new`; to publish to many, set the subject of each message with "
                        + "OutgoingNatsMetadata");
    }

    @Test
    void eachValueIsChecked() {
        assertThat(mistakes("max-in-flight", "0", "ack-timeout", "1ms", "stream", "a b", "nonsense", "1")).hasSize(4);
        assertThat(mistakes("ack-timeout", "1ms")).containsExactly("QNATS0503: Channel `orders`: `ack-timeout` is `1ms`, "
                + "allowed is a duration of at least 100 ms, such as 30s or PT1M; write for example `" + ORDERS
                + "ack-timeout=30s`");
    }

    private static List<String> mistakes(String... keysAndValues) {
        String[] properties = keysAndValues.clone();
        for (int i = 0; i < properties.length; i += 2) {
            properties[i] = ORDERS + properties[i];
        }
        TestConfig config = TestConfig.of(properties);
        OutgoingSettings.read(config.outgoingKeys("orders"));
        return config.mistakes();
    }
}
