package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.runtime.LaunchMode;

/**
 * The build step, the container and the search for a shared one, in a JVM for which {@link StandInEngine} is Docker: what
 * arrives at the engine, and what is said when it refuses. Only the engine is not real, the servers are.
 */
class ServerContainerTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String LABEL = "quarkus-dev-service-nats";
    /** By it Quarkus knows the containers of its own JVM. */
    private static final String JVM_LABEL = "io.quarkus.devservice.process-uuid";
    private static final String WAYS = ". Ways to get one: start Docker or Podman; put a nats-server (2.9 or newer) on the PATH; "
            + "name one with quarkus.messaging.nats.devservices.command; or connect to one of yours with "
            + "quarkus.messaging.nats.servers";
    private static final Path CONFIGURED = Path.of(System.getProperty("user.home"), ".testcontainers.properties");

    @TempDir
    static Path home;
    private static StandInEngine engine;
    private static ContainerJvm jvm;
    private static String configuredBefore;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        configuredBefore = configured();
        engine = new StandInEngine();
    }

    /** One for all, unless a test has broken it. */
    @BeforeEach
    void startJvm() throws IOException {
        if (jvm == null || !jvm.isAlive()) {
            jvm = new ContainerJvm(engine, home);
        }
    }

    @AfterEach
    void reset() {
        jvm.closeServer();
        engine.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        jvm.close();
        engine.close();
        assertThat(configured()).as("Testcontainers's configuration of whoever runs this").isEqualTo(configuredBefore);
    }

    private static String configured() throws IOException {
        return Files.exists(CONFIGURED) ? Files.readString(CONFIGURED) : "";
    }

    @Test
    void developmentModeGetsAContainerAtAFreePortThatOthersMayFind() {
        JsonNode built = jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "image-name", "nats:free"));
        assertThat(engine.requests("POST /images/create")).singleElement().asString().contains("fromImage=nats", "tag=free");

        StandInContainer container = onlyContainer();
        JsonNode request = container.request();
        assertThat(request.path("Image").asText()).isEqualTo("nats:free");
        assertThat(request.path("Cmd")).map(JsonNode::asText).containsExactly("--jetstream", "--store_dir", "/data");
        assertThat(request.path("ExposedPorts").fieldNames()).toIterable().containsExactly("4222/tcp");
        assertThat(hostPort(request)).isEmpty();
        assertThat(request.at("/HostConfig/Binds")).isEmpty();
        assertThat(request.path("Labels").path(LABEL).asText()).isEqualTo("nats");
        assertThat(request.path("Labels").path("io.quarkus.devservice.launch-mode").asText()).isEqualTo("DEVELOPMENT");

        assertThat(built.path("shared").asBoolean()).isFalse();
        assertThat(built.path("url").asText()).isEqualTo("nats://127.0.0.1:" + container.port());
        assertThat(built.path("id").asText()).isIn(engine.containers().keySet());
        assertThat(said(built)).isEqualTo("INFO QNATS0960: Dev services: a container of nats:free at nats://127.0.0.1:"
                + container.port());
    }

    @Test
    void itsServerHasJetStreamAndTheStreamsUntilItIsClosed() throws Exception {
        JsonNode built = jvm.build(LaunchMode.TEST, Map.of("streams.ORDERS", "orders.>,shipping", "streams.BILLS", "bills"));
        int port = onlyContainer().port();
        // The default is to take a container where there is an engine, and this image.
        assertThat(onlyContainer().image()).isEqualTo(Settings.IMAGE);
        try (NatsProbe probe = probe(built)) {
            assertThat(probe.connection().getServerInfo().isJetStreamAvailable()).isTrue();
            assertThat(probe.management().getStreamNames()).containsExactlyInAnyOrder("ORDERS", "BILLS");
            assertThat(probe.management().getStreamInfo("ORDERS").getConfiguration().getSubjects())
                    .containsExactly("orders.>", "shipping");
        }
        jvm.closeServer();
        assertThat(engine.containers()).isEmpty();
        assertThat(ListeningPort.at(port)).isEqualTo(ListeningPort.FREE);
    }

    @Test
    void developmentModeKeepsItsDirectoryAndItsPort() throws IOException {
        Path store = directory.resolve("kept/here");
        int port = freePort();
        Map<String, String> keys = Map.of("mode", "container", "port", String.valueOf(port), "store-directory",
                store.toString(), "service-name", "orders", "streams.KEPT", "kept");
        JsonNode built = jvm.build(LaunchMode.DEVELOPMENT, keys);
        JsonNode request = natsContainers().get(0).request();
        assertThat(hostPort(request)).isEqualTo(String.valueOf(port));
        // Where SELinux guards the directory, z lets a container in.
        assertThat(request.at("/HostConfig/Binds")).map(JsonNode::asText).containsExactly(store + ":/data:rw,z");
        assertThat(request.path("Labels").path(LABEL).asText()).isEqualTo("orders");
        assertThat(built.path("url").asText()).isEqualTo("nats://127.0.0.1:" + port);
        try (NatsProbe probe = probe(built)) {
            probe.publish("kept", "1");
        }
        jvm.closeServer();

        try (NatsProbe probe = probe(jvm.build(LaunchMode.DEVELOPMENT, keys))) {
            assertThat(probe.messages("KEPT")).isEqualTo(1);
        }
    }

    @Test
    void testsKeepNothingShareNothingAndTakeAnotherPort() {
        Path store = directory.resolve("kept");
        NatsServer development = NatsServer.start();
        try {
            JsonNode built = jvm.build(LaunchMode.TEST, Map.of("mode", "container", "store-directory", store.toString(),
                    "port", String.valueOf(development.port())));
            JsonNode request = onlyContainer().request();
            assertThat(hostPort(request)).isEmpty();
            assertThat(request.at("/HostConfig/Binds")).isEmpty();
            assertThat(request.path("Labels").has(LABEL)).isFalse();
            assertThat(store).doesNotExist();
            assertThat(built.path("said").path(0).asText()).isEqualTo("INFO QNATS0962: Dev services: port "
                    + development.port() + " is taken, the tests' NATS server takes a free one");
        } finally {
            development.close();
        }
    }

    @Test
    void aFixedPortThatIsFreeIsTheTestsToo() throws IOException {
        int port = freePort();
        JsonNode built = jvm.build(LaunchMode.TEST, Map.of("mode", "container", "port", String.valueOf(port)));
        assertThat(hostPort(onlyContainer().request())).isEqualTo(String.valueOf(port));
        assertThat(built.path("url").asText()).isEqualTo("nats://127.0.0.1:" + port);
    }

    @Test
    void inANetworkTheApplicationGetsTheNameThereAndTheStreamsAreCreatedFromHere() throws Exception {
        JsonNode built = jvm.build(LaunchMode.TEST, Map.of("mode", "container", "streams.ORDERS", "orders.>",
                "quarkus.devservices.launch-on-shared-network", "true"));
        JsonNode request = onlyContainer().request();
        String name = built.path("url").asText().replaceAll("^nats://|:4222$", "");
        assertThat(name).matches("nats-[a-z0-9]+");
        assertThat(request.at("/HostConfig/NetworkMode").asText()).isEqualTo("network-1");
        assertThat(request.at("/NetworkingConfig/EndpointsConfig/network-1/Aliases")).map(JsonNode::asText).contains(name);
        try (NatsProbe probe = new NatsProbe(Options.builder().server("nats://127.0.0.1:" + onlyContainer().port()))) {
            assertThat(probe.management().getStreamNames()).containsExactly("ORDERS");
        }
    }

    @Test
    void developmentModeSharesTheContainerOfAnotherJvm() throws IOException {
        String other = containerOfAnotherJvm();
        JsonNode built = jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container"));
        assertThat(built.path("shared").asBoolean()).isTrue();
        assertThat(built.path("id").asText()).isEqualTo(other);
        assertThat(built.path("url").asText()).isEqualTo("nats://127.0.0.1:" + engine.containers().get(other).port());
        assertThat(engine.containers()).containsOnlyKeys(other);
        jvm.closeServer();
        assertThat(engine.containers()).as("somebody else's").containsOnlyKeys(other);
    }

    @ParameterizedTest
    @ValueSource(strings = { "shared=false", "service-name=another", "mode=process" })
    void developmentModeLeavesAContainerThatItShallNotShare(String key) throws IOException {
        String other = containerOfAnotherJvm();
        String[] parts = key.split("=");
        JsonNode built = jvm.build(LaunchMode.DEVELOPMENT, Map.of(parts[0], parts[1]));
        assertThat(built.path("shared").asBoolean()).isFalse();
        assertThat(built.path("url").asText()).doesNotEndWith(":" + engine.containers().get(other).port());
    }

    @Test
    void testsShareNoContainer() throws IOException {
        String other = containerOfAnotherJvm();
        JsonNode built = jvm.build(LaunchMode.TEST, Map.of("mode", "container"));
        assertThat(built.path("shared").asBoolean()).isFalse();
        assertThat(built.path("id").asText()).isNotEqualTo(other);
    }

    @Test
    void theContainerOfThisJvmIsNobodyElses() {
        JsonNode first = jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container"));
        JsonNode second = jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container"));
        assertThat(second.path("shared").asBoolean()).isFalse();
        assertThat(second.path("id").asText()).isNotEqualTo(first.path("id").asText());
    }

    /** 404 is an image that does not exist, 500 a registry that can't be reached, 200 a failure in the middle. */
    @ParameterizedTest
    @ValueSource(ints = { 404, 500, 200 })
    void anImageThatCantBeHadGivesWayToAProcess(int status) {
        engine.refuse(StandInEngine.Step.PULL, status, "no such thing");
        String image = "nats:auto-" + status;
        JsonNode built = jvm.build(LaunchMode.DEVELOPMENT, Map.of("image-name", image));
        assertThat(built.path("id").isNull()).isTrue();
        assertThat(built.path("said")).map(JsonNode::asText).last().asString()
                .startsWith("INFO QNATS0960: Dev services: nats-server ")
                .contains(" (no container: QNATS0977: The image " + image + " did not start: ", "no such thing");
        try (NatsProbe probe = probe(built)) {
            assertThat(probe.connection().getServerInfo().isJetStreamAvailable()).isTrue();
        }
        // Testcontainers would ask for four minutes.
        assertThat(engine.requests("POST /images/create")).hasSizeLessThanOrEqualTo(status == 500 ? 1 : 5);
    }

    @Test
    void anImageThatCantBeHadIsAnErrorWhereItMustBeAContainer() {
        engine.refuse(StandInEngine.Step.PULL, 500, "lookup registry: no such host");
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "image-name", "nats:refused")))
                .isEqualTo("QNATS0970: Dev services found no way to bring up a NATS server: no container: QNATS0977: The image "
                        + "nats:refused did not start: Status 500: "
                        + "{\"message\":\"lookup registry: no such host\"}" + WAYS);
    }

    @ParameterizedTest
    @EnumSource(names = { "CREATE", "START" })
    void aContainerThatIsRefusedIsAnErrorAndLeavesNothing(StandInEngine.Step step) {
        engine.refuse(step, 500, "port is already allocated");
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container")))
                .contains("did not start: Status 500: {\"message\":\"port is already allocated\"}" + WAYS);
        assertThat(engine.containers()).isEmpty();
    }

    /** At a fixed port: for the number of a free one Testcontainers waits 5 s, even if the container has ended. */
    @Test
    void aContainerThatEndsAtOnceSaysWhy() throws IOException {
        engine.runInstead("sh", "-c", "echo starting; echo '[FTL] no room here'; echo bye; exit 3");
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "port", String.valueOf(freePort()))))
                .contains("did not start: it ended with status 3 and said: [FTL] no room here" + WAYS);
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aContainerThatEndsBeforeItIsReadyIsNotWaitedFor() {
        // Testcontainers has looked twice when it asks for the log; only then the container goes on.
        Path asked = directory.resolve("asked");
        engine.runInstead("sh", "-c", "until [ -e " + asked + " ]; do sleep 0.05; done; echo '[FTL] no room here'; exit 3");
        CompletableFuture<Void> goesOn = CompletableFuture.runAsync(() -> {
            await().atMost(SOON).until(() -> engine.requests("GET /containers").stream()
                    .anyMatch(request -> request.contains("/logs") && request.contains("follow=true")));
            asked.toFile().mkdir();
        }, task -> new Thread(task).start());
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container")))
                .contains("did not start: it ended with status 3 and said: [FTL] no room here" + WAYS);
        goesOn.join();
    }

    @Test
    void aContainerThatIsNotReadyInTimeIsNotWaitedFor() {
        engine.runInstead("sleep", "60");
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "quarkus.devservices.timeout", "1s")))
                .contains("did not start: it was not ready within 1 s" + WAYS);
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void aDirectoryThatCantBeWrittenIsSaidBeforeTheEngineIsAsked() throws IOException {
        Path store = Files.writeString(directory.resolve("file"), "").resolve("store");
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "store-directory", store.toString())))
                .contains("store-directory=" + store + " can't be written: ");
        assertThat(engine.created()).isEmpty();
    }

    @Test
    void aStreamThatTheServerRefusesIsAnErrorAndLeavesNothing() {
        assertThatError(jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container", "streams.A", "x.>", "streams.B", "x.y")))
                .contains("The stream B of quarkus.messaging.nats.devservices.streams could not be created: subjects overlap");
        assertThat(engine.containers()).isEmpty();
    }

    /** The same container, of somebody else: what this JVM asks the engine for, under another JVM's number. */
    private static String containerOfAnotherJvm() throws IOException {
        jvm.build(LaunchMode.DEVELOPMENT, Map.of("mode", "container"));
        ObjectNode request = onlyContainer().request().deepCopy();
        jvm.closeServer();
        engine.reset();
        ((ObjectNode) request.path("Labels")).put(JVM_LABEL, "another");
        String id = engine.create(request);
        engine.containers().get(id).start(List.of());
        await().atMost(SOON).until(() -> ListeningPort.at(engine.containers().get(id).port()) == ListeningPort.JETSTREAM);
        return id;
    }

    /** Without those in which Testcontainers tries something. */
    private static List<StandInContainer> natsContainers() {
        return engine.created().stream().filter(container -> container.image().contains("nats")).toList();
    }

    private static StandInContainer onlyContainer() {
        assertThat(natsContainers()).hasSize(1);
        return natsContainers().get(0);
    }

    private static String hostPort(JsonNode request) {
        return request.path("HostConfig").path("PortBindings").path("4222/tcp").path(0).path("HostPort").asText();
    }

    private static String said(JsonNode answer) {
        JsonNode said = answer.path("said");
        return said.path(said.size() - 1).asText();
    }

    private static AbstractStringAssert<?> assertThatError(JsonNode answer) {
        return assertThat(answer.path("error").asText());
    }

    private static NatsProbe probe(JsonNode built) {
        assertThat(built.path("error").asText()).as(jvm.errors()).isEmpty();
        return new NatsProbe(Options.builder().server(built.path("url").asText()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
