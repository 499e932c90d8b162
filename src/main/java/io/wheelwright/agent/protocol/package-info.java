/** What an agent and its hub say to each other: records in JSON with snake_case names, used by both sides. */
package io.wheelwright.agent.protocol;
