//go:build !linux

package load

import "time"

// ownCPU is not known here; no load test runs here, either.
func ownCPU() time.Duration { return 0 }
