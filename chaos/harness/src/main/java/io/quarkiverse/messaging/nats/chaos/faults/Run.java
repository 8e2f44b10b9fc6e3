package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

import io.quarkiverse.messaging.nats.chaos.faults.Diary.Got;
import io.quarkiverse.messaging.nats.chaos.faults.Diary.Said;

/** One fault from beginning to end: all is well, it strikes, messages flow again, everything is counted. */
final class Run {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(100);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final Duration THREADS_END = Duration.ofSeconds(20);
    private static final int FIRST_MESSAGES = 10;
    private static final int MORE_THREADS = 3;
    private static final int WORDS = 110;

    private final Fault fault;
    private final Path jar;
    private final Path logs;
    private final List<String> problems = new ArrayList<>();

    Run(Fault fault, Path jar, Path logs) {
        this.fault = fault;
        this.jar = jar;
        this.logs = logs;
    }

    Outcome run() throws Exception {
        try (Site site = new Site(fault, jar, logs)) {
            Thread hook = new Thread(site::close);
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                return at(site);
            } finally {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private Outcome at(Site site) throws Exception {
        site.streams();
        site.worker.start();
        site.load.start();
        site.await("everything works", START, () -> isWell(site, FIRST_MESSAGES));
        int threads = site.diary.threads();
        site.begin();
        fault.strike().at(site);
        site.over();
        long recovered = recover(site);
        stop(site);
        int more = site.isSameProcess() ? threadsLeft(site, threads) : 0;
        return count(site, recovered, more);
    }

    private static boolean isWell(Site site, int messages) {
        return Site.CHANNELS.stream().allMatch(channel -> site.diary.got(channel).size() >= messages
                && site.diary.saysNow("faults-" + channel) == null);
    }

    private long recover(Site site) {
        long[] last = { 0 };
        try {
            site.await("messages flow again", RECOVERY, () -> {
                last[0] = 0;
                for (String channel : Site.CHANNELS) {
                    long at = site.diary.firstFrom(channel, site.firstAfter(), site.overAt());
                    if (at < 0) {
                        return false;
                    }
                    last[0] = Math.max(last[0], at);
                }
                return true;
            });
        } catch (ConditionTimeoutException e) {
            problems.add("no message in each channel for " + RECOVERY.toSeconds() + " s after the fault");
            last[0] = System.currentTimeMillis();
        }
        long recovered = Math.max(0, last[0] - site.overAt());
        if (recovered > fault.bound().toMillis()) {
            problems.add("recovered after " + recovered + " ms, at most " + fault.bound().toMillis() + " are allowed");
        }
        return recovered;
    }

    private void stop(Site site) {
        site.load.close();
        try {
            site.await("everything arrives", DRAIN, site::isDrained);
            site.await("health is up", Fault.SILENCE.plus(Fault.SLACK), () -> isWell(site, FIRST_MESSAGES));
        } catch (ConditionTimeoutException e) {
            problems.add("in the end: " + site.undrained() + "health: " + site.diary.said());
        }
    }

    private int threadsLeft(Site site, int before) {
        try {
            site.await("threads end", THREADS_END, () -> site.diary.threads() <= before + MORE_THREADS);
        } catch (ConditionTimeoutException e) {
            problems.add("there were " + before + " threads, and now there are " + site.diary.threads());
        }
        return site.diary.threads() - before;
    }

    private Outcome count(Site site, long recovered, int threads) throws IOException {
        Diary diary = site.diary;
        Outputs outputs = Outputs.read(site.probe); // later than what was read of the diary
        long last = site.load.confirmed();
        long lost = last - outputs.relayed().size();
        for (String[] one : Site.CONSUMERS) {
            lost = Math.max(lost, diary.missing(one[0], last));
        }
        Set<String> sent = new HashSet<>();
        diary.got("ticks").forEach(tick -> sent.add(tick.id()));
        sent.removeAll(outputs.ticks());
        lost += sent.size();
        long doubled = diary.doubled("group") + diary.doubled("owner") + outputs.doubled();
        if (lost > 0) {
            problems.add(lost + " messages are lost");
        }
        if (diary.doubled("stored") > 0) {
            problems.add("duplicates in spite of a sequence store: " + diary.doubled("stored"));
        }
        silences(site);
        return new Outcome(fault, lost, doubled, diary.doubled("stored"), recovered, threads, health(site), problems);
    }

    /** For each channel: messages flow, or health says why. */
    private void silences(Site site) {
        long to = site.overAt() + fault.bound().toMillis();
        for (String channel : Site.CHANNELS) {
            List<Long> times = site.diary.got(channel).stream().map(Got::at).toList();
            long last = times.get(times.size() - 1);
            long end = last > site.overAt() ? Math.min(to, last) : to;
            List<String> tellers = new ArrayList<>(List.of("faults-" + channel));
            if (channel.equals("relay")) {
                tellers.add("faults-relayed");
            }
            if (fault.storesNothing()) {
                tellers.add("faults-ticks");
                times = withTicks(times, site);
            }
            String found = Silence.find(times, site.diary.said(), tellers, site.begun(), end,
                    Fault.SILENCE.plus(Fault.SLACK).toMillis());
            if (found != null) {
                problems.add("a silent stall of " + channel + ": " + found);
            }
        }
    }

    /** Nothing stands still where there is nothing new; the ticks tell what is stored at all. */
    private static List<Long> withTicks(List<Long> times, Site site) {
        Stream<Long> ticks = site.diary.got("ticks").stream().map(Got::at).filter(at -> at < site.overAt());
        return Stream.concat(times.stream(), ticks).sorted().toList();
    }

    /** The first two different reasons. */
    private String health(Site site) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Said said : site.diary.said()) {
            if (said.words() != null && said.at() >= site.begun() && reasons.size() < 2) {
                String words = said.words().length() > WORDS ? said.words().substring(0, WORDS) + "…" : said.words();
                reasons.putIfAbsent(words, String.format(Locale.ROOT, "\"%s\" after %.1fs", words,
                        (said.at() - site.begun()) / 1000.0));
            }
        }
        return reasons.isEmpty() ? "up" : String.join(", ", reasons.values());
    }
}
