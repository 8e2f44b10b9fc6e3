package io.quarkiverse.messaging.nats.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Pure: which fault comes when, the same for the same seed. */
final class Plan {

    /** What is done to a process. */
    enum Fault {
        /** SIGKILL of a worker, which is started again. */
        WORKER,
        /** SIGSTOP of a worker past ack-wait and a compaction, then SIGCONT: it wakes up with work that is another's by now. */
        STOPPED,
        /** SIGKILL of the NATS server. */
        SERVER,
        /** SIGKILL of the database. */
        DATABASE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One fault.
     *
     * @param worker which worker
     * @param pauseMillis how long nothing is done after it
     */
    record Step(Fault fault, int worker, long pauseMillis) {
    }

    private Plan() {
    }

    static List<Step> of(long seed, int kills, int workers) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>(kills);
        for (int i = 0; i < kills; i++) {
            int dice = random.nextInt(100);
            Fault fault = dice < 70 ? Fault.WORKER : dice < 82 ? Fault.STOPPED : dice < 93 ? Fault.SERVER : Fault.DATABASE;
            steps.add(new Step(fault, random.nextInt(workers), random.nextLong(100, 1500)));
        }
        return steps;
    }

    static Map<String, Integer> count(List<Step> steps) {
        Map<String, Integer> counts = new TreeMap<>();
        steps.forEach(step -> counts.merge(step.fault().word(), 1, Integer::sum));
        return counts;
    }
}
