/** The sample application: what runs in a spoke whose product names no image of its own. Plain JDK and Jackson. */
package io.wheelwright.sample;
