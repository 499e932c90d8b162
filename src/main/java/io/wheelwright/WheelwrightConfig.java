package io.wheelwright;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that a platform engineer can set. Each property has a default that suits a single cluster. */
@ConfigMapping(prefix = "wheelwright")
public interface WheelwrightConfig {

    /** Namespace that holds the custom resources; never the one the hub runs in. */
    @WithDefault("wheelwright-fleet")
    String namespace();

    /** Namespace the hub runs in: its lease and its license key live there. */
    @WithDefault("wheelwright-system")
    String hubNamespace();

    /** Name of this hub among those that serve the fleet, stable over a restart; the chart sets the pod's name. */
    Optional<String> instance();

    /** Namespace of the deployers' ServiceAccounts; nothing else may live there. */
    @WithDefault("wheelwright-deployers")
    String deployersNamespace();

    /** What the name of a spoke's namespace begins with. */
    @WithDefault("spoke-")
    String namespacePrefix();

    /** URL at which agents reach the hub. */
    @WithDefault("http://localhost:8080")
    URI url();

    /** URL at which people reach the hub, as mails name it; without it the one for agents. */
    Optional<URI> publicUrl();

    /** What customers know the service as: mails are sent in this name. */
    @WithDefault("Wheelwright")
    String brand();

    /** Language of mails, such as {@code de}: the folder of their templates. What is missing there is in English. */
    @WithDefault("en")
    String language();

    /** Domain under which spokes without a hostname of their own get one. */
    @WithDefault("spokes.example.com")
    String domain();

    /** The administrator of a hub on one machine. */
    Admin admin();

    /**
     * Address that is told of operations that have failed, and to which members of a suspended organization are told to
     * write; without it neither is done.
     */
    Optional<String> supportEmail();

    /** Organization of those who run the hub: nobody suspends, deactivates or deletes it. */
    Optional<String> ownOrganization();

    /**
     * File that says by how much the clock is ahead, such as P7D. Only a hub that nobody else can reach takes it: the lab
     * and tests move time by it.
     */
    Optional<Path> movedClock();

    /** A hub at which customers sign up themselves. */
    Hosted hosted();

    /** How often somebody may do something. */
    Limits limits();

    /** The queue of operations. */
    Operations operations();

    /** Deletion of spokes. */
    Deletion deletion();

    /** Helm. */
    Release release();

    /** Charts from repositories and registries. */
    Charts charts();

    /** The registry of packs. */
    Packs packs();

    /** What agents are told. */
    Heartbeat heartbeat();

    /** Container images of the built-in chart. */
    Images images();

    /** How a spoke is reached from outside. */
    Ingress ingress();

    interface Admin {
        /** SHA-256 of the administrator's token in lowercase hexadecimal; without it no token is accepted. */
        Optional<String> tokenSha256();

        /** Whether that token is good; without it where staff does not log in by OpenID Connect. */
        Optional<Boolean> tokenEnabled();
    }

    interface Hosted {
        /** Whether there are accounts at all; without it their routes are not there. */
        @WithDefault("false")
        boolean enabled();

        /** Whether somebody who signs up has to confirm the address before anything is set up. */
        @WithDefault("true")
        boolean verifyEmail();

        /** How long a signup waits for that. */
        @WithDefault("P2D")
        Duration verificationTime();

        /** How long the link to a new password is good. */
        @WithDefault("PT1H")
        Duration passwordResetTime();

        /** How long an invitation can be accepted. */
        @WithDefault("P7D")
        Duration invitationTime();

        /** Product of a signup that names none; without it the only active one. */
        Optional<String> product();

        /** Plan of a signup that names none; without it the first one of the product. */
        Optional<String> plan();

        /** Days of trial on a plan that does not say how many. */
        @WithDefault("14")
        int trialDays();

        /** Domains whose addresses cannot sign up, such as those of mailboxes for ten minutes. */
        Optional<Set<String>> deniedDomains();

        /** Sessions of people who have logged in. */
        Sessions sessions();

        interface Sessions {
            /** How long an access token is good. */
            @WithDefault("PT10M")
            Duration access();

            /** How long a session lasts in which nobody does anything. */
            @WithDefault("P14D")
            Duration idle();

            /** How long a session lasts at most. */
            @WithDefault("P90D")
            Duration longest();
        }
    }

    interface Limits {
        /** Signups in an hour from one place. */
        @WithDefault("5")
        long signup();

