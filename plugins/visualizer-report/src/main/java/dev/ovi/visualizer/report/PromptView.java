package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;

import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A text whose words are shaded by their share of the attention. Shades grow with the root of the share, because a few
 * words take most of it, and the rest would be white.
 */
final class PromptView {
    /** Probabilities were added up in float32. */
    private static final double ROUNDING = 1e-3;

    private final PromptText text;
    private final PositionShares shares;
    private final double largest;

    PromptView(PromptText text, PositionShares shares) {
        this.text = text;
        this.shares = shares;
        this.largest = text.words().stream()
                .filter(word -> shares.has(word.tokens()))
                .mapToDouble(word -> shares.ofWord(group(word)))
                .max()
                .orElse(0);
    }

    private static TokenGroup group(Word word) {
        return TokenGroup.sum(word.text(), word.tokens());
    }

    /** The shaded text, what the shades mean, and the balance between words and padding. */
    Html html() {
        return Html.join(
                element("p", shaded(), attribute("class", "prompt")),
                element("output", "", attribute("class", "figures")),
                element(
                        "p",
                        Html.join(
                                Html.text("0 % "),
                                element("span", "", attribute("class", "ramp")),
                                Html.text(" " + PageNumbers.percent(largest) + " of the attention")),
                        attribute("class", "shades")),
                balance());
    }

    /** The text, each word an element with its share. */
    private Html shaded() {
        List<Html> parts = new ArrayList<>();
        int at = 0;
        for (Word word : text.words()) {
            parts.add(Html.text(text.text().substring(at, word.start())));
            parts.add(shaded(word));
            at = word.end();
        }
        parts.add(Html.text(text.text().substring(at)));
        return Html.join(parts);
    }

    private Html shaded(Word word) {
        String role = word.role().id();
        if (!shares.has(word.tokens())) {
            return element(
                    "span",
                    word.text(),
                    attribute("class", "word unknown " + role),
                    attribute("title", word.text() + ": not captured"));
        }
        double share = shares.ofWord(group(word));
        double shade = largest == 0 ? 0 : Math.sqrt(share / largest);
        return element(
                "span",
                word.text(),
                attribute("class", "word " + role),
                attribute("style", String.format(Locale.ROOT, "--shade:%.4f", shade)),
                attribute("data-word", word.text().toLowerCase(Locale.ROOT)),
                attribute("title", figures(word, share)));
    }

    private String figures(Word word, double share) {
        String pieces = word.tokens().stream()
                .map(token -> piece(token)
                        + (word.tokens().size() > 1 ? " " + PageNumbers.percent(shares.ofToken(token)) : "")
                        + " (token " + token + ")")
                .collect(Collectors.joining(" + "));
        return word.text() + ": " + PageNumbers.percent(share) + " of the attention · " + pieces;
    }

    private String piece(int token) {
        return text.tokens().get(token).piece();
    }

    /** How the attention is divided between words, {@code </s>} and padding, as a bar and in figures. */
    private Html balance() {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("words", sum(token -> token.role() != TokenRole.END)));
        parts.add(new Part("</s>", sum(token -> token.role() == TokenRole.END)));
        if (shares.has(List.of(text.paddingPosition()))) {
            parts.add(new Part("padding (" + text.paddingCount() + " tokens)", shares.ofToken(text.paddingPosition())));
        }
        double rest = 1 - parts.stream().mapToDouble(Part::share).sum();
        if (rest > ROUNDING) {
            parts.add(new Part("not captured", rest));
        }
        List<Html> bar = new ArrayList<>();
        List<Html> figures = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String kind = "part" + i;
            String width = String.format(Locale.ROOT, "flex-grow:%.6f", Math.max(0, parts.get(i).share));
            bar.add(element("span", "", attribute("class", kind), attribute("style", width)));
            figures.add(element("li", parts.get(i).toString(), attribute("class", kind)));
        }
        return Html.join(
                element("div", Html.join(bar), attribute("class", "balance"), attribute("aria-hidden", "true")),
                element("ul", Html.join(figures), attribute("class", "parts")));
    }

    private double sum(Predicate<PromptToken> which) {
        return text.tokens().stream()
                .filter(which)
                .filter(token -> shares.has(List.of(token.index())))
                .mapToDouble(token -> shares.ofToken(token.index()))
                .sum();
    }

    private record Part(String name, double share) {
        @Override
        public String toString() {
            return name + " " + PageNumbers.percent(share);
        }
    }
}
