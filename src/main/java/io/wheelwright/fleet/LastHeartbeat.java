package io.wheelwright.fleet;

import io.wheelwright.agent.protocol.InstalledPack;
import io.wheelwright.agent.protocol.PackProblem;
import io.wheelwright.agent.protocol.ReportedHealth;
import java.time.Instant;
import java.util.List;

/**
 * The last report of a spoke.
 *
 * @param firstAt when it reported for the first time
 * @param manifestDigest manifest that the agent has followed as far as it could; null before the first
 * @param packProblems packs of it that could not be installed
 */
public record LastHeartbeat(
        Instant firstAt,
        Instant at,
        ReportedHealth status,
        String osVersion,
        String manifestDigest,
        List<InstalledPack> packs,
        List<PackProblem> packProblems) {}
