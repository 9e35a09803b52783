package dev.ovi.runtime.capture;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.CaptureSettings;
import dev.ovi.runtime.config.Patch;
import dev.ovi.runtime.words.WordSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Turns what the configuration asks to be captured into positions of one run. {@code </s>} and the padding are always added
 * to chosen words: without their share nobody can tell how much attention the words got.
 *
 * @param prompts the prompt and the negative prompts
 * @param videoGrid the grid of video patches
 * @param audioGrid the grid of audio positions
 * @param layers number of transformer blocks
 * @param skippedLayer the block that the negative pass leaves out; below 1 none
 */
public record RequestedCapture(
        Prompts prompts, PatchGrid videoGrid, PatchGrid audioGrid, int layers, int skippedLayer) {

    /**
     * The plan that the settings describe.
     *
     * @throws UsageException for a word, patch or layer that does not exist, or self-attention without patches
     */
    public CapturePlan plan(CaptureSettings settings) {
        List<CaptureRequest> requests = new ArrayList<>();
        for (AttentionKind kind : settings.kinds()) {
            for (Branch branch : settings.branches()) {
                requests.add(new CaptureRequest(
                        kind,
                        branch,
                        settings.granularity(),
                        positions(kind, branch, settings),
                        layers(branch, settings)));
            }
        }
        return new CapturePlan(requests);
    }

    private Set<Integer> layers(Branch branch, CaptureSettings settings) {
        boolean skips = branch == Branch.NEGATIVE && skippedLayer >= 1 && skippedLayer < layers;
        if (settings.layers().isAll() && !skips) {
            return Set.of();
        }
        Set<Integer> chosen = settings.layers().among(layers, "attention.capture.layers", "layers");
        if (!skips) {
            return chosen;
        }
        Set<Integer> run = new TreeSet<>(chosen);
        run.remove(skippedLayer); // it would count as a layer that attends to nothing
        if (run.isEmpty()) {
            throw new UsageException("attention.capture.layers is " + settings.layers() + ", which the negative branch"
                    + " leaves out because slg_layer is " + skippedLayer
                    + "; choose other layers, or attention.capture.branches without negative");
        }
        return run;
    }

    private List<Integer> positions(AttentionKind kind, Branch branch, CaptureSettings settings) {
        return switch (kind.position()) {
            case TEXT -> tokens(kind, branch, settings.tokens());
            case AUDIO -> IntStream.range(0, audioGrid.size()).boxed().toList();
            case VIDEO -> patches(settings.patches());
        };
    }

    private List<Integer> tokens(AttentionKind kind, Branch branch, List<String> selections) {
        PromptText text = prompts.text(kind, branch);
        if (branch == Branch.NEGATIVE) {
            // Chosen words are words of the prompt. Of a negative prompt all is kept.
            return withSinks(
                    text, text.tokens().stream().map(PromptToken::index).toList());
        }
        List<Integer> chosen = new WordSelector(text)
                .select(selections).stream()
                        .map(TokenGroup::positions)
                        .flatMap(List::stream)
                        .toList();
        return withSinks(text, chosen);
    }

    private static List<Integer> withSinks(PromptText text, List<Integer> chosen) {
        Set<Integer> positions = new TreeSet<>(chosen);
        text.tokens().stream()
                .filter(token -> token.role() == TokenRole.END)
                .map(PromptToken::index)
                .forEach(positions::add);
        if (text.paddingCount() > 0) {
            positions.add(text.paddingPosition());
        }
        return List.copyOf(positions);
    }

    private List<Integer> patches(List<Patch> patches) {
        if (patches.isEmpty()) {
            throw new UsageException(
                    "attention.capture.kinds has video_self, which shows what chosen patches look at: name"
                            + " them, for instance attention.capture.patches=[[0,8,8]]; the grid is " + videoGrid
                            + " (frame, row, column)");
        }
        return patches.stream().map(this::index).toList();
    }

    private int index(Patch patch) {
        if (patch.frame() >= videoGrid.frames()
                || patch.row() >= videoGrid.height()
                || patch.column() >= videoGrid.width()) {
            throw new UsageException("attention.capture.patches: there is no patch [" + patch.frame() + ", "
                    + patch.row() + ", " + patch.column() + "] in a grid of " + videoGrid + " (frame, row, column)");
        }
        return (patch.frame() * videoGrid.height() + patch.row()) * videoGrid.width() + patch.column();
    }
}
