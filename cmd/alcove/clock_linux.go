package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// bootClock tells the time since the machine was started, including what it slept: a lease may run out in its sleep.
func bootClock() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		panic("the kernel has no clock: " + err.Error())
	}
	return time.Duration(t.Nano())
}
