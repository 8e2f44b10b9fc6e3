package io.quarkiverse.messaging.nats.runtime.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

class ReplySettingsTest {

    private final List<String> mistakes = new ArrayList<>();

    @Test
    void theSubjectIsThatOfTheReplyChannel() {
        assertThat(read("outgoing.ask.reply-channel", "replies", "incoming.replies.connector", "nats",
                "incoming.replies.subject", "replies.shop"))
                .isEqualTo(new ReplySettings("ask", "replies", "replies.shop", Duration.ofSeconds(5)));
        assertThat(read("outgoing.ask.reply-channel", "replies", "outgoing.ask.reply-timeout", "1m",
                "incoming.replies.connector", "nats"))
                .isEqualTo(new ReplySettings("ask", "replies", "replies", Duration.ofMinutes(1)));
        assertThat(mistakes).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidInASentence() {
        read();
        read("outgoing.ask.reply-channel", "replies");
        read("outgoing.ask.reply-channel", "replies", "incoming.replies.connector", "nats", "incoming.replies.subject",
                "replies.*");
        assertThat(mistakes).containsExactly(
                "QNATS0643: Channel `ask` is injected as NatsRequestReply, and nothing says where its replies come from; add "
                        + "`mp.messaging.outgoing.ask.reply-channel=…`, the name of an incoming channel",
                "QNATS0644: Channel `ask`: `reply-channel` is `replies`, and there is no such incoming channel; correct "
                        + "`mp.messaging.outgoing.ask.reply-channel`, or add `mp.messaging.incoming.replies.connector=nats`",
                "QNATS0645: Channel `ask`: its replies come on `replies`, whose subject is `replies.*`, but a request must name "
                        + "one subject, without wildcards; write for example "
                        + "`mp.messaging.incoming.replies.subject=replies.${quarkus.uuid}`");
    }

    private ReplySettings read(String... keysAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("mp.messaging." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return ReplySettings.read(new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withSources(new PropertiesConfigSource(properties, "test", 100)).build(), "ask", mistakes);
    }
}
