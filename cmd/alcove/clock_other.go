//go:build !linux

package main

import "time"

var start = time.Now()

// bootClock tells the time since the program was started. Here the machine's sleep is not in it.
func bootClock() time.Duration { return time.Since(start) }
