package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One buffer that serves every sink which wants maps of a kind and branch: the union of their positions and layers, as
 * finely as the finest of them, so that each call of attention is captured at most once.
 *
 * @param request what the backend is asked for; its layers are never empty
 * @param finest ids of the sinks that want it this finely
 * @param heads heads of the model
 * @param mapSize patches of one map
 */
record MergedRequest(CaptureRequest request, List<String> finest, int heads, int mapSize) {

    /** What one sink wants of a kind and branch. */
    private record Wish(String sink, CaptureRequest request) {}

    /** Merges the plans of all sinks, in the order in which kinds and branches first occur. */
    static List<MergedRequest> merge(List<SinkRun> sinks, RunInfo run) {
        Map<List<Object>, List<Wish>> bySite = new LinkedHashMap<>();
        for (SinkRun sink : sinks) {
            for (CaptureRequest request : sink.plan().requests()) {
                if (!request.positions().isEmpty()) {
                    bySite.computeIfAbsent(List.of(request.kind(), request.branch()), key -> new ArrayList<>())
                            .add(new Wish(sink.id(), request));
                }
            }
        }
        return bySite.values().stream().map(wishes -> merged(wishes, run)).toList();
    }

    private static MergedRequest merged(List<Wish> wishes, RunInfo run) {
        CaptureRequest union = union(wishes.stream().map(Wish::request).toList(), run);
        List<String> finest = wishes.stream()
                .filter(wish -> wish.request().granularity() == union.granularity())
                .map(Wish::sink)
                .toList();
        return new MergedRequest(
                union, finest, run.heads(), run.grid(union.kind()).size());
    }

    private static CaptureRequest union(List<CaptureRequest> requests, RunInfo run) {
        Granularity finest = Granularity.STEP;
        Set<Integer> positions = new TreeSet<>();
        Set<Integer> layers = new TreeSet<>();
        for (CaptureRequest request : requests) {
            finest = request.granularity().compareTo(finest) > 0 ? request.granularity() : finest;
            positions.addAll(request.positions());
            layers.addAll(request.layersOf(run));
        }
        boolean meansDiffer = requests.stream()
                        .map(request -> request.layersOf(run))
                        .distinct()
                        .count()
                > 1;
        if (meansDiffer && finest == Granularity.STEP) {
            finest = Granularity.LAYER;
        }
        CaptureRequest first = requests.getFirst();
        return new CaptureRequest(first.kind(), first.branch(), finest, List.copyOf(positions), layers);
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

    /** Whether a sink's request is part of this one. */
    boolean serves(CaptureRequest wanted) {
        return wanted.kind() == request.kind()
                && wanted.branch() == request.branch()
                && !wanted.positions().isEmpty();
    }

    /** What it holds, for the user: {@code text_to_video of the conditional branch (13 positions × 6 layers × 4 heads)}. */
    String describe() {
        long[] shape = shape();
        return request.kind().id() + " of the " + request.branch().id() + " branch (" + count(shape[2], "position")
                + (request.granularity() == Granularity.STEP ? "" : " × " + count(shape[0], "layer"))
                + (request.granularity() == Granularity.HEAD ? " × " + count(shape[1], "head") : "") + ")";
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** What would make it smaller, for the user. */
    String remedy() {
        List<String> ways = new ArrayList<>();
        if (request.granularity() != Granularity.STEP) {
            if (!finest.isEmpty()) {
                ways.add("a coarser granularity for " + String.join(", ", finest));
            }
            ways.add("fewer attention.capture.layers");
        }
        if (request.kind().position() == Sequence.VIDEO) {
            ways.add("fewer attention.capture.patches");
        } else if (request.kind().position() == Sequence.TEXT && request.branch() == Branch.CONDITIONAL) {
            ways.add("fewer attention.capture.tokens");
        }
        ways.add("attention.capture.kinds without " + request.kind().id());
        if (request.branch() == Branch.NEGATIVE) {
            ways.add("attention.capture.branches without negative");
        }
        return "choose " + String.join(" or ", ways);
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
