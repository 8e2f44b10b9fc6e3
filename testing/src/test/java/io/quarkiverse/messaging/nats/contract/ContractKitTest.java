package io.quarkiverse.messaging.nats.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import io.quarkiverse.messaging.nats.contract.FlawedSequences.Disk;
import io.quarkiverse.messaging.nats.contract.FlawedSequences.Flaw;
import io.quarkiverse.messaging.nats.spi.ConsumerKey;
import io.quarkiverse.messaging.nats.spi.ProcessedSequences;

/** The contract acquits a store that is right, and convicts each that is wrong in one thing. */
class ContractKitTest {

    private static Flaw flaw;

    /** Run by the tests below, and nowhere else. */
    static class OnTrial extends SharedStoreContract {

        private final Map<String, Disk> disks = new ConcurrentHashMap<>();
        private final Map<String, Boolean> broken = new ConcurrentHashMap<>();

        @Override
        protected ProcessedSequences open(ConsumerKey of) {
            return new FlawedSequences(flaw, of, disks, broken);
        }

        @Override
        protected boolean makeFail(boolean failing) {
            broken.put("once", true);
            if (failing) {
                broken.put("now", true);
            } else {
                broken.remove("now");
            }
            return true;
        }
    }

    private static EngineExecutionResults run(Flaw of) {
        flaw = of;
        return EngineTestKit.engine("junit-jupiter").selectors(selectClass(OnTrial.class)).execute();
    }

    private static List<String> convicting(EngineExecutionResults results) {
        return results.testEvents().failed().map(event -> event.getTestDescriptor().getLegacyReportingName()).toList();
    }

    @Test
    void theRightOneIsAcquitted() {
        EngineExecutionResults results = run(Flaw.NONE);
        assertThat(convicting(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isGreaterThan(15);
        assertThat(results.testEvents().aborted().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "WATERMARK, aFailedMessageStaysOpenBelowOthers()",
            "NO_FINGERPRINT, anotherMessageByTheSameSequenceIsForeign()",
            "NO_FINGERPRINT_BELOW_THE_FLOOR, anotherMessageByTheSameSequenceIsForeign()",
            "INCARNATION_IS_NOT_KEPT, aRestartForgetsNothing()",
            "BEGINS_WITHOUT_FORGETTING, whatAnOperatorAcceptsBeginsAnew()",
            "BEGINS_TWICE, whatAnOperatorAcceptsBeginsAnew()",
            "FORGETS_AT_RESTART, aRestartForgetsNothing()",
            "LOWERS_THE_FLOOR, compactionRaisesTheFloorAndKeepsWhatIsAbove()",
            "NEVER_FORGETS, compactionRaisesTheFloorAndKeepsWhatIsAbove()",
            "FORGETS_WHAT_IS_ABOVE, compactionRaisesTheFloorAndKeepsWhatIsAbove()",
            "CLAIMS_TWICE, ofRivalsOneProcesses()",
            "KEEPS_WHAT_WAS_RELEASED, whatWasReleasedMayBeProcessed()",
            "PROCESSES_WHAT_WAS_PUT_ASIDE, whatIsPutAsideIsDone()",
            "ONE_RECORD_FOR_ALL, recordsAreApart()",
            "RECORDS_WHAT_FAILED, aStoreThatFailsSaysSoAndRecovers()",
            "NEVER_RECOVERS, aStoreThatFailsSaysSoAndRecovers()" })
    void aWrongOneIsConvicted(Flaw of, String by) {
        assertThat(convicting(run(of))).contains(by);
    }
}
