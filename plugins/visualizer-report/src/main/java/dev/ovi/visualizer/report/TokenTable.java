package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;

import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every token with its word and its share of the attention; padding as one line. */
final class TokenTable {
    private TokenTable() {}

    static Html of(Run run) {
        Map<Integer, String> words = new HashMap<>();
        for (Word word : run.text().words()) {
            word.tokens().forEach(token -> words.put(token, word.text()));
        }
        List<Html> rows = new ArrayList<>();
        for (PromptToken token : run.text().tokens()) {
            String word = words.getOrDefault(token.index(), "");
            rows.add(row(
                    run,
                    String.valueOf(token.index()),
                    token.piece(),
                    word,
                    token.role().id(),
                    token.index()));
        }
        int padding = run.text().paddingPosition();
        if (run.text().paddingCount() > 0) {
            String indices = padding + "–" + (run.text().length() - 1);
            rows.add(row(run, indices, "padding", "", "padding", padding));
        }
        List<Html> head = new ArrayList<>();
        head.add(heading("index", "number"));
        head.add(heading("piece", ""));
        head.add(heading("word", ""));
        head.add(heading("part", ""));
        head.add(heading(run.heard().isPresent() ? "share seen" : "share", "number"));
        if (run.heard().isPresent()) {
            head.add(heading("share heard", "number"));
        }
        return element(
                "table",
                Html.join(element("thead", element("tr", Html.join(head))), element("tbody", Html.join(rows))));
    }

    private static Html heading(String text, String kind) {
        return element("th", text, attribute("scope", "col"), attribute("class", kind));
    }

    private static Html row(Run run, String index, String piece, String word, String role, int position) {
        List<Html> cells = new ArrayList<>();
        cells.add(element("td", index, attribute("class", "number")));
        cells.add(element("td", element("code", piece)));
        cells.add(element("td", word));
        cells.add(element("td", role));
        cells.add(share(run.shares(), position));
        run.heard().ifPresent(heard -> cells.add(share(heard, position)));
        return element("tr", Html.join(cells));
    }

    private static Html share(PositionShares shares, int position) {
        Optional<String> figure = Optional.of(position)
                .filter(captured -> shares.has(List.of(captured)))
                .map(captured -> PageNumbers.percent(shares.ofToken(captured)));
        return element("td", figure.orElse("not captured"), attribute("class", "number"));
    }
}
