package dev.ovi.runtime.words;

import java.util.Locale;
import java.util.Set;

/**
 * English words that say how others belong together, and nothing that could be seen or heard. Words of direction and
 * number are left out on purpose: a video shows them.
 */
final class StopWords {
    private static final Set<String> WORDS = Set.of(
            ("a an the this that these those and or but nor so yet if then than as of at by for from in into on onto to "
                            + "with while is are was were be been being am do does did doing have has had having will would "
                            + "shall should can could may might must it its it's he him his she her hers they them their "
                            + "theirs we us our ours you your yours i me my mine who whom whose which what where when why "
                            + "how there here very just also too both each such own same not no")
                    .split(" "));

    private StopWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }
}
