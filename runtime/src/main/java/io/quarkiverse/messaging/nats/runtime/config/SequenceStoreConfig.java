package io.quarkiverse.messaging.nats.runtime.config;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithDefault;

/** The sequence stores: what a channel chooses with {@code sequence-store}. */
@ConfigGroup
public interface SequenceStoreConfig {

    /** How often the ack floor is read from the server and what is recorded below it is forgotten. */
    @WithDefault("30s")
    Duration compactionInterval();

    /** The store {@code memory}. */
    Memory memory();

    /** The store {@code file}. */
    FileStore file();

    /** The store {@code nats-kv}. */
    NatsKv natsKv();

    /** The store {@code jdbc}. */
    Jdbc jdbc();

    /** The store {@code nats-stream}. */
    NatsStream natsStream();

    /** Remembers as long as the application runs. */
    @ConfigGroup
    interface Memory {

        /**
         * How many processed messages above the ack floor are remembered at most; about 8 bytes each. When so many are
         * waiting for one that is not settled, further messages are not processed until it is.
         */
        @WithDefault("1000000")
        int maxEntries();
    }

    /** Remembers in a file. */
    @ConfigGroup
    interface FileStore {

        /** Where the files are. Required, and it must outlive the application: a temporary directory is refused. */
        Optional<String> directory();

        /** As {@code memory.max-entries}. */
        @WithDefault("1000000")
        int maxEntries();
    }

    /** Remembers in a key-value bucket of the server. */
    @ConfigGroup
    interface NatsKv {

        /** The bucket; made where it is missing, with as many replicas as the source stream. */
        @WithDefault("sequences")
        String bucket();

        /**
         * After how long without renewal another instance may take a claimed message over. At least {@code ack-wait}: what is
         * shorter counts as that. Default: twice {@code ack-wait}.
         */
        Optional<Duration> lease();

        /** What becomes of a message whose owner was lost while it worked on it: processed again, or put aside. */
        @WithDefault("reprocess")
        OnUncertain onUncertain();
    }

    /** What becomes of a message that may have been processed. */
    enum OnUncertain {
        /** Processed again. */
        REPROCESS,
        /** Put aside unprocessed. */
        DEAD_LETTER
    }

    /** Remembers in the application's database, within the method's own transaction. */
    @ConfigGroup
    interface Jdbc {

        /** The datasource whose transactions the methods run in; one that is not there fails the start. */
        @WithDefault("<default>")
        String datasource();

        /** What the names of the two tables begin with. */
        @WithDefault("nats_")
        String tablePrefix();

        /** Whether missing tables are made at start; otherwise they are an error that shows the statements to run. */
        @WithDefault("true")
        boolean createTables();
    }

    /** Remembers in the stream of the outputs, in the same atomic batch. */
    @ConfigGroup
    interface NatsStream {

        /** The last token before the markers' own: {@code <subject of the outputs>.<this>.<consumer>.<sequence>}. */
        @WithDefault("_eo")
        String markerToken();

        /**
         * How long a marker lives in the stream of the outputs, in the server's words, such as {@code 24h}; {@code never} keeps
         * it
         * until it is purged.
         */
        @WithDefault("never")
        String markerTtl();
    }
}
