package dev.ovi.runtime.score;

import dev.ovi.api.record.MapSlice;
import java.util.Optional;

/**
 * One word's map of one run, held against one object.
 *
 * @param record the run's name
 * @param word the word, as the user chose it
 * @param object the object's colour, or the mask's file
 * @param group rows of one group and slice are averaged: the same word and object in several runs, or all words of a kind
 * @param slice of which step, layer and head the map is
 * @param latentFrames how many the map has; those that do not show the object are left out of the score
 * @param largestArea the share that the object fills of the latent frame that it fills most of
 * @param score absent if no latent frame shows the object
 */
public record ScoreRow(
        String record,
        String word,
        String object,
        String group,
        MapSlice slice,
        int latentFrames,
        double largestArea,
        Optional<MapScore> score) {}
