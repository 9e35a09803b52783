package dev.ovi.visualizer.attentionvideo;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class AttentionVideoContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new AttentionVideoVisualizer();
    }
}
