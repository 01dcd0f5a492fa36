package host

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// askTime is how long one call to the store may take. It is shorter than a lease, so that a store that is merely
// slow is asked again in time.
const askTime = time.Second

// saver speaks with the store for one host, on its own goroutine: it renews the lease and writes the newest
// snapshot. There is room for one that waits: a newer one takes its place and inherits whoever waits for it.
//
// It has no clock-work of its own: the host pokes it, always after it has looked whether the room is still its own.
type saver struct {
	lease    Lease
	settings Settings
	log      *slog.Logger
	tally    *tally
	wake     chan struct{} // capacity 1
	news     chan struct{} // capacity 1: the tenure may have changed
	stop     chan struct{} // closed by close
	done     chan struct{} // closed when run has returned

	mu      sync.Mutex
	held    tenure
	next    []byte        // nil: nothing waits
	busy    bool          // something is being written
	since   time.Duration // of the oldest state that waits or is being written: when it was handed over
	waiting []func(saved bool)

	// Owned by run.
	op      uint64 // number of the snapshot that was sent last
	sent    []byte
	written []byte // what the store has confirmed, as operation known
	known   uint64
}

// newSaver begins with a lease that was claimed at a moment of the settings' clock, or soon after it.
func newSaver(lease Lease, claimed time.Duration, settings Settings, log *slog.Logger, count *tally) *saver {
	s := &saver{
		lease: lease, settings: settings, log: log, tally: count,
		wake: make(chan struct{}, 1), news: make(chan struct{}, 1),
		stop: make(chan struct{}), done: make(chan struct{}),
		held: tenure{until: claimed + settings.Lease, reached: claimed, answering: true},
	}
	go s.run()
	return s
}

// save hands over the newest snapshot and never waits. saved, which may be nil, hears once whether it, or a newer
// one, has been written; it must not block. While the store is away it hears at once that it has not.
func (s *saver) save(snapshot []byte, saved func(bool)) {
	now := s.settings.Clock()
	s.mu.Lock()
	if s.next == nil && !s.busy {
		s.since = now
	}
	s.next = snapshot
	away := !s.held.answering
	if saved != nil && !away {
		s.waiting = append(s.waiting, saved)
	}
	s.mu.Unlock()
	if saved != nil && away {
		saved(false)
	}
	s.poke()
}

// poke makes the saver do what is due.
func (s *saver) poke() { signal(s.wake) }

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (s *saver) tenure() tenure {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// settled says whether everything is saved.
func (s *saver) settled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next == nil && !s.busy
}

// unsaved returns since when the oldest state that isn't saved has waited, on the settings' clock, if there is one.
func (s *saver) unsaved() (since time.Duration, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.since, s.next != nil || s.busy
}

// close writes what still waits, tries that once, gives the room up and ends the goroutine.
func (s *saver) close() {
	close(s.stop)
	<-s.done
}

func (s *saver) run() {
	defer close(s.done)
	for {
		select {
		case <-s.wake:
			s.work()
		case <-s.stop:
			s.work()
			s.release()
			return
		}
	}
}

// work renews the lease if that is due, then writes what waits. After an outage the store counts as back only when it
// has everything: what was taken away from somebody meanwhile is safe before anybody is given anything.
func (s *saver) work() {
	now := s.settings.Clock()
	t := s.tenure()
	fine := !t.lost
	if fine && (!t.holds(now) || !t.answering || now-t.reached >= s.settings.Renew) {
		fine = s.renew()
	}
	fine = fine && s.flush()
	s.mu.Lock()
	if fine && !s.held.answering {
		s.log.Info("the store answers again, and has everything of a room")
	}
	s.held.answering = fine
	var waiting []func(bool)
	if !fine {
		waiting, s.waiting = s.waiting, nil
	}
	s.mu.Unlock()
	for _, tell := range waiting {
		tell(false)
	}
	signal(s.news)
}

// renew prolongs the lease. A store that has lost its newest writes is given the snapshot again.
func (s *saver) renew() bool {
	known := uint64(0)
	if !s.ask("renew", func(ctx context.Context) (err error) { known, err = s.lease.Renew(ctx); return err }) {
		return false
	}
	if known < s.known {
		s.log.Warn("the store has lost its newest writes")
		s.mu.Lock()
		if s.next == nil {
			s.next = s.written
		}
		s.mu.Unlock()
		s.written = nil
	}
	return true
}

// flush writes what waits, if there is anything new in it. On failure it keeps it, unless something newer came, and the
// store counts as away before anybody hears of it. A snapshot that is sent once more has the number it had.
func (s *saver) flush() bool {
	began := s.settings.Clock()
	s.mu.Lock()
	snapshot, waiting := s.next, s.waiting
	s.next, s.waiting, s.busy = nil, nil, snapshot != nil
	s.mu.Unlock()
	saved := true
	if snapshot != nil && !bytes.Equal(snapshot, s.written) {
		saved = s.write(snapshot)
	}
	s.mu.Lock()
	s.busy = false
	if saved {
		s.since = began // what waits now came after that
	} else {
		s.held.answering = false
		if s.next == nil {
			s.next = snapshot
		}
	}
	s.mu.Unlock()
	for _, tell := range waiting {
		tell(saved)
	}
	return saved
}

func (s *saver) write(snapshot []byte) bool {
	if s.sent == nil || !bytes.Equal(snapshot, s.sent) {
		s.op++
		s.sent = snapshot
	}
	if !s.ask("save", func(ctx context.Context) error { return s.lease.Save(ctx, s.op, snapshot) }) {
		return false
	}
	s.written, s.known = snapshot, s.op
	s.tally.saved.Add(1)
	return true
}

// ask calls the store. Every call that succeeds renews the lease, from the moment before it.
func (s *saver) ask(doing string, call func(context.Context) error) bool {
	before := s.settings.Clock()
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	err := call(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.held.until, s.held.reached = before+s.settings.Lease, before
		return true
	case errors.Is(err, ErrLost):
		s.held.lost = true
		s.tally.lost.Add(1)
		return false
	}
	s.tally.unanswered.Add(1)
	if s.held.answering {
		s.log.Error("the store of a room doesn't answer", "doing", doing, "err", err)
	}
	return false
}

// release lets another host have the room at once.
func (s *saver) release() {
	if s.tenure().lost {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	if err := s.lease.Release(ctx); err != nil {
		s.log.Warn("a room could not be given up; it is free when its lease has run out", "err", err)
	}
}
