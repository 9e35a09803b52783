package dev.ovi.runtime.model.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.StartupProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a prompt into the pieces of umT5's unigram vocabulary, by Hugging Face's tokenizers and the checkpoint's own
 * {@code tokenizer.json}. Works without a network.
 */
public final class PromptTokenizer implements AutoCloseable {
    /** On a host with a GPU the tokenizer library would fetch a build of itself; the one in its jar is all we need. */
    private static final Map<String, String> NO_DOWNLOADS = Map.of("ai.djl.offline", "true", "RUST_FLAVOR", "cpu");

    private final HuggingFaceTokenizer tokenizer;
    private final int textLength;

    private PromptTokenizer(HuggingFaceTokenizer tokenizer, int textLength) {
        this.tokenizer = tokenizer;
        this.textLength = textLength;
    }

    /**
     * Reads a tokenizer.
     *
     * @param directory the folder with {@code tokenizer.json}, in a checkpoint {@code Wan2.2-TI2V-5B/google/umt5-xxl}
     * @param textLength how many keys text attention has; a longer prompt is cut
     * @throws OviException if there is no such file, or it is not a tokenizer
     */
    public static PromptTokenizer open(Path directory, int textLength) {
        Path file = directory.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new OviException(file + ": the tokenizer is missing; is ckpt_dir a complete Ovi checkpoint?");
        }
        try (var _ = StartupProperties.set(NO_DOWNLOADS)) {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(true)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
            return new PromptTokenizer(tokenizer, textLength);
        } catch (IOException | RuntimeException e) {
            throw new OviException(file + " cannot be read as a tokenizer: " + e.getMessage(), e);
        }
    }

    /** A prompt whose sound is marked as the model wants it; see {@link AudioTags}. */
    public TokenizedPrompt tokenize(String prompt, AudioTags tags) {
        return tokenize(prompt, PromptCleaner.clean(tags.format(prompt)));
    }

    /** A text that is taken as it stands, apart from {@linkplain PromptCleaner cleaning}: a negative prompt. */
    public TokenizedPrompt tokenize(String text) {
        return tokenize(text, PromptCleaner.clean(text));
    }

    private TokenizedPrompt tokenize(String raw, String text) {
        List<PromptToken> all = tokens(text);
        if (all.size() <= textLength) {
            return new TokenizedPrompt(new PromptText(raw, text, all, textLength), 0, List.of());
        }
        PromptToken end = all.getLast();
        boolean hasEnd = end.role() == TokenRole.END;
        int kept = hasEnd ? textLength - 1 : textLength;
        List<PromptToken> tokens = new ArrayList<>(all.subList(0, kept));
        if (hasEnd) {
            tokens.add(new PromptToken(kept, end.id(), end.piece(), end.start(), end.end(), end.role()));
        }
        return new TokenizedPrompt(
                new PromptText(raw, text, tokens, textLength),
                all.size() - textLength,
                wordsFrom(kept, raw, text, all));
    }

    private static List<String> wordsFrom(int firstCut, String raw, String text, List<PromptToken> all) {
        return new PromptText(raw, text, all, all.size())
                .words().stream()
                        .filter(word -> word.tokens().getLast() >= firstCut)
                        .map(Word::text)
                        .toList();
    }

    private List<PromptToken> tokens(String text) {
        Encoding encoding = tokenizer.encode(text);
        long[] ids = encoding.getIds();
        String[] pieces = encoding.getTokens();
        long[] special = encoding.getSpecialTokenMask();
        @Nullable CharSpan[] spans = encoding.getCharTokenSpans();
        PromptRoles roles = new PromptRoles(text);
        List<PromptToken> tokens = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            CharSpan span = spans[i];
            boolean end = special[i] == 1 || span == null;
            int from = end || span == null ? text.length() : text.offsetByCodePoints(0, span.getStart());
            int to = end || span == null ? text.length() : text.offsetByCodePoints(0, span.getEnd());
            TokenRole role = end ? TokenRole.END : roles.of(from, to);
            tokens.add(new PromptToken(i, Math.toIntExact(ids[i]), pieces[i], from, to, role));
        }
        return tokens;
    }

    /** Frees the tokenizer's native memory. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
