package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse.StatusCode;

import io.smallrye.mutiny.Uni;

/** Takes orders, one or many. The answer comes when they are stored. */
@Path("/orders")
public class OrderResource {

    private static final int LARGEST_BURST = 10_000;

    @Inject
    Shop shop;
    @Inject
    Tally tally;
    @Inject
    FailingSwitch failing;

    @POST
    @ResponseStatus(StatusCode.CREATED)
    public Uni<Order> place(OrderRequest request) {
        if (request == null) {
            throw new BadRequestException("Say what to order: {\"item\": \"Moka pot\", \"quantity\": 1}.");
        }
        return shop.place(request.toOrder());
    }

    @POST
    @Path("/burst")
    @ResponseStatus(StatusCode.CREATED)
    public Uni<Burst> burst(@RestQuery String count) {
        int wanted = number(count);
        return shop.placeMany(wanted).replaceWith(new Burst(wanted));
    }

    @GET
    @Path("/stats")
    public Stats stats() {
        return tally.stats(failing.isOn());
    }

    private static int number(String count) {
        try {
            int wanted = Integer.parseInt(count);
            if (wanted >= 1 && wanted <= LARGEST_BURST) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new BadRequestException("A burst needs a count from 1 to " + LARGEST_BURST + ".");
    }

    /** How many orders were stored. */
    public record Burst(int placed) {
    }
}
