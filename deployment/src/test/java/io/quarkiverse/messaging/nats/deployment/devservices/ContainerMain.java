package io.quarkiverse.messaging.nats.deployment.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.deployment.IsDockerWorking;
import io.quarkus.deployment.builditem.DevServicesComposeProjectBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.DockerStatusBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.Startable;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/**
 * What {@link ContainerJvm} runs: a JVM of its own, since Testcontainers reads DOCKER_HOST and the home directory only once.
 * It does what the lines of its standard input ask for, in JSON, and answers each with a line.
 */
final class ContainerMain {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SAID = new ArrayList<>();

    private Startable server;

    private ContainerMain() {
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Nothing but answers shall be among the answers.
        System.setOut(System.err);
        LogContext.getLogContext().getLogger("").setLevel(Level.INFO);
        LogContext.getLogContext().getLogger("").addHandler(new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR,
                new PatternFormatter("%d{HH:mm:ss.SSS} %-5p [%c{2.}] %s%e%n")));
        LogContext.getLogContext().getLogger("io.quarkiverse.messaging.nats.devservices").addHandler(new Said());
        ContainerMain main = new ContainerMain();
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                answers.println(main.answer(JSON.readTree(line)));
            }
        }
        // Threads of Testcontainers must not keep it.
        System.exit(0);
    }

    private ObjectNode answer(JsonNode question) {
        SAID.clear();
        ObjectNode answer = JSON.createObjectNode();
        try {
            if (question.path("do").asText().equals("close")) {
                if (server != null) {
                    server.close();
                    server = null;
                }
            } else {
                build(question, answer);
            }
        } catch (DevServiceException e) {
            answer.put("error", e.getMessage());
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            answer.put("error", "unexpected: " + e);
        }
        SAID.forEach(answer.withArray("said")::add);
        return answer;
    }

    /** The build step, as Quarkus calls it, and then what Quarkus does with its result. */
    private void build(JsonNode question, ObjectNode answer) {
        SmallRyeConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters()
                .withMapping(NatsDevServicesConfig.class).withMapping(DevServicesConfig.class).withValidateUnknown(false)
                .withDefaultValues(JSON.convertValue(question.path("keys"), new TypeReference<Map<String, String>>() {
                })).build();
        List<DevServicesResultBuildItem> results = new ArrayList<>();
        new NatsDevServicesProcessor().server(config.getConfigMapping(NatsDevServicesConfig.class),
                config.getConfigMapping(DevServicesConfig.class),
                new LaunchModeBuildItem(LaunchMode.valueOf(question.path("mode").asText()), Optional.empty(), false,
                        Optional.empty(), false),
                new DockerStatusBuildItem(new IsDockerWorking()), new DevServicesComposeProjectBuildItem(), List.of(),
                results::add);
        DevServicesResultBuildItem result = results.get(0);
        answer.put("shared", !result.isStartable());
        if (result.isStartable()) {
            server = result.getStartableSupplier().get();
            server.start();
            answer.put("url", result.getConfig(server).get("quarkus.messaging.nats.servers")).put("id",
                    server.getContainerId());
        } else {
            answer.put("url", result.getConfig().get("quarkus.messaging.nats.servers")).put("id", result.getContainerId());
        }
    }

    /** What the dev services log. */
    private static final class Said extends ExtHandler {

        @Override
        protected void doPublish(ExtLogRecord said) {
            SAID.add(said.getLevel() + " " + said.getFormattedMessage());
        }
    }
}
