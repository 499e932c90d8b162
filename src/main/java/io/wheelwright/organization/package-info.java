/** Customer accounts. */
package io.wheelwright.organization;
