package host

import (
	"context"
	"errors"
	"sync"
	"time"

	"alcove/room"
)

// errDown is what a shelf that is down answers.
var errDown = errors.New("no store")

// shelf is a store for one room, with leases that run out in virtual time. Several houses may share one.
type shelf struct {
	note func(what string) // of every attempt that reaches it, while it is down too

	mu        sync.Mutex
	saved     []byte
	op        uint64 // of saved
	operation int    // how many states were written
	epoch     uint64 // of the newest lease
	until     time.Time
	down      bool
	deaf      bool // carries out what it is asked, but the answer is lost
}

// set changes the shelf: s.set(func() { s.down = true }).
func (s *shelf) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *shelf) writes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.operation
}

func (s *shelf) Group(context.Context, room.ID) (room.Group, error) {
	return room.Group{ID: "g", ClientMax: 12}, nil
}

func (s *shelf) LoadRoom(context.Context, room.ID) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note("load")
	if s.down {
		return nil, errDown
	}
	return s.saved, nil
}

func (s *shelf) Claim(_ context.Context, _ room.ID, ttl time.Duration) (Lease, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note("claim")
	if s.down {
		return nil, errDown
	}
	if left := time.Until(s.until); left > 0 {
		return nil, &Elsewhere{Node: "other", Left: left}
	}
	s.epoch++
	s.op, s.until = 0, time.Now().Add(ttl)
	return &shelfLease{s, s.epoch, ttl}, nil
}

// shelfLease is one claim of a shelf.
type shelfLease struct {
	shelf *shelf
	epoch uint64
	ttl   time.Duration
}

// ask does something under the lease, which renews it.
func (l *shelfLease) ask(what string, do func(s *shelf)) error {
	s := l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note(what)
	if s.down {
		return errDown
	}
	if l.epoch != s.epoch {
		return ErrLost
	}
	s.until = time.Now().Add(l.ttl)
	do(s)
	if s.deaf {
		return errDown
	}
	return nil
}

func (l *shelfLease) Renew(context.Context) (saved uint64, err error) {
	err = l.ask("renew", func(s *shelf) { saved = s.op })
	return saved, err
}

func (l *shelfLease) Save(_ context.Context, op uint64, snapshot []byte) error {
	return l.ask("save", func(s *shelf) {
		if op > s.op {
			s.saved, s.op, s.operation = snapshot, op, s.operation+1
		}
	})
}

func (l *shelfLease) Release(context.Context) error {
	return l.ask("release", func(s *shelf) { s.until = time.Time{} })
}