        /** Logins in 15 minutes to one account from one place. */
        @WithDefault("10")
        long login();

        /** New pairs of tokens in an hour for one session. */
        @WithDefault("60")
        long refresh();

        /** Links by mail, to confirm an address or to a new password, in an hour that are asked for from one place. */
        @WithDefault("10")
        long mail();

        /** Mails to one address in an hour that are asked for from one place. */
        @WithDefault("3")
        long mailbox();

        /** Invitations to one organization in a day. */
        @WithDefault("20")
        long invitation();

        /** Exports of one organization in an hour. */
        @WithDefault("6")
        long export();

        /** Calls in 15 minutes of one member, or with one token of an organization, that one hub serves. */
        @WithDefault("600")
        long member();

        /** Heartbeats in a minute of one spoke that one hub takes. */
        @WithDefault("60")
        long heartbeat();

        /** Reports of usage in an hour of one spoke. */
        @WithDefault("60")
        long usage();

        /** Calls in 15 minutes from one place of those whom the hub does not know. */
        @WithDefault("100")
        long anonymous();

        /**
         * Addresses and networks of the proxies before the hub, or none: only their word is taken for where a call comes
         * from. A hosted hub has to be told.
         */
        Optional<List<String>> trustedProxies();
    }

    interface Operations {
        /** How many operations do heavy work at once. */
        @WithDefault("3")
        int concurrency();

        /** After how much waiting an operation counts as one class more urgent. */
        @WithDefault("PT5M")
        Duration ageing();

        /** After how long everything of a spoke is looked at again, also what nobody tells changes of. */
        @WithDefault("PT5M")
        Duration recheck();

        /** How long a deployed instance may stay in a phase, until its handoff, before that counts as a failed attempt. */
        @WithDefault("PT5M")
        Duration patience();

        /** How long what a failed first deployment has made is kept to be looked at. */
        @WithDefault("P7D")
        Duration failedKept();
    }

    interface Deletion {
        /** Days that data is kept after a deletion, where neither the Spoke nor its plan says so. */
        @WithDefault("30")
        int retentionDays();

        /** How long data is still kept once the biller's day of deletion has come, for a mistake to be noticed. */
        @WithDefault("PT24H")
        Duration purgeDelay();

        /** Time of day, in UTC, at which customers are erased whose day has come; set to nothing, only on demand. */
        @WithDefault("02:00")
        Optional<LocalTime> daily();

        /** What stops a wave of deletions. */
        BrakeLimits brake();
    }

    interface Release {
        /** Longest time that one Helm call may take before its process is killed; at most 10 minutes. */
        @WithDefault("PT5M")
        Duration deadline();

        /** How long a Helm process waits for the next call before it ends. */
        @WithDefault("PT2M")
        Duration idle();
    }

    interface Charts {
        /** Hosts, each with its port where that is not the usual one, that are reached by HTTP without encryption. */
        Optional<List<String>> plainHttp();

        /** Longest time that one answer of a repository or registry may take. */
        @WithDefault("PT60S")
        Duration timeout();
    }

    interface Packs {
        /** Public Ed25519 keys of the publishers, X.509 in base64. With any, only what one of them signed is published. */
        Optional<List<String>> publisherKeys();
    }

    interface Heartbeat {
        /** Pace of the agents of spokes that were handed off. */
        @WithDefault("PT60S")
        Duration interval();

        /** Pace of the agents of spokes that are still being provisioned. */
        @WithDefault("PT3S")
        Duration provisioningInterval();

        /** After how long without a report a spoke counts as silent. */
        @WithDefault("PT5M")
        Duration silence();
    }

    interface Images {
        /** Image of the Spoke Agent. */
        @WithDefault("wheelwright/agent:0.1.0")
        String agent();

        /** Image of the sample application: what runs when the product names no image of its own. */
        @WithDefault("wheelwright/sample:0.1.0")
        String sample();

        /** Image of the database of the built-in chart. */
        @WithDefault("postgres:17.6-alpine")
        String postgres();
    }

    interface Ingress {
        /** IngressClass of the spokes' Ingresses. */
        @WithDefault("nginx")
        String className();

        /** Namespace of the ingress controller: the only one that may reach a spoke from outside. */
        @WithDefault("ingress-nginx")
        String namespace();

        /** cert-manager ClusterIssuer that issues the spokes' certificates. */
        @WithDefault("letsencrypt")
        String clusterIssuer();
    }
}
