package dev.ovi.runtime.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected texts are what upstream's clean-up made of the given ones, with ftfy 6.3.1 and Python 3.11. */
class PromptCleanerTest {

    static String[][] cleaned() {
        return new String[][] {
            {"  a  red\tcircle \n moving ", "a red circle moving"},
            {"&lt;S&gt;Hi&lt;E&gt; &amp;amp; bye", "<S>Hi<E> & bye"},
            {"\u201ccurly\u201d \u2018quotes\u2019 it\u2019s", "\"curly\" 'quotes' it's"},
            {"\ufb01sh \ufb02u\ufb03e\ufb06 \u013f \u0132 \u0149", "fish fluffiest \u013f IJ 'n"},
            {"\u01c6 \u01c4 \u01c5 \ufb05", "d\u017e D\u017d D\u017e \u017ft"},
            {"\uff2c\uff2f\uff35\uff24\u3000\uff2e\uff2f \uff35\uff80\uff70\uff9d", "LOUD NO U\u30bf\u30fc\u30f3"},
            {"a&nbsp;b\u00a0c\u2003d", "a b c d"},
            {"\u001b[36;44mblue\u001b[0m", "blue"},
            {"x\u0007y\ufeffz", "xyz"},
            {"cafe\u0301", "caf\u00e9"},
            {"this&not that &notit; &hearts &eacute;", "this\u00ac that \u00acit; &hearts \u00e9"},
            {"caf\u0080 \u0093q\u0094", "caf\u20ac \"q\""},
            {"<b>&rdquo;q&rdquo;</b>", "<b>\u201dq\u201d</b>"},
            {"&rdquo;q&rdquo;", "\"q\""},
            {"<S>\ud83d\ude00 emoji<E>", "<S>\ud83d\ude00 emoji<E>"},
            {"a\u200bb\u3000c", "a\u200bb c"},
        };
    }

    @ParameterizedTest
    @MethodSource("cleaned")
    void cleans_a_text_as_upstream_does(String text, String cleaned) {
        assertThat(PromptCleaner.clean(text)).isEqualTo(cleaned);
    }

    @Test
    void an_angle_bracket_keeps_entities_of_its_line_and_all_later_ones_from_being_repaired() {
        String text = "line one &lt;\nline two &rsquo; <x>\nline three &rsquo;";

        assertThat(PromptCleaner.clean(text)).isEqualTo("line one < line two \u2019 <x> line three \u2019");
    }
}
