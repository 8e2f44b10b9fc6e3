/** The Quarkiverse extension doing what this one does in {@code scripts/bench}. */
package quarkiverse.bench;
