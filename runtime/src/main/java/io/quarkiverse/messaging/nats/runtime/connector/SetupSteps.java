package io.quarkiverse.messaging.nats.runtime.connector;

import static io.quarkiverse.messaging.nats.runtime.i18n.NatsErrors.ERRORS;
import static io.quarkiverse.messaging.nats.runtime.i18n.NatsLog.LOG;
import static io.quarkiverse.messaging.nats.runtime.i18n.SecurityErrors.SECURITY;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkiverse.messaging.nats.runtime.connection.LiveConnection;
import io.quarkiverse.messaging.nats.runtime.connection.ManagedConnection;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus;
import io.quarkiverse.messaging.nats.runtime.health.ChannelStatus.Cause;
import io.quarkiverse.messaging.nats.runtime.i18n.NotYetException;
import io.quarkiverse.messaging.nats.runtime.i18n.RefusalException;
import io.quarkiverse.messaging.nats.runtime.stream.StreamAdvice;
import io.quarkiverse.messaging.nats.runtime.stream.StreamLookup;
import io.quarkiverse.messaging.nats.runtime.stream.StreamProvisioner;

/** What is to be made and checked on the server of one connection, step by step; a step that fails concerns its channel. */
final class SetupSteps {

    /** One step. */
    record Step(List<ChannelStatus> concerned, Action action) {
    }

    /** What a step does; blocks. */
    interface Action {
        void on(LiveConnection live) throws IOException;
    }

    /** What became of some steps: those to be tried again, and the sentences of those that the server refused. */
    record Outcome(List<Step> failed, List<String> refusals, boolean answered) {
    }

    private final ManagedConnection managed;
    private final String connection;
    private final StreamLookup lookup;
    private final StreamAdvice advice = new StreamAdvice();
    private final Map<String, StreamConfig> streams = new LinkedHashMap<>();
    private final List<IncomingBinding> incoming = new ArrayList<>();
    private final List<OutgoingBinding> outgoing = new ArrayList<>();

    SetupSteps(ManagedConnection managed, StreamLookup lookup) {
        this.managed = managed;
        this.connection = managed.name();
        this.lookup = lookup;
    }

    void add(String stream, StreamConfig declared) {
        streams.put(stream, declared);
    }

    void add(IncomingBinding binding) {
        incoming.add(binding);
    }

    void add(OutgoingBinding binding) {
        outgoing.add(binding);
    }

    List<IncomingBinding> incoming() {
        return incoming;
    }

    List<OutgoingBinding> outgoing() {
        return outgoing;
    }

    List<ChannelStatus> statuses() {
        List<ChannelStatus> statuses = new ArrayList<>();
        incoming.forEach(binding -> statuses.add(binding.status()));
        outgoing.forEach(binding -> statuses.add(binding.status()));
        return statuses;
    }

    /** Nothing else makes sense where this fails. */
    Step server() {
        return new Step(statuses(), live -> {
            if (!live.serverIsAtLeast("2.9.0")) {
                throw new RefusalException(ERRORS.serverTooOld(connection, live.version()));
            }
            if (!live.connection().getServerInfo().isJetStreamAvailable()) {
                throw new RefusalException(
                        ERRORS.noJetStream(connection, live.version(), live.url()));
            }
        });
    }

    /** Streams first, then consumers, then the streams of what goes out. */
    List<Step> all() {
        List<Step> steps = new ArrayList<>();
        streams.forEach((name, declared) -> steps
                .add(new Step(List.of(), live -> StreamProvisioner.provision(live, name, declared))));
        // Wide filters first: a development stream made for them covers the narrow ones.
        List<IncomingBinding> byWidth = new ArrayList<>(incoming);
        byWidth.sort(Comparator.comparingInt(binding -> narrowness(binding.settings().subjects())));
        byWidth.forEach(binding -> steps.add(bind(binding)));
        outgoing.forEach(binding -> steps.add(find(binding)));
        return steps;
    }

    Step bind(IncomingBinding binding) {
        return new Step(List.of(binding.status()), live -> binding.bind(live, lookup, advice));
    }

    private Step find(OutgoingBinding binding) {
        return new Step(List.of(binding.status()), live -> {
            advice.look(binding.settings(), lookup.find(live, false, binding.settings().channel(),
                    binding.settings().stream(), binding.settings().captured()));
            binding.status().up(Cause.CONNECTION);
            binding.status().up(Cause.SETUP);
        });
    }

    private static int narrowness(List<String> subjects) {
        return subjects.stream().mapToInt(s -> s.endsWith(">") ? 0 : s.contains("*") ? 1 : 2).min().orElse(2);
    }

    /** Runs them all, also after one that failed. */
    Outcome run(LiveConnection live, List<Step> steps) {
        List<Step> failed = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        boolean answered = true;
        for (Step step : steps) {
            long began = System.nanoTime();
            try {
                step.action().on(live);
            } catch (NotYetException e) {
                fail(step, failed, e.getMessage());
            } catch (RefusalException e) {
                refusals.add(e.getMessage());
                fail(step, failed, e.getMessage());
            } catch (IOException | RuntimeException e) {
                String denied = managed.permissions().requestDeniedSince(began);
                if (denied != null) {
                    fail(step, failed, SECURITY.apiNotPermitted(connection, denied));
                    continue; // an answer, though jnats has waited in vain
                }
                answered = false;
                String sentence = ERRORS.serverCheckFailed(connection, String.valueOf(e.getMessage()));
                LOG.debug(sentence, e);
                fail(step, failed, sentence);
            }
        }
        return new Outcome(failed, refusals, answered);
    }

    private static void fail(Step step, List<Step> failed, String sentence) {
        failed.add(step);
        step.concerned().forEach(status -> status.down(Cause.SETUP, sentence));
    }
}
