package host

import (
	"context"
	"fmt"
	"time"

	"alcove/room"
)

// opening is the start of one room's host. Everybody who comes meanwhile waits for the same one.
type opening struct {
	id   room.ID
	done chan struct{} // closed when host and err are set
	host *Host
	err  error
}

// openTime is how long an opening may take as a whole.
const openTime = 5 * time.Second

// open claims a room, loads it and runs its host until that ends. last is the room's host before, if that is still
// about to give the room up.
func (h *House) open(o *opening, last *Host) {
	host, err := h.load(o.id, last)
	if err != nil && h.stopped.Err() != nil {
		err = ErrClosed
	}
	h.mu.Lock()
	delete(h.openings, o.id)
	if err == nil {
		h.hosts[o.id] = host
	}
	h.mu.Unlock()
	o.host, o.err = host, err
	close(o.done)
	if err != nil {
		return
	}
	host.run(h.stopped.Done())
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ending[o.id] == host {
		delete(h.ending, o.id)
	}
}

// load makes a host. It claims the room before it loads it: what is loaded can't change any more.
func (h *House) load(id room.ID, last *Host) (*Host, error) {
	ctx, cancel := context.WithTimeout(h.stopped, openTime)
	defer cancel()
	if last != nil {
		select {
		case <-last.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	group, err := h.store.Group(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load group: %w", err)
	}
	claimed := h.settings.Clock()
	lease, err := h.store.Claim(ctx, id, h.settings.Lease)
	if err != nil {
		return nil, fmt.Errorf("claim room: %w", err)
	}
	rules, err := h.restore(ctx, h.settings.group(group))
	if err != nil {
		if err := lease.Release(context.WithoutCancel(ctx)); err != nil {
			h.log.Warn("a room could not be given up", "err", err)
		}
		return nil, err
	}
	return h.newHost(rules, newSaver(lease, claimed, h.settings, h.log, &h.tally)), nil
}

func (h *House) restore(ctx context.Context, group room.Group) (*room.Room, error) {
	snapshot, err := h.store.LoadRoom(ctx, group.ID)
	if err != nil {
		return nil, fmt.Errorf("load room: %w", err)
	}
	rules, err := room.Restore(group, snapshot, time.Now())
	if err != nil {
		return nil, fmt.Errorf("restore room: %w", err)
	}
	return rules, nil
}

// newHost makes a host that has never looked, so that it finds out how far it may go before it does anything.
func (h *House) newHost(rules *room.Room, s *saver) *Host {
	now := h.settings.Clock()
	host := &Host{
		calls: make(chan call, callsWaiting), done: make(chan struct{}), settings: h.settings, log: h.log,
		media: h.newMedia(rules.Group()), saver: s, tally: &h.tally,
		room: rules, watchers: map[room.VisitID]*watcher{}, looked: now, busy: now,
	}
	id := rules.Group().ID
	host.retire = func() bool { return h.forget(id, host, false) }
	host.abandon = func() { h.forget(id, host, true) }
	return host
}
