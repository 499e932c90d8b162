/** What becomes of a spoke whose resource was deleted: kept, taken back, or destroyed when its time has come. */
package io.wheelwright.deletion;
