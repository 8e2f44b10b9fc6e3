package io.quarkiverse.messaging.nats.chaos.faults;

import static io.quarkiverse.messaging.nats.chaos.faults.Site.pause;
import static io.quarkiverse.messaging.nats.chaos.faults.Site.pauseMillis;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What goes wrong with disk and network; needs root. */
final class HostFaults {

    private static final Duration FULL = Duration.ofSeconds(90);

    private HostFaults() {
    }

    static List<Fault> all() {
        return List.of(noSpace(),
                network("packets-lost", "The network loses packets for 20 s: the link is down for 0.1 s in each 0.5 s",
                        "TCP sends again what was lost", site -> {
                            for (int i = 0; i < 40; i++) {
                                site.place.namespace.cut();
                                pauseMillis(100);
                                site.place.namespace.mend();
                                pauseMillis(400);
                            }
                        }),
                network("link-cut", "The network between application and server is cut for 20 s",
                        "No heartbeat for 10 s: channels say that the server is silent; when it is back, TCP or a new "
                                + "connection brings the rest",
                        site -> {
                            site.place.namespace.cut();
                            pause(20);
                            site.place.namespace.mend();
                        }));
    }

    private static Fault network(String name, String done, String happens, Fault.Strike strike) {
        return new Fault(name, done, happens, Namespace::place, strike).within(Duration.ofSeconds(45))
                .unless(Namespace::whyNot);
    }

    private static Fault noSpace() {
        return new Fault("no-space", "The server's disk is full for 12 s; it is restarted when there is room",
                "The server stores nothing, or turns JetStream off: channels say what it says, and go on after its restart",
                HostFaults::smallDisk, site -> {
                    Path filler = site.place.disk.resolve("filler");
                    fill(filler);
                    // What is written goes on fitting into pages that the files have already.
                    site.await("health of ticks says why", FULL, () -> site.diary.saysNow("faults-ticks") != null);
                    pause(12);
                    Files.delete(filler);
                    site.place.server.stop();
                    site.place.server.restart();
                }).storingNothing().unless(() -> Shell.isRoot() ? null : "only root can mount a small disk");
    }

    private static Place smallDisk() {
        Path disk = Place.storage();
        Shell.run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
        Place place = Place.configured(disk.resolve("js"), "");
        place.disk = disk;
        return place.afterwards(() -> {
            Shell.tried("umount", "-l", disk.toString());
            disk.toFile().delete();
        });
    }

    private static void fill(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] some = new byte[4096];
            for (int i = 0; i < 64 * 256; i++) {
                out.write(some);
            }
        } catch (IOException e) {
            // that was the aim
        }
    }
}
