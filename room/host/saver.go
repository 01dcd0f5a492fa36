package host

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"time"
)

// How long one save may take, and how long the saver waits before it tries a failed one again.
const (
	saveTimeout = 2 * time.Second
	saveRetry   = time.Second
)

// saver writes the newest snapshot of one room, on its own goroutine. There is room for one that waits: a newer
// one takes its place and inherits whoever waits for it.
type saver struct {
	write func(context.Context, []byte) error
	log   *slog.Logger
	wake  chan struct{} // capacity 1
	stop  chan struct{} // closed by close
	done  chan struct{} // closed when run has returned

	mu      sync.Mutex
	next    []byte // nil: nothing waits
	waiting []func(saved bool)
}

func newSaver(write func(context.Context, []byte) error, log *slog.Logger) *saver {
	s := &saver{
		write: write, log: log,
		wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	go s.run()
	return s
}

// save hands over the newest snapshot and never waits. saved, which may be nil, hears once whether it, or a newer
// one, has been written; it must not block.
func (s *saver) save(snapshot []byte, saved func(bool)) {
	s.mu.Lock()
	s.next = snapshot
	if saved != nil {
		s.waiting = append(s.waiting, saved)
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// close writes what still waits, tries that once, and ends the goroutine.
func (s *saver) close() {
	close(s.stop)
	<-s.done
}

func (s *saver) run() {
	defer close(s.done)
	var last []byte // as written
	for {
		select {
		case <-s.wake:
		case <-s.stop:
			s.flush(&last)
			return
		}
		for !s.flush(&last) {
			select {
			case <-time.After(saveRetry):
			case <-s.stop:
				s.flush(&last)
				return
			}
		}
	}
}

// flush writes what waits. On failure it keeps it, unless something newer came, and tells those who wait that it
// is in force but not yet saved.
func (s *saver) flush(last *[]byte) bool {
	s.mu.Lock()
	snapshot, waiting := s.next, s.waiting
	s.next, s.waiting = nil, nil
	s.mu.Unlock()
	ok := true
	if snapshot != nil && !bytes.Equal(snapshot, *last) {
		ctx, cancel := context.WithTimeout(context.Background(), saveTimeout)
		err := s.write(ctx, snapshot)
		cancel()
		if ok = err == nil; ok {
			*last = snapshot
		} else {
			s.log.Error("a room could not be saved", "err", err)
		}
	}
	for _, tell := range waiting {
		tell(ok)
	}
	if ok {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.next == nil {
		s.next = snapshot
	}
	return false
}
