package io.wheelwright.outbox;

/** What a row of the outbox asks for. */
enum Action {
    create,
    change,
    delete
}
