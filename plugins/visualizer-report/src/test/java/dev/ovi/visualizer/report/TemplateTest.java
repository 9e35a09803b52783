package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void whatIsPutInIsNotFilledAgain() throws IOException {
        Map<String, Html> contents = everyPlace();
        contents.put("title", Html.text("a prompt with {{style}} and $1 \\ in it"));
        contents.put("style", new Html("p { color: red }"));
        assertThat(Template.fill(contents))
                .contains("<title>Attention: a prompt with {{style}} and $1 \\ in it</title>")
                .containsOnlyOnce("p { color: red }");
    }

    @Test
    void aPlaceThatIsForgottenIsAnError() throws IOException {
        Map<String, Html> contents = everyPlace();
        contents.remove("watch");
        assertThatThrownBy(() -> Template.fill(contents))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing is to be put in the place {{watch}}");
    }

    @Test
    void aResourceThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Template.resource("absent.css"))
                .isInstanceOf(IOException.class)
                .hasMessage("the plugin's jar lacks absent.css; build it again");
    }

    @Test
    void textCannotLeaveItsPlace() {
        assertThat(Html.text("</script> & <AUDCAP>").markup()).isEqualTo("&lt;/script&gt; &amp; &lt;AUDCAP&gt;");
        assertThat(Html.element("b", "x", attribute("title", "\"><i onload='y'"))
                        .markup())
                .isEqualTo("<b title=\"&quot;&gt;&lt;i onload=&#39;y&#39;\">x</b>");
    }

    private static Map<String, Html> everyPlace() throws IOException {
        return Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(Template.resource("report.html"))
                .results()
                .map(place -> place.group(1))
                .distinct()
                .collect(Collectors.toMap(place -> place, place -> Html.NOTHING, (a, b) -> a, HashMap::new));
    }
}
