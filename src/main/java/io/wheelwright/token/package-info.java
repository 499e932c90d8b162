/** Tokens that the software of organizations calls with. */
package io.wheelwright.token;
