package dev.ovi.runtime.render;

import dev.ovi.api.option.OptionValues;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.OptionResolver;
import dev.ovi.runtime.config.VisualizeSettings;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.plugin.PluginFactory;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.runtime.plugin.PluginKind;
import dev.ovi.runtime.plugin.UnavailablePluginException;
import dev.ovi.runtime.record.RecordSelection;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.record.RunFrames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every visualizer that a configuration names, with its options, ready to draw. Making one checks all that can be checked
 * without a record, so that a run does not fail after the model has worked.
 */
public final class Rendering {
    private final VisualizeSettings settings;
    private final List<Renderer> renderers;
    private final List<OviException> unavailable;

    private Rendering(VisualizeSettings settings, List<Renderer> renderers, List<OviException> unavailable) {
        this.settings = settings;
        this.renderers = renderers;
        this.unavailable = unavailable;
    }

    /** A visualizer and the values of its options. */
    private record Renderer(PluginFactory<Visualizer> factory, OptionValues options) {}

    /**
     * The visualizers that a configuration names.
     *
     * @throws UsageException if a visualizer is unknown, or an option is unknown or has a value that is not allowed
     */
    public static Rendering of(Configuration configuration, PluginHost plugins) {
        OptionResolver options = configuration.visualizerOptions();
        Set<String> known = new HashSet<>();
        plugins.all(PluginKind.VISUALIZER).forEach(factory -> known.add(factory.id()));
        List<Renderer> renderers = new ArrayList<>();
        List<OviException> unavailable = new ArrayList<>();
        for (String id : new LinkedHashSet<>(configuration.visualize().visualizers())) {
            try {
                PluginFactory<Visualizer> factory = plugins.visualizer(id);
                renderers.add(new Renderer(factory, options.resolve(id, factory.options())));
            } catch (UnavailablePluginException e) {
                known.add(id);
                unavailable.add(e);
            }
        }
        options.requireKnown(known);
        return new Rendering(configuration.visualize(), renderers, unavailable);
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return renderers.isEmpty() && unavailable.isEmpty();
    }

    /**
     * Draws. A visualizer that fails is reported, and the others go on.
     *
     * @param run what is drawn
     * @param others further runs to compare it with
     * @param folder where files go
     * @return whether every visualizer succeeded
     * @throws UsageException if a record lacks what was asked for, or a video does not belong to its record
     * @throws OviException if a video cannot be read
     */
    public boolean render(RecordedRun run, List<RecordedRun> others, Path folder, RenderListener listener) {
        List<RecordedRun> runs = new ArrayList<>(List.of(run));
        runs.addAll(others);
        List<RecordSelection> selections =
                runs.stream().map(each -> new RecordSelection(settings, each)).toList();
        List<RunFrames> open = new ArrayList<>();
        try {
            List<RenderSubject> subjects = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                open.add(RunFrames.open(runs.get(i)));
                subjects.add(selections.get(i).over(open.getLast().source()));
            }
            return render(subjects.getFirst(), subjects.subList(1, subjects.size()), folder, listener);
        } finally {
            open.forEach(RunFrames::close);
        }
    }

    private boolean render(RenderSubject run, List<RenderSubject> others, Path folder, RenderListener listener) {
        unavailable.forEach(listener::failed);
        boolean succeeded = unavailable.isEmpty();
        var canvas = new MediaCanvas(folder, run.label(), listener::written);
        List<Renderer> summaries = new ArrayList<>();
        for (Renderer renderer : renderers) {
            succeeded &= use(renderer, listener, visualizer -> {
                if (visualizer.call(Visualizer::summary)) {
                    summaries.add(renderer);
                } else {
                    draw(visualizer, run, others, canvas);
                }
            });
        }
        for (Renderer renderer : summaries) {
            succeeded &= use(renderer, listener, visualizer -> draw(visualizer, run, others, canvas));
        }
        return succeeded;
    }

    /** Whether the use of a new visualizer succeeded; a failure is reported. */
    private static boolean use(
            Renderer renderer, RenderListener listener, Consumer<PluginInstance<Visualizer>> action) {
        try (PluginInstance<Visualizer> visualizer = renderer.factory().create(renderer.options())) {
            action.accept(visualizer);
            return true;
        } catch (OviException e) {
            listener.failed(e);
            return false;
        }
    }

    private void draw(
            PluginInstance<Visualizer> visualizer, RenderSubject run, List<RenderSubject> others, Canvas canvas) {
        RenderRequest request = RenderRequest.builder(settings.kind(), run.words())
                .branch(settings.branch())
                .content(run.content())
                .frame(settings.frame())
                .slice(settings.slice())
                .others(others)
                .build();
        visualizer.run(target -> target.render(run.record(), run.frames(), request, canvas));
    }
}
