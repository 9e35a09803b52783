package dev.ovi.runtime.capture;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.PromptText;
import java.util.Collection;

/** Whether a run has what a sink's plan asks for. A backend may rely on it. */
final class PlanCheck {
    private PlanCheck() {}

    /**
     * Returns the plan as it is.
     *
     * @throws IllegalArgumentException for a layer or position that the run does not have
     * @throws dev.ovi.api.record.MissingMapException for tokens of a branch without a text
     */
    static CapturePlan requirePossible(CapturePlan plan, RunInfo run) {
        for (CaptureRequest request : plan.requests()) {
            require("layer", request.layers(), run.layers(), request);
            require("position", request.positions(), positions(request, run), request);
        }
        return plan;
    }

    private static int positions(CaptureRequest request, RunInfo run) {
        Sequence sequence = request.kind().position();
        if (sequence != Sequence.TEXT) {
            return (sequence == Sequence.VIDEO ? run.videoGrid() : run.audioGrid()).size();
        }
        PromptText text = run.text(request.kind(), request.branch());
        return text.tokens().size() + (text.paddingCount() > 0 ? 1 : 0);
    }

    private static void require(String what, Collection<Integer> wanted, int count, CaptureRequest request) {
        for (int index : wanted) {
            if (index < 0 || index >= count) {
                throw new IllegalArgumentException("it plans to see " + what + " " + index + " of "
                        + request.kind().id() + " in the " + request.branch().id() + " branch; there are 0 to "
                        + (count - 1));
            }
        }
    }
}
