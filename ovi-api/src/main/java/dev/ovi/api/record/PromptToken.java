package dev.ovi.api.record;

/**
 * One piece that the tokenizer cut from a text.
 *
 * @param index the position among the keys of text attention, from 0
 * @param id the tokenizer's number for the piece
 * @param piece the piece as the tokenizer writes it, for instance {@code ▁circle}; ▁ stands for a space before it
 * @param start the first character of the piece in the text, as an index of UTF-16 units
 * @param end one past its last character; equal to {@code start} for pieces that stand for no text
 * @param role the part of the prompt that it belongs to
 */
public record PromptToken(int index, int id, String piece, int start, int end, TokenRole role) {}
