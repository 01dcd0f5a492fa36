package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"alcove/room/host"
	"alcove/room/store"
	"alcove/signaling"
)

// listenAgain is how long to wait before another try to hear of changes, or to read what was missed.
const listenAgain = time.Second

// members brings changed memberships into the rooms that run here, whichever server they were made on.
type members struct {
	store    *store.Store
	house    *host.House
	browsers *signaling.Server
	log      *slog.Logger
}

// watch listens until ctx ends. Whatever may have been missed, before it listened or since, is read again.
func (m members) watch(ctx context.Context) {
	for ctx.Err() == nil {
		changes, err := m.store.WatchMembers(ctx)
		if err != nil {
			m.log.Warn("changes of memberships are not heard now", "err", err)
			pause(ctx, listenAgain)
			continue
		}
		m.review(ctx)
		for c := range changes {
			if c.Missed {
				m.review(ctx)
				continue
			}
			m.apply(ctx, c)
		}
	}
}

// review reads every membership of the rooms that run here, again until it has succeeded.
func (m members) review(ctx context.Context) {
	for _, id := range m.house.Running() {
		changes, err := m.store.MemberChanges(ctx, id)
		for ; err != nil && ctx.Err() == nil; changes, err = m.store.MemberChanges(ctx, id) {
			m.log.Warn("memberships could not be read", "err", err)
			pause(ctx, listenAgain)
		}
		for _, c := range changes {
			m.apply(ctx, c)
		}
	}
}

// apply brings one change into its room. What can't be read now, every session reads anew in a while.
func (m members) apply(ctx context.Context, c store.MemberChange) {
	m.browsers.Changed() // before the room is looked for: it may be just starting
	if !slices.Contains(m.house.Running(), c.Group) {
		return
	}
	if c.Removed {
		if err := m.house.Revoke(ctx, c.Group, c.Person, c.Version); err != nil && ctx.Err() == nil {
			m.log.Warn("a room was not told of a removal", "err", err)
		}
		return
	}
	membership, err := m.store.Member(ctx, c.Group, c.Person)
	switch {
	case errors.Is(err, store.ErrNotFound): // removed since, as the next change says
	case err != nil:
		m.log.Warn("a changed membership could not be read", "err", err)
	default:
		m.house.Remember(membership)
	}
}

// pause waits, but not longer than ctx.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
