package dev.ovi.sink.statistics;

import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** What the statistics of a kind and branch are about. */
final class WordGroups {
    private WordGroups() {}

    /**
     * Of text, the words that the user chose, or all words of a negative prompt, and {@code </s>} and padding; of everything
     * else, each position: an audio position is called by its index, a patch {@code [frame,row,column]}.
     */
    static List<TokenGroup> of(CaptureRequest request, RunInfo run) {
        return switch (request.kind().position()) {
            case TEXT -> words(request, run);
            case AUDIO -> positions(request, String::valueOf);
            case VIDEO -> positions(request, position -> patch(position, run.videoGrid()));
        };
    }

    private static List<TokenGroup> words(CaptureRequest request, RunInfo run) {
        PromptText text = run.text(request.kind(), request.branch());
        List<TokenGroup> chosen = request.branch() == Branch.CONDITIONAL ? run.words() : text.wordGroups(word -> true);
        Stream<TokenGroup> ends = text.tokens().stream()
                .filter(token -> token.role() == TokenRole.END)
                .map(PromptToken::index)
                .map(index -> TokenGroup.single("</s>", index));
        Stream<TokenGroup> padding =
                text.paddingCount() > 0 ? Stream.of(TokenGroup.single("padding", text.paddingPosition())) : Stream.of();
        Map<List<Integer>, TokenGroup> groups = new LinkedHashMap<>();
        Stream.of(chosen.stream(), ends, padding)
                .flatMap(group -> group)
                .forEach(group -> groups.putIfAbsent(group.positions(), group));
        return List.copyOf(groups.values());
    }

    private static List<TokenGroup> positions(CaptureRequest request, IntFunction<String> name) {
        return request.positions().stream()
                .map(position -> TokenGroup.single(name.apply(position), position))
                .toList();
    }

    private static String patch(int position, PatchGrid grid) {
        int inFrame = position % grid.frameSize();
        return "[" + position / grid.frameSize() + "," + inFrame / grid.width() + "," + inFrame % grid.width() + "]";
    }
}
