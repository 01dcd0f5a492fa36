package signaling

import (
	"errors"
	"maps"
	"sync"

	"alcove/auth"
	"alcove/room"
	"alcove/room/host"
)

// Outcome is one kind of thing that happens to browsers, and how it went. Both are words of this package, never of a
// browser's or a person's.
type Outcome struct{ What, How string }

// How things go that are not refused, and those that are refused by a fault of ours.
const (
	passed = "passed"
	Fault  = "fault"
)

// What is counted: the What of an Outcome.
const (
	CountExchange = "exchange"
	CountHello    = "hello"
	CountCommand  = "command" // by the refusal's code
	CountBye      = "bye"     // connections of people who had come in; "lost" without a bye
	CountLimit    = "limit"   // attempts that were one too many
)

// tally counts outcomes. The zero value is an empty one.
type tally struct {
	mu     sync.Mutex
	counts map[Outcome]uint64
}

func (t *tally) add(what, how string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[Outcome]uint64{}
	}
	t.counts[Outcome{what, how}]++
}

// Outcomes returns how often each thing has happened so far.
func (s *Server) Outcomes() map[Outcome]uint64 {
	s.tally.mu.Lock()
	defer s.tally.mu.Unlock()
	outcomes := map[Outcome]uint64{}
	maps.Copy(outcomes, s.tally.counts)
	return outcomes
}

// causes names why somebody was not let in, for the operator only. Browsers are never told.
var causes = []struct {
	err   error
	cause string
}{
	{auth.ErrMalformed, "malformed"},
	{auth.ErrForged, "forged"},
	{auth.ErrForeign, "foreign"},
	{auth.ErrExpired, "expired"},
	{auth.ErrUsed, "replayed"},
	{auth.ErrUnknownLink, "unknown link"},
	{auth.ErrOtherBrowser, "another browser"},
	{auth.ErrNotMember, "not a member"},
	{room.ErrRefused, "not now"}, // removed for today, or logged off
	{host.ErrElsewhere, "another server"},
	{host.ErrUnavailable, "unavailable"},
	{auth.ErrUnavailable, "unavailable"},
}

func causeOf(err error) string {
	for _, row := range causes {
		if errors.Is(err, row.err) {
			return row.cause
		}
	}
	return Fault
}
