package dev.ovi.runtime.media;

import dev.ovi.api.visual.Animation;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Clips to encode. */
public final class Clip {
    private Clip() {}

    /** A square of its own colour for each frame, walking over a chequered ground: few colours, hard edges. */
    public static BufferedImage flat(int index, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int y = 0; y < height; y += 8) {
            for (int x = 0; x < width; x += 8) {
                graphics.setColor((x + y) / 8 % 2 == 0 ? new Color(0x203040) : new Color(0x90A0B0));
                graphics.fillRect(x, y, 8, 8);
            }
        }
        graphics.setColor(new Color(Color.HSBtoRGB(index * 0.137f, 1, 1)));
        graphics.fillRect(index * 3 % width, height / 3, Math.max(2, width / 4), Math.max(2, height / 4));
        graphics.dispose();
        return picture;
    }

    /** A soft gradient that turns, with a white disc: what photographs are like. */
    static BufferedImage soft(int index, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        float turn = (float) Math.sin(index * 0.2);
        graphics.setPaint(new GradientPaint(width * turn, 0, new Color(0x204080), width, height, new Color(0xE09030)));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(index * 2 % width, height / 4, height / 3, height / 3);
        graphics.dispose();
        return picture;
    }

    public static Animation flatAnimation(int frames, double framesPerSecond, int width, int height) {
        return Animation.silent(frames, framesPerSecond, index -> flat(index, width, height));
    }

    /** A tone of 440 Hz at half amplitude, one channel of 16 kHz. */
    static float[] tone(int samples) {
        float[] tone = new float[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * i / 16000));
        }
        return tone;
    }

    /** Peak signal-to-noise ratio over all channels, in dB. */
    static double psnr(BufferedImage one, BufferedImage other) {
        double sum = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                int a = one.getRGB(x, y);
                int b = other.getRGB(x, y);
                for (int shift = 0; shift < 24; shift += 8) {
                    double difference = (a >> shift & 0xFF) - (b >> shift & 0xFF);
                    sum += difference * difference;
                }
            }
        }
        return 10 * Math.log10(255 * 255 * 3.0 * one.getWidth() * one.getHeight() / sum);
    }

    /** A picture from packed RGB bytes. */
    static BufferedImage fromRgb(byte[] bytes, int offset, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int at = offset + 3 * i;
            int rgb = (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF);
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    public static int[] pixels(BufferedImage picture) {
        return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
