package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"alcove/room/store"
)

// identity is who this process is to the other servers on its Redis.
type identity struct {
	store.Node
	release func() // gives the identity up; only once nothing is held under it any more
}

// errTaken: another process has the identity.
var errTaken = errors.New("another server has this identity")

// maxIdentities is how many servers of one machine may share a key folder and each have an identity.
const maxIdentities = 32

// openIdentity returns an identity that nobody on this machine has now, so that a server that was killed and starts
// again takes back its rooms at once. If there is none to have, it is somebody who never was here before, and rooms of
// an earlier run are free when their leases have run out.
func openIdentity(keyDir string, log *slog.Logger) identity {
	stranger := identity{store.Node{ID: rand.Text()}, func() {}}
	if keyDir == "" {
		return stranger
	}
	err := errTaken
	for n := 1; n <= maxIdentities && errors.Is(err, errTaken); n++ {
		var mine identity
		if mine, err = lockIdentity(filepath.Join(keyDir, fmt.Sprintf("node-%d.lock", n))); err == nil {
			return mine
		}
	}
	log.Warn("should this server be killed, its rooms are free only when their leases have run out", "why", err)
	return stranger
}
