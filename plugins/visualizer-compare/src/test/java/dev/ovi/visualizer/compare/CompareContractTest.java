package dev.ovi.visualizer.compare;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class CompareContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new CompareVisualizer();
    }
}
