package io.quarkiverse.messaging.nats.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PriorityPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.config.StartPosition;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;

class ConsumerPlanTest {

    private static final StreamConfiguration STREAM = StreamConfiguration.builder().name("S").subjects("orders").build();
    private static final StreamConfiguration WORK_QUEUE = StreamConfiguration.builder().name("Q").subjects("orders")
            .retentionPolicy(RetentionPolicy.WorkQueue).build();

    @Test
    void names() {
        assertThat(name("durable", "d")).isEqualTo("d");
        assertThat(name("durable", "d", "queue-group", "g")).isEqualTo("d__g");
        assertThat(name("queue-group", "g")).isEqualTo("__g");
        assertThat(name()).matches("my_app_eu_orders_[0-9a-f]{12}").isNotEqualTo(name());
    }

    @Test
    void aSubscriptionBeginsWithWhatIsNew() {
        assertThat(ConsumerPlan.start(settings(), STREAM)).isEqualTo(StartPosition.NEW);
        assertThat(ConsumerPlan.start(settings("start-position", "sequence:4"), STREAM)).isEqualTo(StartPosition.at(4));
    }

    @Test
    void aSubscriptionOfAWorkQueueBeginsWithEverything() {
        assertThat(ConsumerPlan.start(settings("durable", "d"), WORK_QUEUE)).isEqualTo(StartPosition.ALL);
        assertThat(ConsumerPlan.start(settings("queue-group", "g"), WORK_QUEUE)).isEqualTo(StartPosition.ALL);
        assertThat(ConsumerPlan.start(settings("durable", "d", "start-position", "all"), WORK_QUEUE))
                .isEqualTo(StartPosition.ALL);
    }

    @Test
    void aWorkQueueNeedsAName() {
        assertThatExceptionOfType(RefusalException.class).isThrownBy(() -> ConsumerPlan.start(settings(), WORK_QUEUE))
                .withMessage("QNATS0544: Channel `eu.orders`: stream `Q` is a work queue, on which a subscription needs "
                        + "`durable` or `queue-group`; add `mp.messaging.incoming.\"eu.orders\".durable=…`");
    }

    @ParameterizedTest
    @ValueSource(strings = { "new", "last", "sequence:1", "ago:1h" })
    void aWorkQueueHasNoOtherStart(String start) {
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> ConsumerPlan.start(settings("durable", "d", "start-position", start), WORK_QUEUE))
                .withMessage(
                        "QNATS0545: Channel `eu.orders`: stream `Q` is a work queue, on which `start-position` can only be "
                                + "`all`, but it is `" + start + "`; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = { "all", "none" })
    void aWorkQueueIsAcknowledgedEach(String ack) {
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> ConsumerPlan.start(settings("durable", "d", "ack", ack, "failure-strategy", "fail"),
                        WORK_QUEUE))
                .withMessage("QNATS0805: Channel `eu.orders`: stream `Q` is a work queue, on which `ack` can only be `each`, "
                        + "but it is `" + ack + "`; remove it");
    }

    @Test
    void aSubscriptionOfItsOwnIsForgottenBySilence() {
        ConsumerConfiguration consumer = plan(settings("subject", "a", "ack-wait", "7s", "max-in-flight", "9"), "n");
        assertThat(consumer.getName()).isEqualTo("n");
        assertThat(consumer.getDurable()).isNull();
        assertThat(consumer.getInactiveThreshold()).isEqualTo(Duration.ofMinutes(5));
        assertThat(consumer.getAckPolicy()).isEqualTo(AckPolicy.Explicit);
        assertThat(consumer.getMaxDeliver()).as("counted by the connector").isEqualTo(-1);
        assertThat(consumer.getBackoff()).as("it would replace ack-wait").isEmpty();
        assertThat(consumer.getAckWait()).isEqualTo(Duration.ofSeconds(7));
        assertThat(consumer.getMaxAckPending()).isEqualTo(9);
        assertThat(consumer.getFilterSubjects()).containsExactly("a");
        assertThat(consumer.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartSequence);
        assertThat(consumer.getStartSequence()).isEqualTo(4);
        assertThat(consumer.getPriorityGroups()).isNullOrEmpty();
        assertThat(consumer.getMetadata()).containsOnly(java.util.Map.entry("io.quarkiverse.messaging.nats.kind", "ephemeral"),
                java.util.Map.entry("io.quarkiverse.messaging.nats.channel", "eu.orders"));
    }

    @Test
    void aDurableHasOneOwner() {
        ConsumerConfiguration consumer = plan(settings("durable", "d", "max-in-flight", "9"), "d");
        assertThat(consumer.getDurable()).isEqualTo("d");
        assertThat(consumer.getInactiveThreshold()).isNull();
        assertThat(consumer.getPriorityGroups()).containsExactly("owner");
        assertThat(consumer.getPriorityPolicy()).isEqualTo(PriorityPolicy.PinnedClient);
        assertThat(consumer.getPriorityTimeout()).isEqualTo(Duration.ofSeconds(15));
        assertThat(consumer.getMaxAckPending()).isEqualTo(9);
        assertThat(consumer.getMetadata()).containsEntry("io.quarkiverse.messaging.nats.kind", "exclusive");
    }

    @Test
    void aDurableOnAServerWithoutPriorityGroups() {
        ConsumerConfiguration consumer = ConsumerPlan.of(settings("durable", "d"), "d", StartPosition.NEW, true, false);
        assertThat(consumer.getDurable()).isEqualTo("d");
        assertThat(consumer.getPriorityGroups()).isNullOrEmpty();
        assertThat(consumer.getPriorityTimeout()).isNull();
    }

    @Test
    void aDurableGroupSharesAndHasNoLimitForAllItsMembers() {
        ConsumerConfiguration consumer = plan(settings("durable", "d", "queue-group", "g", "max-in-flight", "9"), "d__g");
        assertThat(consumer.getDurable()).isEqualTo("d__g");
        assertThat(consumer.getInactiveThreshold()).isNull();
        assertThat(consumer.getPriorityGroups()).isNullOrEmpty();
        assertThat(consumer.getMaxAckPending()).isEqualTo(ConsumerPlan.UNLIMITED);
        assertThat(consumer.getMetadata()).containsEntry("io.quarkiverse.messaging.nats.kind", "group");
    }

    @Test
    void aGroupAloneIsForgottenBySilence() {
        ConsumerConfiguration consumer = plan(settings("queue-group", "g"), "__g");
        assertThat(consumer.getDurable()).isNull();
        assertThat(consumer.getInactiveThreshold()).isEqualTo(Duration.ofMinutes(5));
        assertThat(consumer.getMaxAckPending()).isEqualTo(ConsumerPlan.UNLIMITED);
    }

    @Test
    void aListOfSubjects() {
        assertThat(plan(settings("subject", "a.*,b"), "n").getFilterSubjects()).containsExactly("a.*", "b");
    }

    @Test
    void noMetadataWhereTheServerDoesNotKnowIt() {
        assertThat(ConsumerPlan.of(settings(), "n", StartPosition.NEW, false, false).getMetadata()).isNullOrEmpty();
    }

    private static ConsumerConfiguration plan(IncomingSettings settings, String name) {
        return ConsumerPlan.of(settings, name, StartPosition.at(4), true, settings.exclusive());
    }

    private static String name(String... keysAndValues) {
        return ConsumerPlan.name(settings(keysAndValues), "my.app");
    }

    private static IncomingSettings settings(String... keysAndValues) {
        return TestConfig.incoming("eu.orders", keysAndValues);
    }
}
