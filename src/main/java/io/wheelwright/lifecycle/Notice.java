package io.wheelwright.lifecycle;

import java.util.Map;

/**
 * A mail that tells a customer where it stands.
 *
 * @param anchor what it is about: the organization, and the date that it tells or on which it came about
 */
record Notice(NoticeKind kind, String anchor, Map<String, String> model) {}
