package host

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"alcove/room"
)

// Store remembers groups and rooms.
type Store interface {
	Group(context.Context, room.ID) (room.Group, error)
	// LoadRoom returns the last saved snapshot, or nil if there is none.
	LoadRoom(context.Context, room.ID) ([]byte, error)
	SaveRoom(context.Context, room.ID, []byte) error
}

// ErrClosed says that the house is closing: come back, to whoever runs the room then.
var ErrClosed = errors.New("the house is closing")

// House holds the hosts of the rooms that somebody is in. Its methods may be called from any goroutine.
type House struct {
	store    Store
	newMedia func(room.Group) Media
	log      *slog.Logger
	stop     chan struct{} // closed by Close
	running  sync.WaitGroup

	mu     sync.Mutex
	closed bool
	hosts  map[room.ID]*Host
}

// NewHouse returns an empty house. newMedia makes a room's media side when its host starts.
func NewHouse(store Store, newMedia func(room.Group) Media, log *slog.Logger) *House {
	return &House{
		store: store, newMedia: newMedia, log: log,
		stop: make(chan struct{}), hosts: map[room.ID]*Host{},
	}
}

// callsWaiting is how many calls a host may lag behind before callers wait.
const callsWaiting = 256

// host returns the running host of a room, and starts it if need be. Nobody waits for another room's loading.
func (h *House) host(ctx context.Context, id room.ID) (*Host, error) {
	if running, err := h.find(id); running != nil || err != nil {
		return running, err
	}
	group, err := h.store.Group(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load group: %w", err)
	}
	snapshot, err := h.store.LoadRoom(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load room: %w", err)
	}
	rules, err := room.Restore(group, snapshot, time.Now())
	if err != nil {
		return nil, fmt.Errorf("restore room: %w", err)
	}
	return h.start(id, rules)
}

func (h *House) find(id room.ID) (*Host, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	return h.hosts[id], nil
}

// start runs a host for a room that was just loaded, unless somebody else was quicker.
func (h *House) start(id room.ID, rules *room.Room) (*Host, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, ErrClosed
	}
	if running := h.hosts[id]; running != nil {
		return running, nil
	}
	write := func(ctx context.Context, snapshot []byte) error { return h.store.SaveRoom(ctx, id, snapshot) }
	host := &Host{
		calls: make(chan call, callsWaiting), done: make(chan struct{}), log: h.log,
		media: h.newMedia(rules.Group()), saver: newSaver(write, h.log),
		room: rules, watchers: map[room.VisitID]*watcher{},
	}
	host.retire = func() bool { return h.forget(id, host, false) }
	host.abandon = func() { h.forget(id, host, true) }
	h.hosts[id] = host
	h.running.Go(func() { host.run(h.stop) })
	return host, nil
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
	}
	return true
}

// Arrive connects a verified member's browser. It returns room.ErrRefused, ErrClosed or an error of the store.
func (h *House) Arrive(ctx context.Context, m room.Membership, visit room.VisitID, to Audience) error {
	answer := make(chan error, 1)
	return h.ask(ctx, m.Group, arrive{room.Arrived{Visit: visit, Membership: m}, to, answer}, answer)
}

// Revoke ends a membership: the person leaves the room at once, if they are in it, and their seat is free. Version is
// the membership's last one, so that a browser that was verified just before comes too late.
func (h *House) Revoke(ctx context.Context, id room.ID, person room.PersonID, version uint64) error {
	answer := make(chan error, 1)
	return h.ask(ctx, id, revoke{room.Revoked{Person: person, Version: version}, answer}, answer)
}

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

// Speaking replaces the set of seats of a room that are heard speaking.
func (h *House) Speaking(id room.ID, seats []room.SeatNumber) { h.send(id, speaking{seats}) }

// Regroup brings new settings of a group into its room, if that is running.
func (h *House) Regroup(g room.Group) { h.send(g.ID, regroup{g}) }

// Do carries out what a visit asks for. answer is called once, from another goroutine, and must not block: with an
// error if nothing has changed, else with whether the new state has been saved.
func (h *House) Do(
	id room.ID, visit room.VisitID, from Audience, c room.Command, answer func(saved bool, err error),
) {
	if !h.send(id, command{visit, from, c, answer}) {
		answer(false, room.ErrNotHere)
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

// Close ends all hosts: gates closed, newest state saved. Audiences are the caller's to send away.
func (h *House) Close() {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		close(h.stop)
	}
	h.mu.Unlock()
	h.running.Wait()
}

// Rooms counts the rooms that run here.
func (h *House) Rooms() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.hosts)
}
