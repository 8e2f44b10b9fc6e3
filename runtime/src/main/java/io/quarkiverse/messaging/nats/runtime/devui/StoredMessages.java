package io.quarkiverse.messaging.nats.runtime.devui;

import static io.quarkiverse.messaging.nats.runtime.i18n.DevUiErrors.DEV_UI;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamState;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;

/** Messages as they lie in a stream; looking at them moves no consumer. */
final class StoredMessages {

    private static final int MOST = 25;
    /** Many may have been deleted between two that are there. */
    private static final int MOST_TRIED = 100;
    private static final int LONGEST_SHOWN = 4000;

    private StoredMessages() {
    }

    /** @param from the newest sequence to show; empty for the last one */
    static List<Map<String, Object>> upTo(JetStreamManagement management, String stream, String from)
            throws IOException, JetStreamApiException {
        StreamState state = management.getStreamInfo(stream).getStreamState();
        long sequence = Math.min(state.getLastSequence(), sequence(from));
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int tried = 0; sequence >= Math.max(1, state.getFirstSequence()) && messages.size() < MOST
                && tried < MOST_TRIED; tried++, sequence--) {
            try {
                messages.add(shown(management.getMessage(stream, sequence)));
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() != NatsJetStreamConstants.JS_NO_MESSAGE_FOUND_ERR) {
                    throw e;
                }
            }
        }
        return messages;
    }

    private static long sequence(String from) {
        if (from == null || from.isBlank()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(from.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(DEV_UI.badSequence(from));
        }
    }

    private static Map<String, Object> shown(MessageInfo message) {
        Map<String, Object> shown = new LinkedHashMap<>();
        byte[] data = message.getData() == null ? new byte[0] : message.getData();
        shown.put("sequence", message.getSeq());
        shown.put("subject", message.getSubject());
        shown.put("time", String.valueOf(message.getTime().toInstant()));
        shown.put("size", data.length);
        shown.put("payload", text(data));
        Map<String, String> headers = new LinkedHashMap<>();
        Headers of = message.getHeaders();
        if (of != null) {
            of.forEach((name, values) -> headers.put(name, String.join(", ", values)));
        }
        shown.put("headers", headers);
        return shown;
    }

    private static String text(byte[] data) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
            return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " ...";
        } catch (CharacterCodingException e) {
            return "(" + data.length + " bytes that are no text)";
        }
    }
}
