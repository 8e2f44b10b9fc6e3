package io.quarkiverse.messaging.nats.deployment.devservices;

import io.quarkiverse.messaging.nats.deployment.devservices.NatsDevServicesConfig.Mode;

/** What {@link ServerProcessTest} kills: a JVM with a server. It writes the server's address and waits. */
final class KilledMain {

    private KilledMain() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(ServerProcess.start(Settings.binary(), Settings.of(Mode.PROCESS)).url());
        Thread.currentThread().join();
    }
}
