package load

import (
	"time"

	"golang.org/x/sys/unix"
)

// ownCPU is how much CPU time this process has used.
func ownCPU() time.Duration {
	var used unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &used) != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
