package io.quarkiverse.messaging.nats.examples.orders;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** Says in one sentence why a request was refused. */
public class Refusals {

    @ServerExceptionMapper
    public RestResponse<Refusal> badRequest(BadRequestException refused) {
        return refusal(refused.getMessage());
    }

    /** JSON of the wrong shape, such as a text where a number belongs. */
    @ServerExceptionMapper
    public RestResponse<Refusal> mismatch(MismatchedInputException mismatch) {
        return refusal(unreadable());
    }

    /** No JSON at all arrives wrapped. */
    @ServerExceptionMapper
    public Response unparsable(WebApplicationException failure) {
        return failure.getCause() instanceof JacksonException ? refusal(unreadable()).toResponse() : failure.getResponse();
    }

    private static String unreadable() {
        return "The body is not the JSON that is expected here.";
    }

    private static RestResponse<Refusal> refusal(String sentence) {
        return RestResponse.status(Status.BAD_REQUEST, new Refusal(sentence));
    }

    /** The body of a refusal. */
    public record Refusal(String error) {
    }
}
