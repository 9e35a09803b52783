package dev.ovi.runtime.generate;

import dev.ovi.runtime.generate.EncodedTexts.Encoded;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.text.TextEncoder;
import dev.ovi.runtime.model.text.TokenizedPrompt;
import dev.ovi.torch.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The texts that a session has encoded. The encoder is the largest part of the model and is loaded only while it works, so
 * the most recently used texts are kept. Features belong to the scope that is open when they are made.
 */
final class TextEncodings {
    private static final int KEPT = 64;

    private final OviModel model;
    private final SequencedMap<Text, Encoded> encoded = new LinkedHashMap<>();

    TextEncodings(OviModel model) {
        this.model = model;
    }

    /**
     * A text.
     *
     * @param tagged whether it is a prompt, in which sound and speech are marked, or a negative prompt
     */
    private record Text(String text, boolean tagged) {}

    /**
     * Encodes what has not been encoded yet, all of it while the encoder is loaded once.
     *
     * @param prompts what the videos show
     * @param observer is told of prompts that were cut
     * @return the texts of each prompt, valid until the next call
     */
    List<EncodedTexts> of(List<Prompt> prompts, String videoNegative, String audioNegative, RunObserver observer) {
        var video = new Text(videoNegative, false);
        var audio = new Text(audioNegative, false);
        SequencedMap<Text, TokenizedPrompt> missing = new LinkedHashMap<>();
        List.of(video, audio).forEach(text -> tokenizeIfMissing(text, missing));
        for (Prompt prompt : prompts) {
            TokenizedPrompt tokenized = tokenizeIfMissing(new Text(prompt.text(), true), missing);
            if (tokenized.isTruncated()) {
                observer.warn(tokenized.truncationMessage());
            }
        }
        if (!missing.isEmpty()) {
            model.withTextEncoder(encoder -> encode(encoder, missing));
        }
        List<EncodedTexts> texts = prompts.stream()
                .map(prompt -> new EncodedTexts(used(new Text(prompt.text(), true)), used(video), used(audio)))
                .toList();
        forgetAllBut(Math.max(KEPT, prompts.size() + 2));
        return texts;
    }

    private TokenizedPrompt tokenizeIfMissing(Text text, Map<Text, TokenizedPrompt> missing) {
        TokenizedPrompt tokenized = text.tagged()
                ? model.tokenizer().tokenize(text.text(), model.audioTags())
                : model.tokenizer().tokenize(text.text());
        if (!encoded.containsKey(text)) {
            missing.put(text, tokenized);
        }
        return tokenized;
    }

    private int encode(TextEncoder encoder, Map<Text, TokenizedPrompt> missing) {
        missing.forEach((text, tokenized) ->
                encoded.put(text, new Encoded(tokenized.prompt(), encoder.encode(tokenized.ids(), Taps.NONE))));
        return missing.size();
    }

    /** A text, which becomes the most recently used one. */
    private Encoded used(Text text) {
        Encoded found = Objects.requireNonNull(encoded.remove(text), text.text());
        encoded.putLast(text, found);
        return found;
    }

    private void forgetAllBut(int most) {
        while (encoded.size() > most) {
            encoded.pollFirstEntry().getValue().features().close();
        }
    }

    /** What the features hold. */
    long bytes() {
        return encoded.values().stream()
                .map(Encoded::features)
                .mapToLong(TextEncodings::bytes)
                .sum();
    }

    private static long bytes(Tensor features) {
        return features.elementCount() * features.dtype().byteSize();
    }
}
