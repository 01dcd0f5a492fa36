package host

import (
	"cmp"
	"context"
	"errors"
	"time"

	"alcove/room"
)

// Lease is the right to run one room and to save it. Nobody else has it, unless its holder was out of reach for
// longer than its time. Every error but ErrLost means that the store did not answer: the outcome is unknown.
type Lease interface {
	// Renew prolongs the lease by its whole time, even if that has run out, unless somebody else has claimed the room
	// since: then it is ErrLost. saved is the last operation that the store still knows.
	Renew(ctx context.Context) (saved uint64, err error)
	// Save keeps a snapshot, and renews the lease. op numbers the states from 1; the same number again is written
	// once, and none is ever written over a greater one.
	Save(ctx context.Context, op uint64, snapshot []byte) error
	// Release ends the lease before its time.
	Release(ctx context.Context) error
}

var (
	// ErrLost: somebody else has claimed the room since.
	ErrLost = errors.New("the room has another owner")
	// ErrElsewhere: another server runs the room. The error is an *Elsewhere.
	ErrElsewhere = errors.New("another server runs this room")
	// ErrUnavailable: the store can't be reached, so nobody can be given anything now. Nothing has changed.
	ErrUnavailable = errors.New("not while the store can't be reached")
)

// Elsewhere says which server runs a room.
type Elsewhere struct {
	Node string        // opaque
	Left time.Duration // until it must have renewed its lease
}

// Error says no more than ErrElsewhere.
func (*Elsewhere) Error() string { return ErrElsewhere.Error() }

// Is makes every Elsewhere an ErrElsewhere.
func (*Elsewhere) Is(target error) bool { return target == ErrElsewhere }

// Settings are the times of a house. Zero values are the defaults.
type Settings struct {
	Lease time.Duration // how long a claim holds without being renewed; DefaultLease
	Renew time.Duration // how often it is renewed, well within Lease; DefaultRenew
	Alone time.Duration // how long a room goes on without the store; DefaultAlone
	// Clock tells how much time has passed since some moment, also while this process or machine was stopped. The
	// default is the monotonic clock, which a suspended machine stops.
	Clock func() time.Duration

	// The staff-present rule of groups that don't say otherwise; zero values are the rules' own.
	StaffGrace, PauseLimit time.Duration
}

// group completes a group's settings with the house's.
func (s Settings) group(g room.Group) room.Group {
	g.StaffGrace, g.PauseLimit = cmp.Or(g.StaffGrace, s.StaffGrace), cmp.Or(g.PauseLimit, s.PauseLimit)
	return g
}

// The default times. A frozen server forwards nothing after DefaultLease.
const (
	DefaultLease = 3 * time.Second
	DefaultRenew = time.Second
	DefaultAlone = time.Minute
)

func (s Settings) complete() Settings {
	if s.Lease <= 0 {
		s.Lease = DefaultLease
	}
	if s.Renew <= 0 {
		s.Renew = min(DefaultRenew, s.Lease/3)
	}
	if s.Alone <= 0 {
		s.Alone = DefaultAlone
	}
	if s.Clock == nil {
		start := time.Now()
		s.Clock = func() time.Duration { return time.Since(start) }
	}
	return s
}

// tenure is what a host knows of its right to run the room. Times are the host's own clock's.
type tenure struct {
	until     time.Duration // when the lease runs out
	reached   time.Duration // when the store last confirmed it
	answering bool          // the store has taken the last thing that it was asked
	lost      bool          // the room has another owner
}

func (t tenure) holds(now time.Duration) bool { return now < t.until && !t.lost }

// mode is how far a host may go. The zero value goes nowhere.
type mode int

const (
	// modeHeld: the store was away for too long. Everybody was sent away, and nobody is let in.
	modeHeld mode = iota
	// modeDoubting: the host was stalled for longer than its lease, so the room may have another owner. All gates
	// are closed until the store has said.
	modeDoubting
	// modeAlone: the store can't be reached. The gates stay as they are, and nobody is given anything.
	modeAlone
	// modeServing: the room is this host's.
	modeServing
)

// silent says whether nothing may flow, whatever the rules say.
func (m mode) silent() bool { return m == modeHeld || m == modeDoubting }

// look finds out how far the host may go, before anything else happens in the room. Above all it closes the gates of
// a host that wakes up after its lease has run out.
func (h *Host) look() {
	now := h.settings.Clock()
	gap := now - h.looked
	h.looked = now
	t := h.saver.tenure()
	switch {
	case t.lost:
		h.log.Warn("a room has another owner now")
		h.enter(modeDoubting)
		h.sendBack()
		h.takeUp() // nobody is here any more, and so they are told
		h.abandon()
		h.over = true
	case t.holds(now) && t.answering:
		h.enter(modeServing)
	case now-t.reached >= h.settings.Alone:
		h.hold()
	case h.mode.silent():
	case !t.holds(now) && h.stalled(now, gap, t.until):
		h.enter(modeDoubting)
	default:
		h.enter(modeAlone)
	}
	// A command that came meanwhile must not be carried out in somebody else's room: "over" or "not today" would send
	// people away for good. Should the store not answer, they are carried out as in any outage.
	h.asking = h.mode == modeDoubting && t.answering && !h.over
	h.trust(now, t)
	if now >= h.beat {
		h.beat = now + h.settings.Renew
		h.saver.poke()
	}
}

// stalled says whether the host was stopped for so long that somebody else may have found its lease run out. A host
// that was running all the time, and only cut off from the store, has looked about every Renew.
func (h *Host) stalled(now, gap, until time.Duration) bool {
	return gap > h.settings.Lease || now-gap < until && gap > h.settings.Lease/2
}

// trust tells the media side until when to go on without hearing from this host: should this process freeze,
// nothing is forwarded after that, not even in the moment before the host can look.
func (h *Host) trust(now time.Duration, t tenure) {
	var left time.Duration
	switch h.mode {
	case modeServing:
		left = t.until - now
	case modeAlone:
		left = h.settings.Lease
	case modeDoubting, modeHeld:
	}
	h.media.Trust(time.Now().Add(left))
}

// enter changes the mode, and the gates with it.
func (h *Host) enter(m mode) {
	if m == h.mode {
		return
	}
	h.log.Info("a room is run otherwise", "before", h.mode, "now", m)
	h.mode = m
	h.shown.Store(int32(m))
	h.publish(nil, nil)
}

// hold closes the room until the store is back. The room stays in memory with all that could not be saved; its
// people are sent away, and find their places kept for as long as after any lost connection.
func (h *Host) hold() {
	if h.mode == modeHeld {
		return
	}
	h.enter(modeHeld)
	for _, visit := range h.sendBack() {
		h.note(room.Vanished{Visit: visit})
	}
}

// sendBack tells everybody to come back, and returns who was there.
func (h *Host) sendBack() []room.VisitID {
	var visits []room.VisitID
	for visit, w := range h.watchers {
		visits = append(visits, visit)
		w.audience.Tell(room.Gone{Visit: visit, Why: FarewellRestart})
	}
	clear(h.watchers)
	return visits
}

func (m mode) String() string { return [...]string{"held", "doubting", "alone", "serving"}[m] }

// silenced is a stage on which everybody stays and nothing flows.
func silenced(stage []room.Stage) []room.Stage {
	quiet := make([]room.Stage, len(stage))
	for i, s := range stage {
		quiet[i] = room.Stage{Person: s.Person, Seat: s.Seat, Visit: s.Visit}
	}
	return quiet
}
