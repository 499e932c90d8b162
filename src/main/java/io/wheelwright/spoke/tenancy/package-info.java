/** The namespace of a spoke: whose it is, what bounds it, and the secrets in it. */
package io.wheelwright.spoke.tenancy;
