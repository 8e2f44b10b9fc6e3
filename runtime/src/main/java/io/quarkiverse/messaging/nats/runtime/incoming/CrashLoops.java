package io.quarkiverse.messaging.nats.runtime.incoming;

import static io.quarkiverse.messaging.nats.runtime.i18n.FailureErrors.FAILURES;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;

import java.util.LinkedHashMap;
import java.util.Map;

import io.quarkiverse.messaging.nats.runtime.config.IncomingSettings;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;

/**
 * Messages that arrive with a delivery count above {@code max-deliver}: their method neither ended nor failed before, so
 * that the last resort was never due. Perhaps they kill the process. Each is told once, and shown as long as it is here.
 */
final class CrashLoops {

    /** How many sequences are remembered as told. */
    private static final int REMEMBERED = 1024;

    private final IncomingSettings settings;
    private final InFlight inFlight;
    private final ChannelStatus status;
    private final Map<Long, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean shown;

    CrashLoops(IncomingSettings settings, InFlight inFlight, ChannelStatus status) {
        this.settings = settings;
        this.inFlight = inFlight;
        this.status = status;
    }

    /** Why it comes again is known, and said. */
    void explained(long sequence) {
        if (settings.failure().maxDeliver() > 0) {
            told.put(sequence, true);
        }
    }

    void arrived(Delivery delivery) {
        if (!isAbove(delivery)) {
            return;
        }
        if (told.put(delivery.sequence, true) == null) {
            LOG.deliveredTooOften(settings.channel(), delivery.sequence, delivery.metadata.deliveryCount(),
                    settings.failure().maxDeliver());
        }
        show();
    }

    /** To be called now and then. */
    void check() {
        if (shown) {
            show();
        }
    }

    private void show() {
        int here = 0;
        long last = 0;
        for (Delivery delivery = inFlight.head(); delivery != null; delivery = delivery.next) {
            if (isAbove(delivery)) {
                here++;
                last = delivery.sequence;
            }
        }
        shown = here > 0;
        status.remark(shown ? FAILURES.remarkDeliveredTooOften(here, settings.failure().maxDeliver(), last) : null);
    }

    private boolean isAbove(Delivery delivery) {
        long most = settings.failure().maxDeliver();
        return most > 0 && delivery.metadata.deliveryCount() > most;
    }
}
