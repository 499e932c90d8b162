/** What the packaged hub does with arguments: commands that ask a running hub, and start none. */
package io.wheelwright.cli;
