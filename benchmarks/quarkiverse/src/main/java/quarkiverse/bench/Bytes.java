package quarkiverse.bench;

/**
 * What arrives.
 *
 * @param bytes as they are
 */
public record Bytes(byte[] bytes) {
}
