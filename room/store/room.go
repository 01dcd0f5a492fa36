package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

// UseOnce says whether id is used for the first time within ttl. Of any number of callers at the same time, on
// any number of nodes, exactly one is the first. After ErrUnavailable the id must be taken as used.
func (s *Store) UseOnce(ctx context.Context, id string, ttl time.Duration) (first bool, err error) {
	const doing = "use once"
	if id == "" || ttl < time.Millisecond {
		return false, fmt.Errorf("%s: %w", doing, ErrRecord)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	err = s.db.SetArgs(ctx, s.keys.used(id), 1, redis.SetArgs{Mode: "NX", TTL: ttl}).Err()
	if errors.Is(err, redis.Nil) { // NX was not met
		return false, nil
	}
	return err == nil, fault(doing, err)
}

// Used says whether id was used by UseOnce, and its time isn't over.
func (s *Store) Used(ctx context.Context, id string) (bool, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	n, err := s.db.Exists(ctx, s.keys.used(id)).Result()
	return n > 0, fault("look whether it was used", err)
}

// LoadRoom returns the state that was saved last, or ErrNotFound.
func (s *Store) LoadRoom(ctx context.Context, id room.ID) ([]byte, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	snapshot, err := s.db.HGet(ctx, s.keys.snapshot(id), "data").Bytes()
	if err != nil {
		return nil, fault("load room", err)
	}
	return snapshot, nil
}
