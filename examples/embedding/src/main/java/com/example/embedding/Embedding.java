package com.example.embedding;

import dev.ovi.runtime.Ovi;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.render.RenderListener;
import java.nio.file.Path;
import java.util.List;

/** Opens a model once, makes a video with each of two seeds, and draws what their words attend to. */
public final class Embedding {
    private Embedding() {}

    public static void main(String... arguments) {
        Path folder = Path.of(arguments[1]);
        Configuration settings = new ConfigurationLoader()
                .file(Path.of(arguments[0]))
                .set("output_dir=" + folder)
                .set("sample_steps=4")
                .set("visualize.visualizers=[storyboard]")
                .load();
        RunObserver progress = new RunObserver() {
            @Override
            public void progress(int done, int of) {
                System.out.println(done + " of " + of);
            }
        };
        try (Ovi ovi = Ovi.open(settings)) {
            for (int seed = 1; seed <= 2; seed++) {
                Configuration ofSeed = settings.with("seed=" + seed);
                RunResult made = ovi.generate("a red circle moving left", ofSeed, progress, new Interruption());
                made.recorded().ifPresent(run -> ovi.render(run, List.of(), ofSeed, folder, new RenderListener() {}));
            }
            ovi.memory().forEach(System.out::println);
        }
    }
}
