/**
 * What an application imports: metadata of messages, acknowledgement by hand, credentials and customizers.
 */
package io.quarkiverse.messaging.nats;
