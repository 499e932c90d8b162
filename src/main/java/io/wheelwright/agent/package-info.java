/**
 * The Spoke Agent: the one part of Wheelwright that runs inside a spoke. It calls the hub and is never called by it,
 * and the spoke keeps running when the hub is away.
 *
 * <p>Plain JDK and Jackson; nothing static is shared, so that many agents can live in one process.
 */
package io.wheelwright.agent;
