package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"

	"alcove/room/store"
)

// bootID is different on every machine and after each of its starts. Containers of one machine share it.
const bootID = "/proc/sys/kernel/random/boot_id"

// lockIdentity takes the identity that a file stands for: the running kernel, and the file's place on it. On one kernel
// there is one lock for each file, which ends with the process that holds it and not before. So whoever else ever had
// this identity is dead. A copy of the file, or the same file seen from another machine, is another identity.
func lockIdentity(path string) (identity, error) {
	boot, err := os.ReadFile(bootID)
	if err != nil {
		return identity{}, fmt.Errorf("know the machine: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		if at := new(fs.PathError); errors.As(err, &at) {
			err = at.Err
		}
		return identity{}, fmt.Errorf("open lock file: %w", err)
	}
	mine, err := claimFile(file, boot)
	if err != nil {
		_ = file.Close()
	}
	return mine, err
}

func claimFile(file *os.File, boot []byte) (identity, error) {
	fd := int(file.Fd())
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		return identity{}, errTaken
	} else if err != nil {
		return identity{}, fmt.Errorf("lock: %w", err)
	}
	var at unix.Stat_t
	if err := unix.Fstat(fd, &at); err != nil {
		return identity{}, fmt.Errorf("look at lock file: %w", err)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d", boot, at.Dev, at.Ino))
	// Runs are told apart by when they took the lock. Microseconds since the machine was started fit a script's numbers.
	run := uint64(bootClock().Microseconds())
	return identity{store.Node{ID: hex.EncodeToString(sum[:16]), Run: run}, func() { _ = file.Close() }}, nil
}
