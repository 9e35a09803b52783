package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * One buffer that serves every sink which wants maps of a kind and branch: the union of their positions and layers, as
 * finely as the finest of them, so that each call of attention is captured at most once.
 *
 * @param request what the backend is asked for; its layers are never empty
 * @param heads heads of the model
 * @param mapSize patches of one map
 */
record MergedRequest(CaptureRequest request, int heads, int mapSize) {

    /** Merges the plans of all sinks, in the order in which kinds and branches first occur. */
    static List<MergedRequest> merge(List<CapturePlan> plans, RunInfo run) {
        Map<List<Object>, List<CaptureRequest>> bySite = new LinkedHashMap<>();
        for (CapturePlan plan : plans) {
            for (CaptureRequest request : plan.requests()) {
                if (!request.positions().isEmpty()) {
                    bySite.computeIfAbsent(List.of(request.kind(), request.branch()), key -> new ArrayList<>())
                            .add(request);
                }
            }
        }
        return bySite.values().stream()
                .map(requests -> union(requests, run))
                .map(request -> new MergedRequest(
                        request, run.heads(), run.grid(request.kind()).size()))
                .toList();
    }

    private static CaptureRequest union(List<CaptureRequest> requests, RunInfo run) {
        Granularity finest = Granularity.STEP;
        Set<Integer> positions = new TreeSet<>();
        Set<Integer> layers = new TreeSet<>();
        for (CaptureRequest request : requests) {
            finest = request.granularity().compareTo(finest) > 0 ? request.granularity() : finest;
            positions.addAll(request.positions());
            layers.addAll(layersOf(request, run));
        }
        boolean meansDiffer = requests.stream()
                        .map(request -> layersOf(request, run))
                        .distinct()
                        .count()
                > 1;
        if (meansDiffer && finest == Granularity.STEP) {
            finest = Granularity.LAYER;
        }
        CaptureRequest first = requests.getFirst();
        return new CaptureRequest(first.kind(), first.branch(), finest, List.copyOf(positions), layers);
    }

    /** The layers that a request means: its own, or all. */
    static Set<Integer> layersOf(CaptureRequest request, RunInfo run) {
        return request.layers().isEmpty()
                ? new TreeSet<>(IntStream.range(0, run.layers()).boxed().toList())
                : request.layers();
    }

    /** The buffer: {@code [layers or 1, heads or 1, positions, map]}. */
    long[] shape() {
        return new long[] {
            request.granularity() == Granularity.STEP ? 1 : request.layers().size(),
            request.granularity() == Granularity.HEAD ? heads : 1,
            request.positions().size(),
            mapSize
        };
    }

    /** Bytes of the buffer. */
    long bytes() {
        long bytes = Float.BYTES;
        for (long size : shape()) {
            bytes = Math.multiplyExact(bytes, size);
        }
        return bytes;
    }

    /** Whether a call of attention is to be captured. */
    boolean wants(AttentionSite site) {
        return site.kind() == request.kind()
                && site.branch() == request.branch()
                && request.layers().contains(site.layer());
    }

    /** The place of a layer on the buffer's first axis. */
    int layerEntry(int layer) {
        return request.granularity() == Granularity.STEP
                ? 0
                : List.copyOf(request.layers()).indexOf(layer);
    }

    /** The factor on every probability: means over layers are weighted here, finer ones when they are read. */
    float weight() {
        return request.granularity() == Granularity.STEP ? 1f / request.layers().size() : 1f;
    }
}
