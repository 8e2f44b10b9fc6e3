package io.quarkiverse.messaging.nats.runtime.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;

/**
 * One declared stream. What is not set is left to the server
 * (<a href="https://docs.nats.io/nats-concepts/jetstream/streams">its defaults</a>), and not compared.
 */
public interface StreamConfig {

    /** What to do with it at start. */
    @WithDefault("create-if-absent")
    Provisioning provisioning();

    /** The connection on which it lives; one that is not configured fails the start. Default: the default connection. */
    Optional<String> connection();

    /** The subjects it stores, wildcards allowed. */
    Optional<List<String>> subjects();

    /** A text for people. */
    Optional<String> description();

    /** {@code file} or {@code memory}; can't be changed later. */
    Optional<Storage> storage();

    /** {@code limits}, {@code interest} or {@code work-queue}. */
    Optional<Retention> retention();

    /** How many messages at most; -1 for no limit. */
    OptionalLong maxMessages();

    /** How many messages at most per subject; -1 for no limit. */
    OptionalLong maxMessagesPerSubject();

    /** How many bytes at most. */
    Optional<MemorySize> maxBytes();

    /** How old a message may grow; 0 for no limit. */
    Optional<Duration> maxAge();

    /** How large one message may be. */
    Optional<MemorySize> maxMessageSize();

    /** How many consumers at most; -1 for no limit. */
    OptionalInt maxConsumers();

    /** What happens when it is full: {@code old} messages go, or {@code new} ones are refused. */
    Optional<Discard> discard();

    /** With {@code discard=new}: whether {@code max-messages-per-subject} refuses new messages too. */
    Optional<Boolean> discardNewPerSubject();

    /** How many servers of a cluster keep it, from 1 to 5. */
    OptionalInt replicas();

    /** {@code none} or {@code s2}; needs nats-server 2.10. */
    Optional<Compression> compression();

    /** How long the server remembers message ids to drop duplicates. */
    Optional<Duration> duplicateWindow();

    /** Whether replicas may answer direct gets. */
    Optional<Boolean> allowDirect();

    /** Whether messages may carry a time to live; needs nats-server 2.11. */
    Optional<Boolean> allowMessageTtl();

    /** Whether batches may be published atomically; needs nats-server 2.12. */
    Optional<Boolean> allowAtomicPublish();

    /** Whether messages may be delivered at a later time; needs nats-server 2.12. */
    Optional<Boolean> allowMessageSchedules();

    /** The name of a stream that this one mirrors. */
    Optional<String> mirror();

    /** The names of streams that this one gathers. */
    Optional<List<String>> sources();

    /** How subjects are rewritten on arrival; needs nats-server 2.10. */
    Optional<SubjectTransform> subjectTransform();

    /** Where in a cluster it is placed. */
    Optional<Placement> placement();

    /** Keys and values for people and tools; needs nats-server 2.10. */
    @ConfigDocMapKey("key")
    Map<String, String> metadata();

    /** A rewriting of subjects. */
    interface SubjectTransform {

        /** The subjects to rewrite. */
        String source();

        /** What they become. */
        String destination();
    }

    /** A place in a cluster. */
    interface Placement {

        /** The cluster's name. */
        Optional<String> cluster();

        /** Tags that a server must have. */
        Optional<List<String>> tags();
    }

    /** What is done with a declared stream at start. */
    enum Provisioning {
        /** Create it where it does not exist; a difference is logged. */
        CREATE_IF_ABSENT,
        /** Create it, or bring it to what is declared; an update that would lose data is refused. */
        CREATE_OR_UPDATE,
        /** It must exist and be as declared. */
        VERIFY,
        /** Nothing. */
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase().replace('_', '-');
        }
    }

    /** Where messages are kept. */
    enum Storage {
        /** On disk. */
        FILE,
        /** In memory. */
        MEMORY
    }

    /** When messages go. */
    enum Retention {
        /** By limits only. */
        LIMITS,
        /** When every consumer has acknowledged. */
        INTEREST,
        /** When the one consumer has acknowledged. */
        WORK_QUEUE
    }

    /** What a full stream does. */
    enum Discard {
        /** The oldest go. */
        OLD,
        /** New ones are refused. */
        NEW
    }

    /** How messages are stored on disk. */
    enum Compression {
        /** As they are. */
        NONE,
        /** With S2. */
        S2
    }
}
