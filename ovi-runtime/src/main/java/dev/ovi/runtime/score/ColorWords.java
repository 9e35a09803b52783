package dev.ovi.runtime.score;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.words.WordSelector;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which colour each word of a prompt speaks of: a colour word of itself, any other word of the last colour word before
 * it. So in {@code a red circle and a blue square} the object of {@code circle} is red, that of {@code square} blue.
 */
final class ColorWords {
    private final PromptText text;
    private final List<Word> words;
    private final Map<Word, ObjectColor> colors = new LinkedHashMap<>();

    ColorWords(PromptText text) {
        this.text = text;
        this.words = text.words().stream()
                .filter(word -> word.role() == TokenRole.TEXT)
                .toList();
        @Nullable ObjectColor current = null;
        for (Word word : words) {
            current = ObjectColor.named(word.text()).orElse(current);
            if (current != null) {
                colors.put(word, current);
            }
        }
    }

    /**
     * The colour words and, for each, the word that follows it if that has a content: what its object is called.
     *
     * @throws UsageException if there is no colour word
     */
    List<TokenGroup> words() {
        if (colors.isEmpty()) {
            throw new UsageException("\"" + text.text() + "\" names no colour that objects are found by ("
                    + ObjectColor.NAMED.stream().map(ObjectColor::name).collect(Collectors.joining(", "))
                    + "); name one by --color, or give a mask by --mask");
        }
        Set<Integer> content = new WordSelector(text)
                .select(List.of("content")).stream()
                        .flatMap(group -> group.positions().stream())
                        .collect(Collectors.toSet());
        Set<Word> chosen = new LinkedHashSet<>();
        for (int i = 0; i < words.size(); i++) {
            if (isColor(words.get(i))) {
                chosen.add(words.get(i));
                if (i + 1 < words.size() && content.containsAll(words.get(i + 1).tokens())) {
                    chosen.add(words.get(i + 1));
                }
            }
        }
        return chosen.stream()
                .map(word -> TokenGroup.sum(word.label(), word.tokens()))
                .toList();
    }

    /**
     * The colour of the object that a group of tokens speaks of.
     *
     * @throws UsageException if there is none, or more than one
     */
    ObjectColor colorOf(TokenGroup group) {
        List<ObjectColor> found = colors.entrySet().stream()
                .filter(entry -> entry.getKey().tokens().stream().anyMatch(group.positions()::contains))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        if (found.isEmpty()) {
            throw new UsageException("\"" + group.label() + "\" follows no colour word in \"" + text.text()
                    + "\", so its object is not known; name it by --color or --mask");
        }
        if (found.size() > 1) {
            throw new UsageException("\"" + group.label() + "\" speaks of objects that are "
                    + found.stream().map(ObjectColor::name).collect(Collectors.joining(" and "))
                    + "; choose one of its places, for instance " + group.label() + "#1");
        }
        return found.getFirst();
    }

    /** Whether a group consists of colour words alone. */
    boolean isColor(TokenGroup group) {
        return words.stream()
                .filter(word -> word.tokens().stream().anyMatch(group.positions()::contains))
                .allMatch(ColorWords::isColor);
    }

    private static boolean isColor(Word word) {
        return ObjectColor.named(word.text()).isPresent();
    }
}
