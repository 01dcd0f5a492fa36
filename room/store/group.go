package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

// PutGroup makes a group, or changes its settings. A group that fails room.Group.Check is ErrRecord.
func (s *Store) PutGroup(ctx context.Context, g room.Group) error {
	const doing = "save group"
	record, err := recordOfGroup(g)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	// The list first: a listed group without a record is passed over, an unlisted record would be lost.
	if err := s.db.SAdd(ctx, s.keys.groups(), string(g.ID)).Err(); err != nil {
		return fault(doing, err)
	}
	return fault(doing, s.db.Set(ctx, s.keys.group(g.ID), encode(record), 0).Err())
}

// Group returns a group, or ErrNotFound.
func (s *Store) Group(ctx context.Context, id room.ID) (room.Group, error) {
	const doing = "read group"
	ctx, cancel := s.within(ctx)
	defer cancel()
	return groupFrom(doing, id, s.db.Get(ctx, s.keys.group(id)))
}

// Groups returns every group, in the order of their ids.
func (s *Store) Groups(ctx context.Context) ([]room.Group, error) {
	const doing = "list groups"
	ctx, cancel := s.within(ctx)
	defer cancel()
	ids, err := s.db.SMembers(ctx, s.keys.groups()).Result()
	if err != nil {
		return nil, fault(doing, err)
	}
	slices.Sort(ids)
	records := make([]*redis.StringCmd, len(ids))
	_, err = s.db.Pipelined(ctx, func(ask redis.Pipeliner) error {
		for i, id := range ids {
			records[i] = ask.Get(ctx, s.keys.group(room.ID(id)))
		}
		return nil
	})
	if err != nil && !errors.Is(err, redis.Nil) {
		return nil, fault(doing, err)
	}
	groups := make([]room.Group, 0, len(ids))
	for i, record := range records {
		g, err := groupFrom(doing, room.ID(ids[i]), record)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

func groupFrom(doing string, id room.ID, answer *redis.StringCmd) (room.Group, error) {
	text, err := answer.Result()
	if err != nil {
		return room.Group{}, fault(doing, err)
	}
	record, err := decode[groupRecord](doing, text)
	if err != nil {
		return room.Group{}, err
	}
	return record.group(id)
}
