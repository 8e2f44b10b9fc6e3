package io.quarkiverse.messaging.nats.chaos.faults;

import static io.quarkiverse.messaging.nats.chaos.faults.Site.pause;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.nats.client.api.DiscardPolicy;

/** What goes wrong with one server. */
final class ServerFaults {

    private static final Duration FROZEN = Duration.ofSeconds(15);
    private static final String USERS = """
            authorization { users: [
              { user: harness, password: harness },
              { user: app, password: app }
            ] }
            """;
    private static final String REVOKED = """
            , permissions: { publish: { deny: ["$JS.API.CONSUMER.MSG.NEXT.>", "ticks", "relayed"] } }""";

    private static final Pattern ACCEPT = Pattern.compile("mp\\.[\\w.-]+\\.sequence-store-accept=[\\w-]+");

    private ServerFaults() {
    }

    static List<Fault> all() {
        return List.of(
                new Fault("server-killed", "The server gets SIGKILL, and is started again a second later",
                        "The connection is lost; channels bind again when it is back, and what was unconfirmed is sent again",
                        Place::single, ServerFaults::kill),
                new Fault("server-frozen", "SIGSTOP for 15 s, then SIGCONT",
                        "No heartbeat for 10 s: each channel says that the server is silent, and asks anew until it answers",
                        Place::single, site -> {
                            site.place.server.freeze();
                            pause(FROZEN.toSeconds());
                            site.place.server.thaw();
                        }),
                new Fault("new-address", "The server gets SIGKILL, and the same storage comes up at the other of two addresses",
                        "The client tries all addresses in `servers`", Place::twoAddresses, site -> {
                            site.place.server.kill();
                            site.place.other.restart();
                        }),
                new Fault("stream-recreated",
                        "The stream is deleted and made again; the application is restarted, and once more with the key that "
                                + "the channel with a store then asks for",
                        "A durable's position belongs to the stream that is gone: its channel stops with a sentence that says so, "
                                + "until the application is restarted. The record of what was processed belongs to it, too, "
                                + "and is forgotten on an operator's word only (`sequence-store-accept`)",
                        Place::single, ServerFaults::recreateStream),
                new Fault("consumer-deleted", "All consumers are deleted",
                        "Each is made again where nothing unsettled is missed",
                        Place::single, site -> {
                            for (String[] one : Site.CONSUMERS) {
                                site.probe.management().deleteConsumer(Site.STREAM, one[1]);
                            }
                        }),
                jetStreamDisabled(),
                new Fault("stream-full", "The stream of what goes out takes nothing more (`discard=new`) for 12 s",
                        "What is refused is sent again, with pauses, until there is room", Place::single,
                        ServerFaults::fillStream),
                permissionRevoked(),
                new Fault("slow-consumer", "The application is frozen until the server drops it as a slow consumer",
                        "The connection is lost and comes back; what was on its way is delivered again",
                        () -> Place.configured(Place.storage(), "write_deadline: \"1s\"\n"),
                        ServerFaults::freezeWorker).with(Load.Kind.BROAD),
                new Fault("large-messages", "Messages of 1 MB, and the server gets SIGKILL among them",
                        "As with small ones; `max-in-flight-bytes` bounds what is held", Place::single, ServerFaults::kill)
                        .with(Load.Kind.LARGE),
                new Fault("many-subjects", "11,000 messages on 10,000 subjects, then the server gets SIGKILL among more",
                        "As with few", Place::single, site -> {
                            site.await("10,000 subjects", Duration.ofSeconds(60), () -> site.load.confirmed() > 11_000);
                            kill(site);
                        }).with(Load.Kind.MANY_SUBJECTS).within(Duration.ofSeconds(20)));
    }

    static void kill(Site site) {
        site.place.server.kill();
        pause(1);
        site.place.server.restart();
    }

    private static void recreateStream(Site site) throws Exception {
        site.load.pause();
        site.await("all is processed", Duration.ofSeconds(30), site::isDrained);
        site.begin();
        site.probe.management().deleteStream(Site.STREAM);
        site.inStream();
        site.load.resume();
        for (String[] one : Site.CONSUMERS) {
            site.awaitDown(one[0]);
        }
        site.restartWorker();
        site.await("the channel with a store asks for a key", Duration.ofSeconds(30), () -> accepted(site) != null);
        site.worker.add("-D" + accepted(site));
        site.restartWorker();
    }

    /** The key and value that the channel with a store asks for, or {@code null}. */
    private static String accepted(Site site) {
        String words = site.diary.saysNow("faults-stored");
        Matcher key = ACCEPT.matcher(words == null ? "" : words);
        return key.find() ? key.group() : null;
    }

    private static Fault jetStreamDisabled() {
        return new Fault("jetstream-disabled", "The server is restarted without JetStream, and 8 s later with it",
                "Channels say that the server has no JetStream, and look again", () -> Place.configured(Place.storage(), ""),
                site -> {
                    site.place.server.stop();
                    site.place.rewrite("");
                    site.place.server.restart();
                    site.awaitDown("owner");
                    pause(8);
                    site.place.server.stop();
                    site.place.rewrite(site.place.text());
                    site.place.server.restart();
                });
    }

    private static void fillStream(Site site) throws Exception {
        long now = site.probe.messages(Site.OUT);
        site.probe.management().updateStream(site.out().discardPolicy(DiscardPolicy.New).maxMessages(now).build());
        site.awaitDown("ticks");
        pause(12);
        site.probe.management().updateStream(site.out().maxMessages(-1).build());
    }

    private static Fault permissionRevoked() {
        return new Fault("permission-revoked", "The application may neither pull nor publish for 25 s; the server is reloaded",
                "The server answers pulls and publishes no more: channels say so, and go on when they may",
                () -> Place.withUsers(USERS), site -> {
                    site.place.rewrite(site.place.text().replace("password: app", "password: app" + REVOKED));
                    site.place.server.reload();
                    pause(25);
                    site.place.rewrite(site.place.text());
                    site.place.server.reload();
                }).with(Load.Kind.FAST);
    }

    private static void freezeWorker(Site site) {
        site.worker.freeze();
        try {
            site.await("a slow consumer", Duration.ofSeconds(40),
                    () -> site.place.server.log().contains("Slow Consumer"));
        } finally {
            site.worker.thaw();
        }
    }
}
