package io.quarkiverse.messaging.nats.deployment.devui;

import io.quarkiverse.messaging.nats.runtime.devui.NatsDevUi;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** The card of the Dev UI and its pages; in development mode only. */
class NatsDevUiProcessor {

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    CardPageBuildItem card() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder().title("Channels").icon("font-awesome-solid:right-left")
                .componentLink("qwc-nats-channels.js").dynamicLabelJsonRPCMethodName("channelCount"));
        card.addPage(Page.webComponentPageBuilder().title("Streams").icon("font-awesome-solid:database")
                .componentLink("qwc-nats-streams.js").dynamicLabelJsonRPCMethodName("streamCount"));
        card.addPage(Page.webComponentPageBuilder().title("Consumers").icon("font-awesome-solid:inbox")
                .componentLink("qwc-nats-consumers.js").dynamicLabelJsonRPCMethodName("consumerCount"));
        return card;
    }

    @BuildStep(onlyIf = IsLocalDevelopment.class)
    JsonRPCProvidersBuildItem methods() {
        return new JsonRPCProvidersBuildItem(NatsDevUi.class);
    }
}
