package dev.ovi.runtime.words;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import dev.ovi.runtime.base.Nearest;
import dev.ovi.runtime.base.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Turns what a user writes into groups of tokens of one text. Understood are
 *
 * <ul>
 *   <li>a word or phrase, {@code square} or {@code blue square}: the sum over its pieces, all occurrences together;
 *   <li>one occurrence, {@code square#2};
 *   <li>a token's index, {@code 7}, and a span of characters, {@code 6..12} (the last one excluded);
 *   <li>{@code </s>} and {@code padding}, the tokens that soak attention up;
 *   <li>classes, which become one group for each different word: {@code all}, {@code content} (no stop words,
 *       punctuation or tags), {@code text}, {@code audio}, {@code speech}.
 * </ul>
 */
public final class WordSelector {
    private static final Pattern INDEX = Pattern.compile("\\d+");
    private static final Pattern SPAN = Pattern.compile("(\\d+)\\.\\.(\\d+)");
    private static final Pattern OCCURRENCE = Pattern.compile("(.+)#(\\d+)");
    private static final int SUGGESTIONS = 3;

    private final PromptText text;
    private final List<Word> words;

    /** A selector for the tokens of one text. */
    public WordSelector(PromptText text) {
        this.text = text;
        this.words = text.words();
    }

    /**
     * The groups that all selections together name, in order; tokens that were chosen twice are one group, called what they
     * were called first.
     *
     * @throws UsageException for a word that is not in the text (with the nearest that are), an index or span outside it, or
     *     a class that no word belongs to
     */
    public List<TokenGroup> select(List<String> selections) {
        Map<List<Integer>, TokenGroup> groups = new LinkedHashMap<>();
        for (String selection : selections) {
            for (TokenGroup group : select(selection.strip())) {
                groups.putIfAbsent(group.positions(), group);
            }
        }
        return List.copyOf(groups.values());
    }

    /** The content words of some parts of the text, one group for each different word; none where there are none. */
    public List<TokenGroup> content(Set<TokenRole> parts) {
        return text.wordGroups(word -> isContent(word) && parts.contains(word.role()));
    }

    private List<TokenGroup> select(String selection) {
        return switch (selection) {
            case "" -> throw new UsageException("an empty word was asked for");
            case "all" -> distinctWords(selection, word -> true);
            case "content" -> distinctWords(selection, WordSelector::isContent);
            case "text" -> distinctWords(selection, word -> word.role() == TokenRole.TEXT);
            case "audio" -> distinctWords(selection, word -> word.role() == TokenRole.AUDIO);
            case "speech" -> distinctWords(selection, word -> word.role() == TokenRole.SPEECH);
            case "padding" -> List.of(padding());
            case "</s>" -> List.of(end());
            default -> List.of(position(selection));
        };
    }

    private TokenGroup position(String selection) {
        List<List<Word>> phrases = phrases(selection);
        if (!phrases.isEmpty()) {
            return group(selection, phrases);
        }
        Matcher occurrence = OCCURRENCE.matcher(selection);
        if (occurrence.matches()) {
            return occurrence(selection, occurrence.group(1), occurrence.group(2));
        }
        if (INDEX.matcher(selection).matches()) {
            return index(selection);
        }
        Matcher span = SPAN.matcher(selection);
        if (span.matches()) {
            return span(selection, span.group(1), span.group(2));
        }
        throw unknown(selection);
    }

    private TokenGroup occurrence(String selection, String phrase, String ordinal) {
        List<List<Word>> phrases = phrases(phrase);
        if (phrases.isEmpty()) {
            throw unknown(phrase);
        }
        int number = parse(ordinal);
        if (number < 1 || number > phrases.size()) {
            throw new UsageException("\"" + selection + "\": \"" + phrase + "\" occurs " + times(phrases.size())
                    + " in \"" + text.text() + "\"");
        }
        return group(selection, List.of(phrases.get(number - 1)));
    }

    private TokenGroup index(String selection) {
        int index = parse(selection);
        if (index < text.tokens().size()) {
            PromptToken token = text.tokens().get(index);
            return TokenGroup.single(token.piece().replace("▁", "") + "[" + index + "]", index);
        }
        if (index < text.length()) {
            throw new UsageException("token " + index + " is padding: the text has tokens 0 to "
                    + (text.tokens().size() - 1) + "; ask for \"padding\" to see the share of all padding");
        }
        throw new UsageException("there is no token " + selection + "; the text has tokens 0 to "
                + (text.tokens().size() - 1));
    }

    private TokenGroup span(String selection, String from, String to) {
        int start = parse(from);
        int end = parse(to);
        List<Integer> inside = text.tokens().stream()
                .filter(token -> token.start() < end && token.end() > start)
                .map(PromptToken::index)
                .toList();
        if (start >= end || end > text.text().length() || inside.isEmpty()) {
            throw new UsageException("characters " + selection + " are not in the text, which has 0.."
                    + text.text().length());
        }
        // With the span, because the same letters may stand elsewhere, too.
        return TokenGroup.sum(text.text().substring(start, end).strip() + "[" + selection + "]", inside);
    }

    private TokenGroup padding() {
        if (text.paddingCount() == 0) {
            throw new UsageException("there is no padding: the text fills all " + text.length() + " tokens");
        }
        return TokenGroup.single("padding", text.paddingPosition());
    }

    private TokenGroup end() {
        return text.tokens().stream()
                .filter(token -> token.role() == TokenRole.END)
                .findFirst()
                .map(token -> TokenGroup.single("</s>", token.index()))
                .orElseThrow(() -> new UsageException("the text has no </s>"));
    }

    private List<TokenGroup> distinctWords(String selection, Predicate<Word> wanted) {
        List<TokenGroup> groups = text.wordGroups(wanted);
        if (groups.isEmpty()) {
            throw new UsageException("no word of \"" + text.text() + "\" belongs to \"" + selection + "\"");
        }
        return groups;
    }

    /** All places where the words of a phrase follow one another. */
    private List<List<Word>> phrases(String phrase) {
        List<String> parts = PromptText.split(phrase);
        if (parts.isEmpty()) {
            return List.of();
        }
        return IntStream.rangeClosed(0, words.size() - parts.size())
                .mapToObj(at -> words.subList(at, at + parts.size()))
                .filter(candidate -> IntStream.range(0, parts.size())
                        .allMatch(i -> candidate.get(i).text().equalsIgnoreCase(parts.get(i))))
                .toList();
    }

    private static TokenGroup group(String label, List<List<Word>> phrases) {
        List<Integer> tokens = phrases.stream()
                .flatMap(List::stream)
                .flatMap(word -> word.tokens().stream())
                .distinct()
                .toList();
        return TokenGroup.sum(label, tokens);
    }

    private UsageException unknown(String selection) {
        List<String> nearest =
                Nearest.to(selection, words.stream().map(Word::text).toList(), SUGGESTIONS);
        return new UsageException("\"" + selection + "\" is not a word of \"" + text.text() + "\"; "
                + (nearest.isEmpty() ? "it has none" : "nearest are " + String.join(", ", nearest)));
    }

    private static boolean isContent(Word word) {
        return word.role() != TokenRole.TAG
                && Character.isLetterOrDigit(word.text().codePointAt(0))
                && !StopWords.contains(word.text());
    }

    private static int parse(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new UsageException(digits + " is far too large for a position in a prompt", e);
        }
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
