package io.quarkiverse.messaging.nats.runtime.requests;

import static io.quarkiverse.messaging.nats.runtime.i18n.ApiErrors.API;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.microprofile.config.Config;

import io.quarkiverse.messaging.nats.runtime.config.ChannelConfig;
import io.quarkiverse.messaging.nats.runtime.config.Names;

/** Where the replies to the requests of one outgoing channel come from, and how long they may take. */
record ReplySettings(String channel, String replyChannel, String replySubject, Duration timeout) {

    static ReplySettings read(Config config, String channel, List<String> mistakes) {
        Map<String, String> keys = new HashMap<>();
        keys.put("reply-channel", null);
        keys.put("reply-timeout", "5s");
        ChannelConfig requests = new ChannelConfig(config, false, channel, keys, mistakes);
        Duration timeout = requests.duration("reply-timeout", Duration.ofMillis(1));
        String replyChannel = requests.text("reply-channel");
        if (replyChannel == null) {
            mistakes.add(API.noReplyChannel(channel, requests.property("reply-channel")));
            return null;
        }
        Map<String, String> subject = new HashMap<>();
        subject.put("subject", replyChannel);
        subject.put("connector", null);
        ChannelConfig replies = new ChannelConfig(config, true, replyChannel, subject, mistakes);
        if (!replies.isSet("connector")) {
            mistakes.add(API.unknownReplyChannel(channel, replyChannel, requests.property("reply-channel"),
                    replies.property("connector")));
            return null;
        }
        String replySubject = replies.text("subject");
        if (replySubject.indexOf(',') >= 0 || Names.wrongSubject(replySubject, false) != null) {
            mistakes.add(API.replySubjectNotOne(channel, replyChannel, replySubject, replies.property("subject"),
                    replyChannel + ".${quarkus.uuid}"));
            return null;
        }
        return new ReplySettings(channel, replyChannel, replySubject, timeout);
    }
}
