package io.quarkiverse.messaging.nats.runtime.tracing;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of a span, by the
 * <a href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">messaging semantic conventions</a>; those
 * that begin with {@code messaging.nats} are our own.
 */
final class Words {

    static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
    static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION = stringKey("messaging.destination.name");
    static final AttributeKey<String> TEMPLATE = stringKey("messaging.destination.template");
    static final AttributeKey<String> GROUP = stringKey("messaging.consumer.group.name");
    static final AttributeKey<String> MESSAGE_ID = stringKey("messaging.message.id");
    static final AttributeKey<Long> BODY_SIZE = longKey("messaging.message.body.size");
    static final AttributeKey<Long> BATCH_COUNT = longKey("messaging.batch.message_count");
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    static final AttributeKey<String> CHANNEL = stringKey("messaging.nats.channel");
    static final AttributeKey<String> STREAM = stringKey("messaging.nats.stream");
    static final AttributeKey<Long> SEQUENCE = longKey("messaging.nats.sequence");
    static final AttributeKey<Long> DELIVERY_COUNT = longKey("messaging.nats.delivery_count");

    private Words() {
    }
}
