package store

import (
	"context"
	"errors"
	"testing"
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

// slowListener hears one change while three are made, so that ever more wait, however late they come.
func slowListener(t *testing.T, s *Store) {
	changes := must(s.WatchMembers(t.Context()))(t)
	for heard := 0; ; heard++ {
		for range 3 {
			put(t, s, member("g", "p"))
		}
		if c := <-changes; c.Missed {
			break
		}
		if heard > 10*maxUnheard {
			t.Fatal("nobody said that something was missed")
		}
	}
	last := put(t, s, member("g", "p"))
	for c := range changes {
		if c.Version == last.Version {
			return
		}
	}
	t.Error("the changes ended")
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
