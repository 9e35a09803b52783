package dev.ovi.api.capture;

import java.util.List;

/**
 * Everything that a sink wants to see of a run. The host merges the plans of all sinks, so that each call of attention
 * is captured at most once.
 *
 * @param requests one for each kind and branch
 */
public record CapturePlan(List<CaptureRequest> requests) {

    /** @throws IllegalArgumentException if two requests have the same kind and branch */
    public CapturePlan {
        requests = List.copyOf(requests);
        long distinct = requests.stream()
                .map(request -> request.kind().id() + request.branch().id())
                .distinct()
                .count();
        if (distinct != requests.size()) {
            throw new IllegalArgumentException("two requests of a plan have the same kind and branch");
        }
    }

    /** The same maps, all kept as finely as {@code granularity} says. */
    public CapturePlan withGranularity(Granularity granularity) {
        return new CapturePlan(requests.stream()
                .map(request -> request.withGranularity(granularity))
                .toList());
    }
}
