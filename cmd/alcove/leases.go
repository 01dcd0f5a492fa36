package main

import (
	"context"
	"errors"
	"time"

	"alcove/room"
	"alcove/room/host"
	"alcove/room/store"
)

// leases is the store as the hosts of this process see it: they read and write rooms, and Redis holds them sealed.
type leases struct {
	*store.Store
	node store.Node // who holds a room
	seal roomSeal
}

// LoadRoom returns nil for a room that was never saved. One that can't be opened is an error and stays as it is.
func (l leases) LoadRoom(ctx context.Context, id room.ID) ([]byte, error) {
	snapshot, err := l.Store.LoadRoom(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return l.seal.open(id, snapshot)
}

// Claim takes a room for this process.
func (l leases) Claim(ctx context.Context, id room.ID, ttl time.Duration) (host.Lease, error) {
	lease, err := l.Store.Claim(ctx, id, l.node, ttl)
	var owned *store.Owned
	if errors.As(err, &owned) {
		return nil, &host.Elsewhere{Node: owned.Node, Left: owned.Left}
	}
	if err != nil {
		return nil, err
	}
	return heldRoom{l, id, lease}, nil
}

// heldRoom is one lease, as its host sees it.
type heldRoom struct {
	of    leases
	room  room.ID
	lease store.Lease
}

func (h heldRoom) Renew(ctx context.Context) (uint64, error) {
	saved, err := h.of.Renew(ctx, h.lease)
	return saved, lost(err)
}

func (h heldRoom) Save(ctx context.Context, op uint64, snapshot []byte) error {
	return lost(h.of.SaveRoom(ctx, h.lease, op, h.of.seal.close(h.room, snapshot)))
}

func (h heldRoom) Release(ctx context.Context) error { return h.of.Release(ctx, h.lease) }

// lost says in a host's words that a lease is over.
func lost(err error) error {
	if errors.Is(err, store.ErrLost) {
		return host.ErrLost
	}
	return err
}
