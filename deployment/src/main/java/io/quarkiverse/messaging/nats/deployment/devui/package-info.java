/** The pages of the Dev UI. */
package io.quarkiverse.messaging.nats.deployment.devui;
