package dev.ovi.visualizer.storyboard;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class StoryboardContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new StoryboardVisualizer();
    }
}
