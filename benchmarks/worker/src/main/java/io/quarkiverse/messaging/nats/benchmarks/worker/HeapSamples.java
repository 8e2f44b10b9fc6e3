package io.quarkiverse.messaging.nats.benchmarks.worker;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;

/** What the heap holds after each collection: {@code gc <millis> <bytes> <messages>}. */
final class HeapSamples {

    private HeapSamples() {
    }

    static void print(AtomicLong messages) {
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP).map(MemoryPoolMXBean::getName).collect(Collectors.toSet());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((notification, ignored) -> {
                if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                    var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData()).getGcInfo();
                    Map<String, MemoryUsage> after = info.getMemoryUsageAfterGc();
                    long used = heap.stream().filter(after::containsKey).mapToLong(pool -> after.get(pool).getUsed()).sum();
                    System.out.println("gc " + info.getEndTime() + " " + used + " " + messages);
                }
            }, null, null);
        }
    }
}
