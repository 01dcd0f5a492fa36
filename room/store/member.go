package store

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/member_put.lua
var memberPutText string

//go:embed lua/member_remove.lua
var memberRemoveText string

var (
	memberPut    = redis.NewScript(memberPutText)
	memberRemove = redis.NewScript(memberRemoveText)
)

// What member_put.lua answers instead of a version.
const (
	putNoGroup = -1
	putChanged = -2
)

// PutMember adds a person to a group or changes their membership, and returns it with its new version.
//
// m.Version 0 writes whatever is there, and is how a removed person is deliberately added again. Any other version
// changes only the membership that was read at it, else ErrChanged: a removal always wins over an edit that was
// under way. A group that doesn't exist is ErrNotFound.
func (s *Store) PutMember(ctx context.Context, m room.Membership) (room.Membership, error) {
	const doing = "save membership"
	record, err := recordOfMember(m)
	if err != nil {
		return room.Membership{}, fmt.Errorf("%s: %w", doing, err)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	version, err := memberPut.Run(ctx, s.db,
		[]string{s.keys.group(m.Group), s.keys.members(m.Group)},
		string(m.Group), string(m.Person), encode(record), m.Version, s.keys.changes()).Int64()
	switch {
	case err != nil:
		return room.Membership{}, fault(doing, err)
	case version == putNoGroup:
		return room.Membership{}, fmt.Errorf("%s: group: %w", doing, ErrNotFound)
	case version == putChanged:
		return room.Membership{}, fmt.Errorf("%s: %w", doing, ErrChanged)
	}
	m.Version = uint64(version)
	return m, nil
}

// Member returns a person's membership. Somebody who was removed is ErrNotFound, like a stranger.
func (s *Store) Member(ctx context.Context, id room.ID, who room.PersonID) (room.Membership, error) {
	const doing = "read membership"
	ctx, cancel := s.within(ctx)
	defer cancel()
	text, err := s.db.HGet(ctx, s.keys.members(id), string(who)).Result()
	if err != nil {
		return room.Membership{}, fault(doing, err)
	}
	return memberFrom(doing, id, who, text)
}

// Members returns everybody who belongs to a group, in the order of their ids.
func (s *Store) Members(ctx context.Context, id room.ID) ([]room.Membership, error) {
	const doing = "list members"
	ctx, cancel := s.within(ctx)
	defer cancel()
	records, err := s.db.HGetAll(ctx, s.keys.members(id)).Result()
	if err != nil {
		return nil, fault(doing, err)
	}
	members := make([]room.Membership, 0, len(records))
	for who, text := range records {
		m, err := memberFrom(doing, id, room.PersonID(who), text)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b room.Membership) int { return cmp.Compare(a.Person, b.Person) })
	return members, nil
}

// MemberChanges says of everybody who is or was a member of a group what was announced last, in the order of their
// ids.
func (s *Store) MemberChanges(ctx context.Context, id room.ID) ([]MemberChange, error) {
	const doing = "list changes"
	ctx, cancel := s.within(ctx)
	defer cancel()
	records, err := s.db.HGetAll(ctx, s.keys.members(id)).Result()
	if err != nil {
		return nil, fault(doing, err)
	}
	changes := make([]MemberChange, 0, len(records))
	for who, text := range records {
		record, err := decode[memberRecord](doing, text)
		if err != nil {
			return nil, err
		}
		changes = append(changes, MemberChange{
			Group: id, Person: room.PersonID(who), Version: record.Version, Removed: record.Removed,
		})
	}
	slices.SortFunc(changes, func(a, b MemberChange) int { return cmp.Compare(a.Person, b.Person) })
	return changes, nil
}

// RemoveMember ends a membership and deletes the person's link to the group. A tombstone keeps the version
// growing, so that no ticket of today is good again if the person is added back. Removing twice is no error;
// somebody who never was a member is ErrNotFound.
func (s *Store) RemoveMember(ctx context.Context, id room.ID, who room.PersonID) error {
	const doing = "remove member"
	ctx, cancel := s.within(ctx)
	defer cancel()
	dropped, err := memberRemove.Run(ctx, s.db,
		[]string{s.keys.members(id), s.keys.links(id)},
		string(id), string(who), s.keys.changes()).Text()
	if err != nil {
		return fault(doing, err)
	}
	s.forgetPointer(ctx, linkHex(dropped))
	return nil
}

func memberFrom(doing string, id room.ID, who room.PersonID, text string) (room.Membership, error) {
	record, err := decode[memberRecord](doing, text)
	if err != nil {
		return room.Membership{}, err
	}
	if record.Removed {
		return room.Membership{}, fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	return record.membership(id, who), nil
}
