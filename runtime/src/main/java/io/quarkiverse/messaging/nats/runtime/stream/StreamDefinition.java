package io.quarkiverse.messaging.nats.runtime.stream;

import java.util.List;
import java.util.Locale;

import io.nats.client.api.CompressionOption;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Mirror;
import io.nats.client.api.Placement;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.Source;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import io.quarkiverse.messaging.nats.runtime.config.StreamConfig;
import io.quarkus.runtime.configuration.MemorySize;

/** Pure: a declared stream as the client's configuration. Only what is declared is set. */
final class StreamDefinition {

    private StreamDefinition() {
    }

    /**
     * @param name the stream's name
     * @param declared its declaration
     * @param found what the server has, or {@code null}: then the result is for a new stream
     * @return what the server is to have
     */
    static StreamConfiguration of(String name, StreamConfig declared, StreamConfiguration found) {
        StreamConfiguration.Builder stream = found == null ? StreamConfiguration.builder().name(name)
                : StreamConfiguration.builder(found);
        declared.subjects().ifPresent(stream::subjects);
        declared.description().ifPresent(stream::description);
        declared.storage().ifPresent(storage -> stream
                .storageType(storage == StreamConfig.Storage.FILE ? StorageType.File : StorageType.Memory));
        declared.retention().ifPresent(retention -> stream.retentionPolicy(switch (retention) {
            case LIMITS -> RetentionPolicy.Limits;
            case INTEREST -> RetentionPolicy.Interest;
            case WORK_QUEUE -> RetentionPolicy.WorkQueue;
        }));
        declared.maxMessages().ifPresent(stream::maxMessages);
        declared.maxMessagesPerSubject().ifPresent(stream::maxMessagesPerSubject);
        declared.maxBytes().map(MemorySize::asLongValue).ifPresent(stream::maxBytes);
        declared.maxAge().ifPresent(stream::maxAge);
        declared.maxMessageSize().map(size -> (int) size.asLongValue()).ifPresent(stream::maximumMessageSize);
        declared.maxConsumers().ifPresent(stream::maxConsumers);
        declared.discard().ifPresent(discard -> stream
                .discardPolicy(discard == StreamConfig.Discard.OLD ? DiscardPolicy.Old : DiscardPolicy.New));
        declared.discardNewPerSubject().ifPresent(stream::discardNewPerSubject);
        declared.replicas().ifPresent(stream::replicas);
        declared.compression().ifPresent(compression -> stream.compressionOption(
                compression == StreamConfig.Compression.S2 ? CompressionOption.S2 : CompressionOption.None));
        declared.duplicateWindow().ifPresent(stream::duplicateWindow);
        declared.allowDirect().ifPresent(stream::allowDirect);
        declared.allowMessageTtl().ifPresent(stream::allowMessageTtl);
        declared.allowAtomicPublish().ifPresent(stream::allowAtomicPublish);
        declared.allowMessageSchedules().ifPresent(stream::allowMessageSchedules);
        declared.mirror().ifPresent(mirror -> stream.mirror(Mirror.builder().name(mirror).build()));
        declared.sources().ifPresent(sources -> stream.sources(sources(sources)));
        declared.subjectTransform().ifPresent(transform -> stream.subjectTransform(
                SubjectTransform.builder().source(transform.source()).destination(transform.destination()).build()));
        declared.placement().ifPresent(placement -> stream.placement(Placement.builder()
                .cluster(placement.cluster().orElse(null)).tags(placement.tags().orElse(List.of())).build()));
        if (!declared.metadata().isEmpty()) {
            stream.metadata(declared.metadata());
        }
        return stream.build();
    }

    private static List<Source> sources(List<String> names) {
        return names.stream().map(name -> Source.builder().name(name).build()).toList();
    }

    /** The development stream of a subject. */
    static StreamConfiguration forSubjects(String name, List<String> subjects) {
        return StreamConfiguration.builder().name(name).subjects(subjects).storageType(StorageType.File).build();
    }

    /** @return the value of a setting as a sentence shows it; a name of a stream or a subject keeps its case */
    static String word(Object value) {
        String text = String.valueOf(value == null ? "nothing" : value);
        return value instanceof Enum ? text.toLowerCase(Locale.ROOT) : text;
    }
}
