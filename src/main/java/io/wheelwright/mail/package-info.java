/** Mails to customers. */
package io.wheelwright.mail;
