package io.quarkiverse.messaging.nats.deployment.devservices;

import java.lang.invoke.MethodHandles;
import java.nio.file.Path;

import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Every log line and every sentence of the dev services. Numbers 960 to 989. */
@MessageLogger(projectCode = "QNATS", length = 4)
interface DevServicesMessages extends BasicLogger {

    DevServicesMessages LOG = Logger.getMessageLogger(MethodHandles.lookup(), DevServicesMessages.class,
            "io.quarkiverse.messaging.nats.devservices");

    String WAYS = "Ways to get one: start Docker or Podman; put a nats-server (2.9 or newer) on the PATH; name one with "
            + "quarkus.messaging.nats.devservices.command; or connect to one of yours with quarkus.messaging.nats.servers";

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 960, value = "Dev services: %s at %s%s")
    void started(String server, String url, String whyNotEarlier);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 961, value = "Dev services: the NATS server that already listens at port %d is used (%s)")
    void shared(int port, String server);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 962, value = "Dev services: port %d is taken, the tests' NATS server takes a free one")
    void testsTakeAFreePort(int port);

    @LogMessage(level = Logger.Level.ERROR)
    @Message(id = 963, value = "Dev services: the NATS server ended by itself with status %d; the application waits for it to "
            + "come back, restart development mode to bring up another. Its last words: %s")
    void ended(int status, String lastWords);

    @LogMessage(level = Logger.Level.WARN)
    @Message(id = 964, value = "Dev services: containers could not be asked for a shared NATS server: %s")
    void containersNotAsked(String reason);

    @LogMessage(level = Logger.Level.INFO)
    @Message(id = 965, value = "Dev services: the image %s is pulled; that takes a while, and only the first time")
    void pulling(String image);

    @Message(id = 970, value = "Dev services found no way to bring up a NATS server: %s. " + WAYS)
    DevServiceException noWay(String tried);

    @Message(id = 971, value = "quarkus.messaging.nats.devservices.port=%d is taken by something that is not a NATS server; "
            + "free the port, or name another one, or leave the key out for a free port")
    DevServiceException portTaken(int port);

    @Message(id = 972, value = "quarkus.messaging.nats.devservices.port=%d is taken by a NATS server, and "
            + "quarkus.messaging.nats.devservices.shared=false forbids to use it; stop that server, or leave one of the keys out")
    DevServiceException portTakenByANatsServer(int port);

    @Message(id = 973, value = "quarkus.messaging.nats.devservices.port=%d is taken by a NATS server without JetStream; start it "
            + "with -js, or stop it, or name another port")
    DevServiceException sharedWithoutJetStream(int port);

    @Message(id = 974, value = "quarkus.messaging.nats.devservices.store-directory=%s can't be written: %s; name a directory "
            + "that this user may write, or leave the key out for a temporary one")
    DevServiceException storeDirectory(Path directory, String reason);

    @Message(id = 975, value = "The stream %s of quarkus.messaging.nats.devservices.streams could not be created: %s")
    DevServiceException stream(String name, String reason, @Cause Throwable cause);

    @Message(id = 976, value = "%s started, but without JetStream")
    DevServiceException noJetStream(String server);

    @Message(id = 977, value = "%s did not start: %s")
    DevServiceException notStarted(String server, String reason);
}
