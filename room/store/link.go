package store

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/link_put.lua
var linkPutText string

//go:embed lua/link_use.lua
var linkUseText string

var (
	linkPut = redis.NewScript(linkPutText)
	linkUse = redis.NewScript(linkUseText)
)

// LinkHash stands for a link's secret, which is kept nowhere. It refuses to print itself.
type LinkHash [32]byte

// Format prints no part of the hash, whatever the verb.
func (LinkHash) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "link") }

// LogValue gives slog what Format prints.
func (LinkHash) LogValue() slog.Value { return slog.StringValue("link") }

// Link is one person's way into one group.
type Link struct {
	Hash   LinkHash
	Group  room.ID
	Person room.PersonID
	Made   time.Time
	Bound  bool // to the browser that used it first; a new link is not
}

// LogValue shows fingerprints only, in whatever form the log is written.
func (l Link) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("group", l.Group), slog.Any("person", l.Person), slog.Bool("bound", l.Bound))
}

// PutLink keeps a link and forgets the one that the person had in this group before. Somebody who isn't a member
// is ErrNotFound.
func (s *Store) PutLink(ctx context.Context, l Link) error {
	const doing = "save link"
	ctx, cancel := s.within(ctx)
	defer cancel()
	hash := hexOf(l.Hash)
	// The pointer first, in a slot of its own. It gives no right: the record in the room does.
	pointer := pointerRecord{Group: string(l.Group), Person: string(l.Person)}
	if err := s.db.Set(ctx, s.keys.link(hash), encode(pointer), 0).Err(); err != nil {
		return fault(doing, err)
	}
	before, err := linkPut.Run(ctx, s.db,
		[]string{s.keys.members(l.Group), s.keys.links(l.Group)},
		string(l.Person), encode(linkRecord{Hash: hash, Made: l.Made.UTC()})).Text()
	if errors.Is(err, redis.Nil) {
		s.forgetPointer(ctx, hash)
	}
	if err != nil {
		return fault(doing, err)
	}
	if before := linkHex(before); before != hash {
		s.forgetPointer(ctx, before)
	}
	return nil
}

// Link returns the live link with this hash, or ErrNotFound.
func (s *Store) Link(ctx context.Context, hash [32]byte) (Link, error) {
	const doing = "read link"
	ctx, cancel := s.within(ctx)
	defer cancel()
	at, err := s.pointer(ctx, doing, hash)
	if err != nil {
		return Link{}, err
	}
	id, who := room.ID(at.Group), room.PersonID(at.Person)
	text, err := s.db.HGet(ctx, s.keys.links(id), string(who)).Result()
	if err != nil {
		return Link{}, fault(doing, err)
	}
	record, err := decode[linkRecord](doing, text)
	if err != nil {
		return Link{}, err
	}
	if record.Hash != hexOf(hash) {
		return Link{}, fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	return record.link(id, who)
}

// UseLink says whose link this is, and whether it opens for a browser, of which the hash of a secret is known. While the
// person has one of the staff roles, the link is bound to the first browser that uses it, on any node; for every other it
// is ErrOtherBrowser. A link that doesn't exist is ErrNotFound, and takes as much work.
func (s *Store) UseLink(
	ctx context.Context, hash, browser [32]byte, staff []room.Role,
) (id room.ID, who room.PersonID, bound bool, err error) {
	const doing = "use link"
	ctx, cancel := s.within(ctx)
	defer cancel()
	at, err := s.pointer(ctx, doing, hash)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", "", false, err
	}
	id, who = room.ID(at.Group), room.PersonID(at.Person)
	args := []any{string(who), string(hexOf(hash)), string(hexOf(browser))}
	for _, role := range staff {
		args = append(args, string(role))
	}
	own, err := linkUse.Run(ctx, s.db, []string{s.keys.members(id), s.keys.links(id)}, args...).Int()
	switch {
	case err != nil:
		return "", "", false, fault(doing, err)
	case own < 0:
		return "", "", false, fmt.Errorf("%s: %w", doing, ErrOtherBrowser)
	}
	return id, who, own > 0, nil
}

// DropLinks forgets every link of a person in a group. There may be none.
func (s *Store) DropLinks(ctx context.Context, id room.ID, who room.PersonID) error {
	const doing = "drop links"
	ctx, cancel := s.within(ctx)
	defer cancel()
	text, err := s.db.HGet(ctx, s.keys.links(id), string(who)).Result()
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return fault(doing, err)
	}
	if err := s.db.HDel(ctx, s.keys.links(id), string(who)).Err(); err != nil {
		return fault(doing, err)
	}
	if record, err := decode[linkRecord](doing, text); err == nil {
		s.forgetPointer(ctx, record.Hash)
	}
	return nil
}

func (s *Store) pointer(ctx context.Context, doing string, hash [32]byte) (pointerRecord, error) {
	text, err := s.db.Get(ctx, s.keys.link(hexOf(hash))).Result()
	if err != nil {
		return pointerRecord{}, fault(doing, err)
	}
	return decode[pointerRecord](doing, text)
}

// forgetPointer tidies up. A pointer that stays behind leads nowhere, so an error changes nothing.
func (s *Store) forgetPointer(ctx context.Context, hash linkHex) {
	if hash != "" {
		_ = s.db.Del(ctx, s.keys.link(hash)).Err()
	}
}
