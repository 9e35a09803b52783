package com.example.contours;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class ContoursContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new ContoursVisualizer();
    }
}
