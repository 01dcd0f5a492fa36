package store

import (
	"context"
	"errors"
	"testing"

	"alcove/room"
)

func changesAreHeard(t *testing.T, s *Store) {
	one, two := must(s.WatchMembers(t.Context()))(t), must(s.WatchMembers(t.Context()))(t)
	put(t, s, member("g", "p"))
	put(t, s, member("g", "p"))
	check(t, s.RemoveMember(t.Context(), "g", "p"))
	check(t, s.RemoveMember(t.Context(), "g", "p")) // says nothing new
	put(t, s, member("h", "é\"{"))
	want := []MemberChange{
		{Group: "g", Person: "p", Version: 1},
		{Group: "g", Person: "p", Version: 2},
		{Group: "g", Person: "p", Version: 3, Removed: true},
		{Group: "h", Person: "é\"{", Version: 1},
	}
	for _, w := range want {
		if got := <-one; got != w {
			t.Errorf("got %+v, want %+v", got, w)
		}
		if got := <-two; got != w {
			t.Errorf("got %+v, want %+v", got, w)
		}
	}
}

func slowListener(t *testing.T, s *Store) {
	changes := must(s.WatchMembers(t.Context()))(t)
	var last room.Membership
	for range maxUnheard + 50 {
		last = put(t, s, member("g", "p"))
	}
	missed := false
	for c := range changes {
		missed = missed || c.Missed
		if c.Version == last.Version {
			break
		}
	}
	if !missed {
		t.Error("nobody said that something was missed")
	}
}

func watchEnds(t *testing.T, s *Store) {
	ctx, cancel := context.WithCancel(t.Context())
	changes := must(s.WatchMembers(ctx))(t)
	cancel()
	untilClosed(changes)
	check(t, s.Ping(t.Context()))
}

func watchEndsWithStore(t *testing.T, s *Store) {
	changes := must(s.WatchMembers(t.Context()))(t)
	check(t, s.Close())
	untilClosed(changes)
	if _, err := s.WatchMembers(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("after the end: %v", err)
	}
}
