package dev.ovi.visualizer.report;

import dev.ovi.api.contract.VisualizerContract;
import dev.ovi.api.visual.Visualizer;

class ReportContractTest extends VisualizerContract {
    @Override
    protected Visualizer visualizer() {
        return new ReportVisualizer();
    }
}
