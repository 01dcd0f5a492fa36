// Package host keeps rooms alive: one goroutine owns each room, moves the media gates, shows every member their
// view and hands snapshots to the store.
//
// A host never blocks: media changes are immediate by contract, members have bounded outboxes of their own, and
// saving happens on a goroutine beside it. It fails silent: when its loop ends, for whatever reason, all gates of
// the room are closed.
package host

import (
	"log/slog"
	"reflect"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"

	"alcove/room"
)

// Media forwards sound and pictures for one room. No method may wait for the network.
type Media interface {
	// SetStage says who is in the circle and what may flow. What it closes is closed when it returns.
	SetStage([]room.Stage)
	// Trust says until when things may flow; the newest call counts. After that nothing does, until the next call.
	Trust(until time.Time)
	// Close closes every gate and ends every connection of the room.
	Close()
}

// Audience is one browser's connection. No method may block; whoever can't keep up is cut off.
type Audience interface {
	// Show replaces what the browser sees. Versions rise by at least one whenever the view changes.
	Show(view room.View, version uint64)
	// Speaking replaces the set of seats that are heard speaking.
	Speaking(seats []room.SeatNumber)
	// Tell passes on what happened once. After a room.Gone the host forgets the audience.
	Tell(e room.Event)
}

// idle is how long an empty room is kept in memory.
const idle = time.Minute

// Host runs one room.
type Host struct {
	calls    chan call     // never closed
	done     chan struct{} // closed when run has returned
	settings Settings
	log      *slog.Logger
	media    Media
	saver    *saver
	tally    *tally
	shown    atomic.Int32 // mode, for whoever counts
	// retire takes the host out of the house if nobody has called it meanwhile; abandon does so at once.
	retire  func() bool
	abandon func()

	// Owned by run.
	room     *room.Room
	watchers map[room.VisitID]*watcher
	stage    []room.Stage
	speaking []room.SeatNumber
	over     bool // run returns
	mode     mode
	asking   bool      // the store is being asked whose room it is
	aside    []command // they wait for its answer

	// Owned by run, on the settings' clock.
	looked time.Duration // when look was last called
	beat   time.Duration // when the saver is next poked
	busy   time.Duration // when somebody was last there
}

// watcher is an audience and what it was last shown.
type watcher struct {
	audience Audience
	version  uint64
	view     room.View
	speaking []room.SeatNumber
}

// call is one thing that run does. The set is sealed.
type call interface{ run(*Host) }

// run owns the room until it is retired, somebody else owns it, or stop is closed.
func (h *Host) run(stop <-chan struct{}) {
	defer close(h.done)
	defer h.saver.close()
	defer h.media.Close()
	defer h.recover()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for !h.over {
		var c call
		select {
		case c = <-h.calls:
		case <-timer.C:
		case <-h.saver.news:
		case <-stop:
			return
		}
		h.turn(c)
		timer.Reset(h.next())
	}
}

// turn does what is to be done now: first it looks whether the room is still this host's, then come what has become
// due and the call, which may be nil.
func (h *Host) turn(c call) {
	if h.look(); h.over {
		return
	}
	if due, now := h.room.Due(), time.Now(); !due.IsZero() && !now.Before(due) {
		h.publish(h.room.Tick(now), nil)
	}
	if !h.asking {
		h.takeUp()
	}
	if c != nil {
		c.run(h)
	}
	if !h.room.Empty() || len(h.watchers) > 0 {
		h.busy = h.looked
	}
	// What could not be saved exists only here.
	if h.looked-h.busy >= idle && h.saver.settled() {
		h.over = h.retire()
	}
}

// next returns how long nothing is to be done, unless something happens.
func (h *Host) next() time.Duration {
	wait := h.beat - h.settings.Clock()
	if due := h.room.Due(); !due.IsZero() {
		wait = min(wait, time.Until(due))
	}
	return max(wait, 0)
}

// recover ends a room whose rules have panicked. Its members are sent back; they will find the last saved state.
// The panic's value may hold anything, so only the place is logged.
func (h *Host) recover() {
	if caught := recover(); caught == nil {
		return
	}
	h.log.Error("a room has ended by a panic", "stack", string(debug.Stack()))
	h.sendBack()
	h.abandon()
}

// FarewellRestart is told to everybody when a room must be loaded again: they should come back at once.
const FarewellRestart room.Farewell = "restart"

// publish makes a change of the room real. It moves the microphones first, so that nobody is told of a floor that
// is not yet enforced.
func (h *Host) publish(events []room.Event, saved func(bool)) {
	stage := h.room.Stage()
	if h.mode.silent() {
		stage = silenced(stage)
	}
	if !slices.Equal(stage, h.stage) {
		h.stage = stage
		h.media.SetStage(stage)
	}
	for _, e := range events {
		h.tell(e)
	}
	for visit, w := range h.watchers {
		h.show(visit, w)
	}
	h.showSpeaking()
	h.saver.save(h.room.Snapshot(), saved)
}

func (h *Host) tell(e room.Event) {
	switch e := e.(type) {
	case room.Gone:
		if w := h.watchers[e.Visit]; w != nil {
			delete(h.watchers, e.Visit)
			w.audience.Tell(e)
		}
	case room.Renewed:
		if w := h.watchers[e.Visit]; w != nil {
			w.audience.Tell(e)
		}
	case room.Declined:
		if w := h.watchers[e.To]; w != nil {
			w.audience.Tell(e)
		}
	case room.AsideDeclined:
		if w := h.watchers[e.To]; w != nil {
			w.audience.Tell(e)
		}
	case room.Gestured:
		if w := h.watchers[e.To]; w != nil {
			w.audience.Tell(e)
		}
	case room.Delivered:
		if w := h.watchers[e.To]; w != nil {
			w.audience.Tell(e)
		}
	}
}

// show sends a view if it differs from the last one.
func (h *Host) show(visit room.VisitID, w *watcher) {
	view, ok := h.room.View(visit)
	if !ok || reflect.DeepEqual(view, w.view) {
		return
	}
	entered := view.Place == room.PlaceCircle && w.view.Place != room.PlaceCircle
	w.version++
	w.view = view
	w.audience.Show(view, w.version)
	if !entered {
		return
	}
	w.speaking = h.heardBy(visit)
	w.audience.Speaking(w.speaking)
	if inbox, ok := h.room.Inbox(visit); ok {
		w.audience.Tell(inbox)
	}
}
