package dev.ovi.visualizer.timeline;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class TimelineContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new TimelineVisualizer();
    }
}
