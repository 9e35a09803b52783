/** A visualizer for Ovi that draws lines of equal attention. */
package com.example.contours;
