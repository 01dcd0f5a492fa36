package store

import (
	"context"
	"encoding/json"
	"log/slog"

	"alcove/room"

	"github.com/redis/go-redis/v9"
)

// maxUnheard bounds how many changes wait for a slow listener.
const maxUnheard = 256

// MemberChange says that a membership has changed, or that Missed changes may have.
type MemberChange struct {
	Group   room.ID
	Person  room.PersonID
	Version uint64
	Removed bool

	// Missed: the connection was lost for a while, or the listener was too slow. The other fields are empty, and
	// every membership that matters must be read again.
	Missed bool
}

// LogValue shows fingerprints only, in whatever form the log is written.
func (c MemberChange) LogValue() slog.Value {
	return slog.GroupValue(slog.Any("group", c.Group), slog.Any("person", c.Person),
		slog.Uint64("version", c.Version), slog.Bool("removed", c.Removed), slog.Bool("missed", c.Missed))
}

// WatchMembers announces every change of every membership that is made after it has returned. The channel closes
// when ctx or the store ends. A slow listener holds up nobody and is told that it has missed something.
func (s *Store) WatchMembers(ctx context.Context) (<-chan MemberChange, error) {
	const doing = "watch members"
	sub := s.db.Subscribe(ctx, s.keys.changes())
	if _, err := sub.ReceiveTimeout(ctx, s.patience); err != nil {
		_ = sub.Close()
		return nil, fault(doing, err)
	}
	out := make(chan MemberChange)
	s.watchers.Go(func() {
		defer close(out)
		defer func() { _ = sub.Close() }()
		s.relay(ctx, sub.ChannelWithSubscriptions(), out)
	})
	return out, nil
}

// relay passes changes on, one by one and in order, until ctx or the store ends. It never waits for the listener
// alone: an unread announcement would hold up Redis.
func (s *Store) relay(ctx context.Context, heard <-chan any, out chan<- MemberChange) {
	var unheard []MemberChange
	for {
		var next MemberChange
		var ready chan<- MemberChange // nil, which is never ready, while there is nothing to say
		if len(unheard) > 0 {
			next, ready = unheard[0], out
		}
		select {
		case <-ctx.Done():
			return
		case <-s.closing:
			return
		case ready <- next:
			unheard = unheard[1:]
		case message, ok := <-heard:
			if !ok {
				return
			}
			unheard = s.hear(unheard, message)
		}
	}
}

// hear adds what was announced to what the listener has not heard yet.
func (s *Store) hear(unheard []MemberChange, message any) []MemberChange {
	missed := []MemberChange{{Missed: true}} // it says to read everything, so it stands for all that wait
	switch message := message.(type) {
	case *redis.Subscription: // the first was received before: this one follows a lost connection
		s.log.Warn("announcements of memberships may have been lost", "cause", "connection")
		return missed
	case *redis.Message:
		var record changeRecord
		if err := json.Unmarshal([]byte(message.Payload), &record); err != nil {
			s.log.Warn("announcements of memberships may have been lost", "cause", "damaged")
			return missed
		}
		if len(unheard) == maxUnheard {
			s.log.Warn("announcements of memberships may have been lost", "cause", "slow listener")
			return missed
		}
		return append(unheard, record.change())
	}
	return unheard
}
