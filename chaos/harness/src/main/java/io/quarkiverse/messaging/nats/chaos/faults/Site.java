package io.quarkiverse.messaging.nats.chaos.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.quarkiverse.messaging.nats.testing.NatsProbe;

/** Where one fault happens: servers, the application, what is published, and clocks. */
final class Site implements AutoCloseable {

    static final String SUBJECT = "faults";
    static final String STREAM = "FAULTS";
    static final String OUT = "FAULTS_OUT";
    /** Channel of the application, as the diary calls it, and consumer. */
    static final List<String[]> CONSUMERS = List.of(new String[] { "group", "group__g" }, new String[] { "owner", "owner" },
            new String[] { "stored", "stored" }, new String[] { "relay", "relay" });
    static final List<String> CHANNELS = List.of("group", "owner", "stored", "relay", "ticks");

    final Place place;
    final Worker worker;
    final Load load;
    final Diary diary;
    final NatsProbe probe;
    private long begun;
    private long over;
    private long firstAfter;
    private boolean sameProcess = true;

    Site(Fault fault, Path jar, Path logs) throws IOException {
        place = fault.place().get();
        try {
            probe = new NatsProbe(Load.patient(place.harnessUrls));
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
        worker = new Worker(jar, logs, fault.name(), place.urls);
        load = new Load(Load.patient(place.harnessUrls), fault.load());
        diary = new Diary(worker.diary);
    }

    void streams() {
        inStream();
        probe.createStream(out().build());
    }

    void inStream() {
        probe.createStream(StreamConfiguration.builder().name(STREAM).subjects(SUBJECT + ".>").storageType(StorageType.File)
                .replicas(place.replicas).build());
    }

    StreamConfiguration.Builder out() {
        return StreamConfiguration.builder().name(OUT).subjects("relayed", "ticks").storageType(StorageType.File)
                .replicas(place.replicas);
    }

    /** The fault begins. */
    void begin() {
        begun = System.currentTimeMillis();
        over = 0;
    }

    /** From now on messages should flow; at the latest when the fault's action returns. */
    void over() {
        if (over == 0) {
            over = System.currentTimeMillis();
            firstAfter = load.confirmed() + 1;
        }
    }

    long begun() {
        return begun;
    }

    long overAt() {
        return over;
    }

    /** The first number that was published after it was over. */
    long firstAfter() {
        return firstAfter;
    }

    boolean isSameProcess() {
        return sameProcess;
    }

    void restartWorker() throws IOException {
        worker.stop();
        sameProcess = false;
        worker.start();
    }

    static void pause(long seconds) {
        pauseMillis(seconds * 1000);
    }

    static void pauseMillis(long millis) {
        try {
            new Semaphore(0).tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void await(String what, Duration most, Callable<Boolean> condition) {
        Awaitility.await(what).pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100)).atMost(most)
                .until(() -> {
                    if (!worker.isAlive()) {
                        throw new IllegalStateException("the application has ended");
                    }
                    diary.read();
                    return condition.call();
                });
    }

    /** What health must say in the end. */
    void awaitDown(String channel) {
        await("health of " + channel + " says why", Fault.SILENCE.plus(Fault.SLACK),
                () -> diary.saysNow("faults-" + channel) != null);
    }

    /** Everything that was published is processed, and the server holds nothing for it any more. */
    boolean isDrained() {
        long last = load.confirmed();
        for (String[] one : CONSUMERS) {
            if (!diary.hasAll(one[0], last)) {
                return false;
            }
            try {
                if (!probe.isDrained(STREAM, one[1])) {
                    return false;
                }
            } catch (IllegalStateException e) {
                return false; // it does not answer
            }
        }
        return true;
    }

    /** In words: what is missing to that. */
    String undrained() {
        StringBuilder words = new StringBuilder();
        for (String[] one : CONSUMERS) {
            var consumer = probe.consumer(STREAM, one[1]);
            words.append(one[0]).append(": missing ").append(diary.missing(one[0], load.confirmed())).append(consumer == null
                    ? ", no consumer; "
                    : ", pending " + consumer.getNumPending() + ", ack pending " + consumer.getNumAckPending() + "; ");
        }
        return words.toString();
    }

    void request(String subject) throws IOException, JetStreamApiException {
        try {
            probe.connection().request(subject, new byte[0], Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        worker.close();
        load.close();
        probe.close();
        place.close();
    }
}
