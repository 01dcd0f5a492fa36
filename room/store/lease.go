package store

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/lease_hold.lua
var leaseHoldText string

//go:embed lua/lease_claim.lua
var leaseClaimText string

//go:embed lua/lease_renew.lua
var leaseRenewText string

//go:embed lua/lease_release.lua
var leaseReleaseText string

//go:embed lua/room_save.lua
var roomSaveText string

var (
	leaseClaim   = redis.NewScript(leaseHoldText + leaseClaimText)
	leaseRenew   = redis.NewScript(leaseHoldText + leaseRenewText)
	leaseRelease = redis.NewScript(leaseHoldText + leaseReleaseText)
	roomSave     = redis.NewScript(leaseHoldText + roomSaveText)
)

var (
	// ErrOwned: somebody else holds the room. The error is an *Owned.
	ErrOwned = errors.New("somebody else holds this room")
	// ErrLost: the lease is over and the room was claimed anew. Nothing was written, nor ever will be under it.
	ErrLost = errors.New("the lease is lost")
)

// Node is whoever may hold rooms. Of one ID at most one run may be alive at any time: a later run of it takes rooms
// from an earlier one at once, without waiting for any lease.
type Node struct {
	ID  string // opaque
	Run uint64 // grows with each start; less than 2^53, which is what a script can count to
}

// Owned says who holds a room.
type Owned struct {
	Node string        // ID of the owner
	Left time.Duration // until its lease runs out, unless it is renewed
}

// Error says no more than ErrOwned.
func (*Owned) Error() string { return ErrOwned.Error() }

// Is makes every Owned an ErrOwned.
func (*Owned) Is(target error) bool { return target == ErrOwned }

// Lease is the right to run one room and to save it. It is good while Redis knows no greater epoch; its holder
// must stop on its own when its time is over, as nobody can be reached to be told so.
type Lease struct {
	room  room.ID
	node  Node
	claim string // of this one claim, so that no two callers ever hold the same lease
	epoch uint64
	ttl   time.Duration
}

// claimant is who has asked for a room.
type claimant struct {
	room room.ID
	node Node
}

// Epoch tells leases of one room apart: a later one has a greater epoch.
func (l Lease) Epoch() uint64 { return l.epoch }

// Format prints no part of the lease but its epoch, whatever the verb.
func (l Lease) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, l.LogValue().String()) }

// LogValue gives slog what Format prints.
func (l Lease) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("lease %d", l.epoch)) }

// Claim takes a room for ttl, if nobody holds it but an earlier run of this node: else the error is an *Owned, even if
// another caller of the same run holds it. After ErrUnavailable the room may be held by a lease that nobody knows, which
// the next Claim of this Store finds to be its own.
//
// The holder counts ttl from before the call, on a clock that never stops: Redis counts from a later moment.
func (s *Store) Claim(ctx context.Context, id room.ID, node Node, ttl time.Duration) (Lease, error) {
	const doing = "claim room"
	if id == "" || node.ID == "" || ttl < time.Millisecond {
		return Lease{}, fmt.Errorf("%s: %w", doing, ErrRecord)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	l := Lease{room: id, node: node, claim: rand.Text(), ttl: ttl}
	if unknown, ok := s.claims.LoadAndDelete(claimant{id, node}); ok { // whoever takes it out is the only one to use it
		l.claim, _ = unknown.(string)
	}
	answer, err := leaseClaim.Run(ctx, s.db, []string{s.keys.owner(id), s.keys.snapshot(id)},
		l.node.ID, l.node.Run, l.claim, ttl.Milliseconds()).Slice()
	if err != nil {
		s.claims.Store(claimant{id, node}, l.claim)
		return Lease{}, fault(doing, err)
	}
	switch epoch, _ := answer[0].(int64); {
	case epoch > 0:
		l.epoch = uint64(epoch)
		return l, nil
	case len(answer) == 3:
		owner, _ := answer[1].(string)
		left, _ := answer[2].(int64)
		return Lease{}, fmt.Errorf("%s: %w", doing, &Owned{owner, time.Duration(left) * time.Millisecond})
	}
	return Lease{}, fmt.Errorf("%s: %w", doing, ErrRecord)
}

// Renew prolongs a lease by its whole time, also one that ran out, as long as nobody has claimed the room since:
// then it is ErrLost. saved is the last operation that Redis remembers under this lease: if it is less than what
// SaveRoom was told, Redis has lost its newest writes and the state must be saved again.
func (s *Store) Renew(ctx context.Context, l Lease) (saved uint64, err error) {
	const doing = "renew lease"
	ctx, cancel := s.within(urgent(ctx))
	defer cancel()
	saved, err = leaseRenew.Run(ctx, s.db, []string{s.keys.owner(l.room), s.keys.snapshot(l.room)},
		l.node.ID, l.node.Run, l.claim, l.epoch, l.ttl.Milliseconds()).Uint64()
	return saved, leaseFault(doing, err)
}

// Release ends a lease before its time. One that is lost or released already is no error.
func (s *Store) Release(ctx context.Context, l Lease) error {
	ctx, cancel := s.within(urgent(ctx))
	defer cancel()
	return fault("release lease", leaseRelease.Run(ctx, s.db, []string{s.keys.owner(l.room)}, l.claim, l.epoch).Err())
}

// SaveRoom keeps a room's state in place of the one before, and renews the lease that it is saved under: ErrLost if
// the room was claimed by somebody else since.
//
// op numbers the states of this lease, from 1. The same number again is the same state again: it is written once,
// however often it is sent, and never over a greater one. So a call whose outcome is unknown may be repeated.
func (s *Store) SaveRoom(ctx context.Context, l Lease, op uint64, snapshot []byte) error {
	const doing = "save room"
	ctx, cancel := s.within(urgent(ctx))
	defer cancel()
	return leaseFault(doing, roomSave.Run(ctx, s.db, []string{s.keys.owner(l.room), s.keys.snapshot(l.room)},
		l.node.ID, l.node.Run, l.claim, l.epoch, l.ttl.Milliseconds(), op, snapshot).Err())
}

// leaseFault is fault for scripts whose nil means that the lease is lost.
func leaseFault(doing string, err error) error {
	if errors.Is(err, redis.Nil) {
		return fmt.Errorf("%s: %w", doing, ErrLost)
	}
	return fault(doing, err)
}
