package dev.ovi.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads one YAML document into {@link RawValue}s with positions.
 *
 * <p>It works on the parser's events and not on its node graph, because a graph is where hostile input lives: here depth
 * and size are bounded, keys are unique, only scalars may be repeated by an alias, and no tag constructs anything.
 */
final class YamlReader {
    static final int LARGEST_DOCUMENT = 1 << 20;
    private static final int DEEPEST_NESTING = 32;

    private final Positions positions;
    private final Problems problems;
    private final Parser events;
    private final Map<Anchor, RawValue.Scalar> anchors = new HashMap<>();

    /** Turns a line and a column, both from 1, into an origin. */
    @FunctionalInterface
    interface Positions {
        Origin at(int line, int column);
    }

    private YamlReader(String yaml, Positions positions, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(LARGEST_DOCUMENT)
                .setUseMarks(true)
                .build();
        this.positions = positions;
        this.problems = problems;
        this.events = new ParserImpl(settings, new StreamReader(settings, yaml));
    }

    /** The document in a file, or null after its problems were reported. An empty file is an empty section. */
    static @Nullable RawValue readFile(Path file, Positions positions, Problems problems) {
        Origin start = positions.at(1, 1);
        try {
            if (Files.isDirectory(file)) {
                problems.report(start, "is a directory, expected a YAML file");
                return null;
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LARGEST_DOCUMENT + 1);
            }
            if (bytes.length > LARGEST_DOCUMENT) {
                problems.report(start, "is larger than 1 MiB, which no configuration needs");
                return null;
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return read(text.startsWith("\uFEFF") ? text.substring(1) : text, positions, problems);
        } catch (CharacterCodingException e) {
            problems.report(start, "is not UTF-8 text");
        } catch (NoSuchFileException e) {
            problems.report(start, "there is no such file");
        } catch (IOException e) {
            problems.report(start, "cannot be read: " + e.getMessage());
        }
        return null;
    }

    /** The document in a text, or null after its problems were reported. An empty text is an empty section. */
    static @Nullable RawValue read(String yaml, Positions positions, Problems problems) {
        try {
            return new YamlReader(yaml, positions, problems).document();
        } catch (Unreadable e) {
            problems.report(e.origin, e.getMessage());
        } catch (MarkedYamlEngineException e) {
            Origin origin = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(mark -> positions.at(mark.getLine() + 1, mark.getColumn() + 1))
                    .orElseGet(() -> positions.at(1, 1));
            problems.report(origin, "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.report(positions.at(1, 1), "not valid YAML: " + Quotation.shorten(String.valueOf(e.getMessage())));
        }
        return null;
    }

    private RawValue document() {
        events.next(); // start of the stream
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return new RawValue.Mapping(Map.of(), positions.at(1, 1));
        }
        events.next(); // start of the document
        RawValue root = node(events.next(), 0);
        events.next(); // end of the document
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw new Unreadable(origin(end), "a second document begins here, expected only one");
        }
        return root;
    }

    private RawValue node(Event event, int depth) {
        Origin origin = origin(event);
        if (depth > DEEPEST_NESTING) {
            throw new Unreadable(origin, "nested more than " + DEEPEST_NESTING + " deep");
        }
        if (event instanceof AliasEvent alias) {
            RawValue.Scalar target = anchors.get(alias.getAlias());
            if (target == null) {
                throw new Unreadable(
                        origin, "alias *" + alias.getAlias() + ": only single values can be repeated by an alias");
            }
            return new RawValue.Scalar(target.text(), target.quoted(), origin);
        }
        refuseTag(event, origin);
        return switch (event) {
            case ScalarEvent scalar -> {
                RawValue.Scalar value = new RawValue.Scalar(scalar.getValue(), !scalar.isPlain(), origin);
                scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
                yield value;
            }
            case SequenceStartEvent _ -> sequence(origin, depth);
            case MappingStartEvent _ -> mapping(origin, depth);
            default -> throw new Unreadable(origin, "found " + event.getEventId() + ", expected a value");
        };
    }

    private RawValue.Sequence sequence(Origin origin, int depth) {
        List<RawValue> items = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(events.next(), depth + 1));
        }
        events.next();
        return new RawValue.Sequence(items, origin);
    }

    private RawValue.Mapping mapping(Origin origin, int depth) {
        Map<String, RawValue.Entry> entries = new LinkedHashMap<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            RawValue key = node(events.next(), depth + 1);
            if (!(key instanceof RawValue.Scalar name)) {
                throw new Unreadable(key.origin(), "found " + key.describe() + " as a key, expected a name");
            }
            RawValue value = node(events.next(), depth + 1);
            RawValue.Entry first = entries.putIfAbsent(name.text(), new RawValue.Entry(key.origin(), value));
            if (first != null) {
                problems.report(
                        key.origin(),
                        "key \"" + Quotation.shorten(name.text()) + "\" is given twice, first at "
                                + first.keyOrigin().describe());
            }
        }
        events.next();
        return new RawValue.Mapping(entries, origin);
    }

    private static void refuseTag(Event event, Origin origin) {
        var tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case SequenceStartEvent sequence -> sequence.getTag();
            case MappingStartEvent mapping -> mapping.getTag();
            default -> Optional.<String>empty();
        };
        if (tag.isPresent() && !tag.get().equals("!")) {
            throw new Unreadable(origin, "tag " + Quotation.shorten(tag.get()) + ": tags are not used here, remove it");
        }
    }

    private Origin origin(Event event) {
        Mark mark = event.getStartMark().orElseThrow();
        return positions.at(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Ends the reading of a document that cannot be understood any further. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Origin origin;

        Unreadable(Origin origin, String message) {
            super(message, null, false, false);
            this.origin = origin;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
