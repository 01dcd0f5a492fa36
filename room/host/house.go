package host

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"alcove/room"
)

// Store remembers groups and rooms.
type Store interface {
	Group(context.Context, room.ID) (room.Group, error)
	// Claim takes a room for ttl. It is an *Elsewhere if another server holds it.
	Claim(ctx context.Context, id room.ID, ttl time.Duration) (Lease, error)
	// LoadRoom returns the last saved snapshot, or nil if there is none.
	LoadRoom(context.Context, room.ID) ([]byte, error)
}

// ErrClosed says that the house is closing: come back, to whoever runs the room then.
var ErrClosed = errors.New("the house is closing")

// House holds the hosts of the rooms that somebody is in. Its methods may be called from any goroutine.
type House struct {
	store    Store
	newMedia func(room.Group) Media
	settings Settings
	log      *slog.Logger
	stopped  context.Context // ended by Close
	stop     context.CancelFunc
	running  sync.WaitGroup // hosts and openings
	tally    tally

	mu       sync.Mutex
	closed   bool
	hosts    map[room.ID]*Host
	openings map[room.ID]*opening
	ending   map[room.ID]*Host // taken out of hosts, and not yet done: it may still hold the room
}

// NewHouse returns an empty house. newMedia makes a room's media side when its host starts.
func NewHouse(store Store, newMedia func(room.Group) Media, settings Settings, log *slog.Logger) *House {
	h := &House{
		store: store, newMedia: newMedia, settings: settings.complete(), log: log,
		hosts: map[room.ID]*Host{}, openings: map[room.ID]*opening{}, ending: map[room.ID]*Host{},
	}
	h.stopped, h.stop = context.WithCancel(context.Background())
	return h
}

// callsWaiting is how many calls a host may lag behind before callers wait.
const callsWaiting = 256

// host returns the running host of a room, and starts it if need be. Nobody waits for another room's opening.
func (h *House) host(ctx context.Context, id room.ID) (*Host, error) {
	running, opening, err := h.find(id)
	if running != nil || err != nil {
		return running, err
	}
	select {
	case <-opening.done:
		return opening.host, opening.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// find returns a room's host or its opening, and begins that if there is neither.
func (h *House) find(id room.ID) (*Host, *opening, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, nil, ErrClosed
	}
	if running := h.hosts[id]; running != nil {
		return running, nil, nil
	}
	if o := h.openings[id]; o != nil {
		return nil, o, nil
	}
	o := &opening{id: id, done: make(chan struct{})}
	h.openings[id] = o
	last := h.ending[id]
	h.running.Go(func() { h.open(o, last) })
	return nil, o, nil
}

// forget takes a host out of the house: at once, or only if nobody is calling it. A later call starts a new one.
func (h *House) forget(id room.ID, host *Host, atOnce bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !atOnce && len(host.calls) > 0 {
		return false
	}
	if h.hosts[id] == host {
		delete(h.hosts, id)
		h.ending[id] = host
	}
	return true
}

// Arrive connects a verified member's browser to their room. It returns room.ErrRefused, ErrClosed, an *Elsewhere,
// ErrUnavailable or an error of the store.
func (h *House) Arrive(ctx context.Context, a room.Arrived, to Audience) error {
	answer := make(chan error, 1)
	return h.ask(ctx, a.Membership.Group, arrive{a, to, answer}, answer)
}

// Revoke ends a membership in its room, if that runs here: the person leaves at once, and their seat is free. Version
// is the membership's last one, so that a browser that was verified just before comes too late. The error is that of
// ctx, if the room did not answer by then.
func (h *House) Revoke(ctx context.Context, id room.ID, person room.PersonID, version uint64) error {
	h.mu.Lock()
	running := h.hosts[id]
	h.mu.Unlock()
	if running == nil {
		return nil
	}
	answer := make(chan error, 1)
	select {
	case running.calls <- revoke{room.Revoked{Person: person, Version: version}, answer}:
	case <-running.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-answer:
		return err
	case <-running.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Remember brings a changed membership into its room, if that runs here.
func (h *House) Remember(m room.Membership) { h.send(m.Group, remember{m}) }

// ask sends a call and waits for its answer. A host that retired meanwhile is asked again, as a new one.
func (h *House) ask(ctx context.Context, id room.ID, c call, answer <-chan error) error {
	for {
		host, err := h.host(ctx, id)
		if err != nil {
			return err
		}
		select {
		case host.calls <- c:
		case <-host.done:
			continue
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case err := <-answer:
			return err
		case <-host.done:
			select {
			case err := <-answer:
				return err
			default:
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Vanish says that a connection has ended.
func (h *House) Vanish(id room.ID, visit room.VisitID, from Audience) {
	h.send(id, vanish{visit, from})
}

// Heard says whether a connection that still exists is heard, or has fallen silent.
func (h *House) Heard(id room.ID, visit room.VisitID, from Audience, heard bool) {
	h.send(id, hear{visit, from, heard})
}

// Lines replaces the set of seats of a room whose lines are poor.
func (h *House) Lines(id room.ID, poor []room.SeatNumber) { h.send(id, lines{poor}) }

// Speaking replaces the set of seats of a room that are heard speaking.
func (h *House) Speaking(id room.ID, seats []room.SeatNumber) { h.send(id, speaking{seats}) }

// Voice says who has spoken in a room, and when.
func (h *House) Voice(id room.ID, v room.Voice) { h.send(id, voice{v}) }

// Regroup brings new settings of a group into its room, if that is running.
func (h *House) Regroup(g room.Group) { h.send(g.ID, regroup{h.settings.group(g)}) }

// Do carries out what a visit asks for. answer is called once, from another goroutine, and must not block: with an
// error if nothing has changed, else with whether the new state has been saved.
func (h *House) Do(
	id room.ID, visit room.VisitID, from Audience, c room.Command, answer func(saved bool, err error),
) {
	if !h.send(id, command{visit, from, c, answer}) {
		answer(false, room.ErrNotHere)
	}
}

// LineOf finds out whose connection carries a seat, for a visit that may look at it; see room.Room.LineOf. answer is
// called once, from another goroutine, and must not block.
func (h *House) LineOf(
	id room.ID, visit room.VisitID, from Audience, seat room.SeatNumber, answer func(room.VisitID, error),
) {
	if !h.send(id, lineOf{visit, from, seat, answer}) {
		answer("", room.ErrNotHere)
	}
}

// TalkOf returns who has spoken how much, for a visit that may know it; see room.Room.TalkOf. answer is called once, from
// another goroutine, and must not block.
func (h *House) TalkOf(id room.ID, visit room.VisitID, from Audience, answer func(room.TalkView, error)) {
	if !h.send(id, talkOf{visit, from, answer}) {
		answer(room.TalkView{}, room.ErrNotHere)
	}
}

// send passes a call to a running host, and says whether there was one.
func (h *House) send(id room.ID, c call) bool {
	h.mu.Lock()
	host := h.hosts[id]
	h.mu.Unlock()
	if host == nil {
		return false
	}
	select {
	case host.calls <- c:
		return true
	case <-host.done:
		return false
	}
}

// Close ends all hosts: gates closed, newest state saved, rooms given up. Audiences are the caller's to send away.
func (h *House) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		h.stop()
	}
	h.mu.Unlock()
	h.running.Wait()
}

// Running lists the rooms that run here.
func (h *House) Running() []room.ID {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Collect(maps.Keys(h.hosts))
}

// Rooms counts the rooms that run here.
func (h *House) Rooms() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.hosts)
}
