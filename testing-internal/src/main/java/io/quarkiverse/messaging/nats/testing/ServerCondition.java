package io.quarkiverse.messaging.nats.testing;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.util.Arrays;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Compares what a test needs with the servers of this run. */
final class ServerCondition implements ExecutionCondition {

    private static String version;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getElement(), NeedsServer.class).filter(needs -> isOlder(version(), needs.value()))
                .map(needs -> ConditionEvaluationResult.disabled("needs nats-server " + needs.value() + " for "
                        + needs.why() + ", this run is on " + version()))
                .orElse(ConditionEvaluationResult.enabled("the server has what it needs"));
    }

    private static synchronized String version() {
        if (version == null) {
            version = ServerBinary.version();
        }
        return version;
    }

    static boolean isOlder(String version, String needed) {
        return Arrays.compare(numbers(version), numbers(needed)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.replaceFirst("-.*", "").split("\\.")).mapToInt(Integer::parseInt).toArray();
    }
}
