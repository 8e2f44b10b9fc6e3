package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

/** Makes packing fail, or lets it work again. */
@Path("/failing")
public class FailingResource {

    @Inject
    FailingSwitch failing;

    @GET
    public State get() {
        return new State(failing.isOn());
    }

    @PUT
    public State set(State state) {
        if (state == null || state.failing() == null) {
            throw new BadRequestException("Say {\"failing\": true} or {\"failing\": false}.");
        }
        failing.set(state.failing());
        return get();
    }

    /** The body, both ways. */
    public record State(Boolean failing) {
    }
}
