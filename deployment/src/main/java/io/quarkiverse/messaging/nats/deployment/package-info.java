/**
 * Build steps: beans and attributes are registered, the methods of the application are read, and what can't work fails the
 * build. Nothing here is on the class path of a running application.
 */
package io.quarkiverse.messaging.nats.deployment;
