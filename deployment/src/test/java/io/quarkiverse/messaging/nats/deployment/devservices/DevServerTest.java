package io.quarkiverse.messaging.nats.deployment.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.nats.client.Options;
import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;
import io.quarkiverse.messaging.nats.testing.NatsProbe;
import io.quarkiverse.messaging.nats.testing.NatsServer;
import io.quarkus.runtime.LaunchMode;

/** Which way is taken, and what is said where none can be. Processes are real; an engine is asked in ServerContainerTest. */
class DevServerTest {

    private static final Function<DevServerSettings, OwnServer> PROCESS = settings -> ServerProcess.start(Settings.binary(),
            settings);
    private static final Function<DevServerSettings, OwnServer> NOT_ASKED = settings -> {
        throw new AssertionError("this way must not be tried");
    };
    private static final Function<DevServerSettings, OwnServer> REFUSED = settings -> {
        throw new DevServiceException("the image was refused");
    };

    private DevServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void withoutAnEngineAProcessIsTaken() {
        start(Settings.of(Mode.AUTO), new DevServer.Ways(() -> false, NOT_ASKED, PROCESS));
        assertThat(server.getContainerId()).isNull();
        assertThat(server.getConnectionInfo()).startsWith("nats://localhost:");
    }

    @Test
    void aContainerThatDoesNotStartGivesWayToAProcess() {
        start(Settings.of(Mode.AUTO), new DevServer.Ways(() -> true, REFUSED, PROCESS));
        assertThat(server.getContainerId()).isNull();
    }

    @Test
    void processMeansThatNoEngineIsAsked() {
        start(Settings.of(Mode.PROCESS), new DevServer.Ways(() -> {
            throw new AssertionError("the engine must not be asked");
        }, NOT_ASKED, PROCESS));
        assertThat(server.getConnectionInfo()).startsWith("nats://localhost:");
    }

    @Test
    void containerMeansThatNoProcessIsTried() {
        assertThatThrownBy(() -> start(Settings.of(Mode.CONTAINER), new DevServer.Ways(() -> false, NOT_ASKED, NOT_ASKED)))
                .hasMessageContaining("Dev services found no way to bring up a NATS server: "
                        + "no container: neither Docker nor Podman answers. Ways to get one: start Docker or Podman; put a "
                        + "nats-server (2.9 or newer) on the PATH");
    }

    @Test
    void whereNothingWorksEverythingThatWasTriedIsSaid() {
        assertThatThrownBy(() -> start(Settings.of(Mode.AUTO), new DevServer.Ways(() -> true, REFUSED, settings -> {
            throw new DevServiceException("there is no nats-server on the PATH");
        }))).hasMessageContaining("no container: the image was refused; no process: there is no nats-server on the PATH");
    }

    @Test
    void aServerWithoutJetStreamIsNoServerForUs() {
        NatsServer bare = NatsServer.start("--no-jetstream");
        try {
            assertThatThrownBy(() -> start(Settings.of(Mode.PROCESS), new DevServer.Ways(() -> false, NOT_ASKED,
                    settings -> running(bare)))).hasMessageContaining("a bare server started, but without JetStream");
        } finally {
            bare.close();
        }
    }

    @Test
    void aPortOfSomethingElseIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(at(LaunchMode.DEVELOPMENT, port), onlyProcess()))
                    .hasMessageContaining("quarkus.messaging.nats.devservices.port=" + port
                            + " is taken by something that is not a NATS server; free the port, or name another one");
        }
    }

    @Test
    void aPortOfANatsServerThatMustNotBeSharedIsSaid() {
        NatsServer other = NatsServer.start();
        try {
            assertThatThrownBy(() -> start(at(LaunchMode.DEVELOPMENT, other.port()), onlyProcess()))
                    .hasMessageContaining("is taken by a NATS server, and quarkus.messaging.nats.devservices.shared=false");
        } finally {
            other.close();
        }
    }

    @Test
    void testsTakeAFreePortBesideADevelopmentMode() {
        NatsServer development = NatsServer.start();
        try {
            start(at(LaunchMode.TEST, development.port()), onlyProcess());
            assertThat(server.getConnectionInfo()).startsWith("nats://localhost:")
                    .doesNotEndWith(":" + development.port());
        } finally {
            development.close();
        }
    }

    @Test
    void aFreePortIsTaken() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        start(at(LaunchMode.DEVELOPMENT, port), onlyProcess());
        assertThat(server.getConnectionInfo()).isEqualTo("nats://localhost:" + port);
        assertThat(DevServer.isOurs(port)).isTrue();
        server.close();
        assertThat(DevServer.isOurs(port)).isFalse();
    }

    @Test
    void itsStreamsAreThereWhenItIs() throws Exception {
        start(Settings.withStreams(Map.of("ORDERS", List.of("orders.>", "shipping"))), onlyProcess());
        try (NatsProbe probe = new NatsProbe(Options.builder().server(server.getConnectionInfo()))) {
            assertThat(probe.management().getStreamInfo("ORDERS").getConfiguration().getSubjects()).containsExactly("orders.>",
                    "shipping");
        }
    }

    @Test
    void aStreamThatTheServerRefusesIsSaidAndNothingStaysBehind() {
        assertThatThrownBy(() -> start(Settings.withStreams(Map.of("A", List.of("x.>"), "B", List.of("x.y"))), onlyProcess()))
                .hasMessageContaining("The stream B of quarkus.messaging.nats.devservices.streams could not be created: "
                        + "subjects overlap");
    }

    private void start(DevServerSettings settings, DevServer.Ways ways) {
        DevServer starting = new DevServer(settings, ways);
        starting.start();
        server = starting;
    }

    private static DevServerSettings at(LaunchMode launchMode, int port) {
        return Settings.of(launchMode, Mode.PROCESS, OptionalInt.of(port));
    }

    private static DevServer.Ways onlyProcess() {
        return new DevServer.Ways(() -> false, NOT_ASKED, PROCESS);
    }

    private static OwnServer running(NatsServer server) {
        return new OwnServer() {
            @Override
            public String description() {
                return "a bare server";
            }

            @Override
            public String url() {
                return server.url();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }
}
