package io.wheelwright.lab.fault;

/**
 * A write that changed what the API server keeps.
 *
 * @param occurrence how many such writes of the same call there have been, with this one
 * @param agent the program that wrote, as it calls itself
 */
public record Write(Call call, int occurrence, Effect effect, String agent) {

    /** What became of the object. */
    public enum Effect {
        CREATED,
        CHANGED,
        DELETED
    }
}
