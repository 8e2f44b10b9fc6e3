/** The pages of the Dev UI in a real browser. */
package io.quarkiverse.messaging.nats.test.devui;
