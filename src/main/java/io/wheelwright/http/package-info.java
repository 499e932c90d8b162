/** What holds for every request, whichever feature answers it: how long it may take, and what browsers are told. */
package io.wheelwright.http;
