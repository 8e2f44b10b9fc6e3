package io.quarkiverse.messaging.nats.runtime.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkiverse.messaging.nats.runtime.config.TestConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.TestConnection;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkiverse.messaging.nats.testing.NeedsServer;

/** The four modes, on a server. */
class StreamProvisionerTest {

    private static NatsServer server;
    private static NatsProbe probe;
    private static LiveConnection live;

    @BeforeAll
    static void start() {
        server = NatsServer.start();
        probe = new NatsProbe(server);
        live = TestConnection.of(probe);
    }

    @AfterAll
    static void stop() {
        probe.close();
        server.close();
    }

    @ParameterizedTest
    @NeedsServer(value = "2.12", why = "atomic batches")
    @ValueSource(strings = { "create-if-absent", "create-or-update" })
    void anAbsentStreamIsCreated(String mode) throws Exception {
        String name = "CREATED-" + mode;
        StreamProvisioner.provision(live, name, TestConfig.stream("provisioning", mode, "subjects", name + ".>", "storage",
                "memory", "max-messages", "5", "retention", "work-queue", "compression", "s2", "allow-atomic-publish", "true",
                "allow-message-schedules", "true", "metadata.team", "blue"));
        StreamConfiguration created = configuration(name);
        assertThat(created.getSubjects()).containsExactly(name + ".>");
        assertThat(created.getStorageType()).isEqualTo(StorageType.Memory);
        assertThat(created.getMaxMsgs()).isEqualTo(5);
        assertThat(created.getAllowMsgSchedules()).isTrue();
        assertThat(created.getMetadata()).containsEntry("team", "blue");
    }

    @Test
    void theDefaultIsCreateIfAbsent() {
        assertThat(TestConfig.stream("subjects", "a").provisioning()).isEqualTo(StreamConfig.Provisioning.CREATE_IF_ABSENT);
    }

    @Test
    void createIfAbsentLeavesADifferentOneAsItIs() throws Exception {
        probe.createStream("LEFT", "left.old");
        StreamProvisioner.provision(live, "LEFT", TestConfig.stream("subjects", "left.new"));
        assertThat(configuration("LEFT").getSubjects()).containsExactly("left.old");
    }

    @Test
    void createOrUpdateBringsItToWhatIsDeclared() throws Exception {
        probe.createStream("UPDATED", "updated.old");
        StreamProvisioner.provision(live, "UPDATED", TestConfig.stream("provisioning", "create-or-update", "subjects",
                "updated.new", "description", "said"));
        assertThat(configuration("UPDATED").getSubjects()).containsExactly("updated.new");
        assertThat(configuration("UPDATED").getDescription()).isEqualTo("said");
    }

    @Test
    void anUpdateThatWouldLoseDataIsRefused() throws Exception {
        probe.createStream("KEPT", "kept");
        probe.publishAll("kept", 1, 10, i -> "m" + i);
        assertRefused("KEPT", TestConfig.stream("provisioning", "create-or-update", "subjects", "kept", "max-messages", "5"),
                "QNATS0552: Stream `KEPT`: refused to update it, because [max-messages=5 with 10 messages stored] would lose "
                        + "data; do it by hand if you mean it");
        assertThat(probe.messages("KEPT")).isEqualTo(10);
        assertThat(configuration("KEPT").getMaxMsgs()).isEqualTo(-1);
    }

    @Test
    void anUpdateThatTheServerRefusesIsSaidInOneSentence() {
        probe.createStream("FIXED", "fixed");
        assertRefused("FIXED", TestConfig.stream("provisioning", "create-or-update", "storage", "memory", "subjects", "fixed"),
                "QNATS0553: Stream `FIXED`: the server refused it: stream configuration update can not change storage type "
                        + "[10052]");
    }

    @Test
    void verifyWantsItToExist() {
        assertRefused("MISSING", TestConfig.stream("provisioning", "verify"), "QNATS0550: Stream `MISSING`: "
                + "provisioning=verify, but the stream does not exist; create it, or write provisioning=create-if-absent");
    }

    @Test
    void verifyWantsItToBeAsDeclared() throws Exception {
        probe.createStream("VERIFIED", "verified");
        StreamProvisioner.provision(live, "VERIFIED", TestConfig.stream("provisioning", "verify", "subjects", "verified"));
        assertRefused("VERIFIED", TestConfig.stream("provisioning", "verify", "subjects", "verified", "max-age", "1h",
                "replicas", "1"),
                "QNATS0551: Stream `VERIFIED`: provisioning=verify, but the server's stream differs: [max-age: PT0S, declared "
                        + "PT1H]; change one of them, or write provisioning=create-or-update");
        assertThat(configuration("VERIFIED").getMaxAge()).isZero();
    }

    @Test
    void noneDoesNothing() throws Exception {
        StreamProvisioner.provision(live, "NOTHING", TestConfig.stream("provisioning", "none", "subjects", "nothing"));
        assertThat(probe.management().getStreamNames()).doesNotContain("NOTHING");
    }

    @Test
    void aSubjectThatAnotherStreamStores() {
        probe.createStream("FIRST", "taken.>");
        assertRefused("SECOND", TestConfig.stream("subjects", "taken.too"), "QNATS0553: Stream `SECOND`: the server refused "
                + "it: subjects overlap with an existing stream [10065]");
    }

    @Test
    void twoInstancesAtOnce() throws Exception {
        StreamConfig declared = TestConfig.stream("subjects", "twice", "provisioning", "create-or-update");
        for (int round = 0; round < 10; round++) {
            String name = "TWICE" + round;
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> provision(name, declared),
                    task -> new Thread(task).start());
            provision(name, declared);
            other.get(10, TimeUnit.SECONDS);
            probe.management().deleteStream(name);
        }
    }

    private static void provision(String name, StreamConfig declared) {
        try {
            StreamProvisioner.provision(live, name, declared);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(String name, StreamConfig declared, String sentence) {
        assertThatExceptionOfType(RefusalException.class)
                .isThrownBy(() -> StreamProvisioner.provision(live, name, declared)).withMessage(sentence);
    }

    private static StreamConfiguration configuration(String name) throws IOException, JetStreamApiException {
        return probe.management().getStreamInfo(name).getConfiguration();
    }
}
