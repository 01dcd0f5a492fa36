package store

import (
	"context"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"

	"alcove/room"
)

// long outlasts every test; brief runs out while a test waits for it.
const (
	long  = time.Minute
	brief = 20 * time.Millisecond
)

// claim takes a room that must be free.
func claim(t *testing.T, s *Store, id room.ID) Lease {
	t.Helper()
	return must(s.Claim(t.Context(), id, Node{ID: "node"}, long))(t)
}

// takeOver waits until the lease that holds a room has run out, by asking for it, and claims it.
func takeOver(t *testing.T, s *Store, id room.ID) Lease {
	t.Helper()
	for {
		l, err := s.Claim(t.Context(), id, Node{ID: "other"}, long)
		var owned *Owned
		if !errors.As(err, &owned) {
			check(t, err)
			return l
		}
		<-time.After(owned.Left)
	}
}

func roomComesBack(t *testing.T, s *Store) {
	if _, err := s.LoadRoom(t.Context(), "g"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("before: %v", err)
	}
	l := claim(t, s, "g")
	for i, want := range []string{"\x00\xff binary", "", "newest"} {
		check(t, s.SaveRoom(t.Context(), l, uint64(i)+1, []byte(want)))
		if got := must(s.LoadRoom(t.Context(), "g"))(t); string(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func claimRace(t *testing.T, s *Store) {
	var claims, held atomic.Int32
	parallel(200, func() {
		node := []string{"one", "two"}[claims.Add(1)%2]
		switch _, err := s.Claim(t.Context(), "g", Node{ID: node}, long); {
		case err == nil:
			held.Add(1)
		case !errors.Is(err, ErrOwned):
			t.Error(err)
		}
	})
	if n := held.Load(); n != 1 {
		t.Errorf("%d hold the room", n)
	}
	claim(t, s, "h") // another room is another matter
}

func leaseReleased(t *testing.T, s *Store) {
	first := claim(t, s, "g")
	var owned *Owned
	if _, err := s.Claim(t.Context(), "g", Node{ID: "other"}, long); !errors.As(err, &owned) {
		t.Fatalf("got %v", err)
	}
	if owned.Node != "node" || owned.Left <= 0 || owned.Left > long {
		t.Errorf("held by %q for %v", owned.Node, owned.Left)
	}
	check(t, s.Release(t.Context(), first))
	if _, err := s.Renew(t.Context(), first); !errors.Is(err, ErrLost) {
		t.Errorf("a late renewal: %v", err)
	}
	second := claim(t, s, "g")
	if second.Epoch() <= first.Epoch() {
		t.Errorf("epoch %d after %d", second.Epoch(), first.Epoch())
	}
	check(t, s.Release(t.Context(), first)) // late: the lease of somebody else stays
	must(s.Renew(t.Context(), second))(t)
}

func leaseTakenOver(t *testing.T, s *Store) {
	first := must(s.Claim(t.Context(), "g", Node{ID: "node"}, brief))(t)
	second := takeOver(t, s, "g")
	if second.Epoch() <= first.Epoch() {
		t.Errorf("epoch %d after %d", second.Epoch(), first.Epoch())
	}
	if _, err := s.Renew(t.Context(), first); !errors.Is(err, ErrLost) {
		t.Errorf("renewal by whoever lost it: %v", err)
	}
	must(s.Renew(t.Context(), second))(t)
}

func laterRun(t *testing.T, s *Store) {
	run := func(n uint64) Node { return Node{ID: "node", Run: n} }
	first := must(s.Claim(t.Context(), "g", run(7), long))(t)
	must(s.Renew(t.Context(), first))(t) // a renewal forgets nothing of who holds it
	check(t, s.SaveRoom(t.Context(), first, 1, []byte("first")))
	second := must(s.Claim(t.Context(), "g", run(8), long))(t)
	if second.Epoch() <= first.Epoch() {
		t.Errorf("epoch %d after %d", second.Epoch(), first.Epoch())
	}
	if err := s.SaveRoom(t.Context(), first, 2, []byte("late")); !errors.Is(err, ErrLost) {
		t.Errorf("a save of the earlier run: %v", err)
	}
	if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "first" {
		t.Errorf("got %q", got)
	}
	for name, node := range map[string]Node{
		"a claim of the earlier run that comes late": run(7), "the same run again": run(8),
		"a later run of another node": {ID: "other", Run: 9}, "a node that counts no runs": {ID: "node"},
	} {
		if _, err := s.Claim(t.Context(), "g", node, long); !errors.Is(err, ErrOwned) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(s.Renew(t.Context(), second))(t)
}

func leaseRevived(t *testing.T, s *Store) {
	first := must(s.Claim(t.Context(), "g", Node{ID: "node"}, time.Millisecond))(t)
	<-time.After(brief)
	first.ttl = long
	must(s.Renew(t.Context(), first))(t)
	if _, err := s.Claim(t.Context(), "g", Node{ID: "other"}, long); !errors.Is(err, ErrOwned) {
		t.Errorf("got %v", err)
	}
}

func loserWritesNothing(t *testing.T, s *Store) {
	first := must(s.Claim(t.Context(), "g", Node{ID: "node"}, brief))(t)
	check(t, s.SaveRoom(t.Context(), first, 1, []byte("first")))
	second := takeOver(t, s, "g")
	for _, when := range []string{"before the new owner has saved", "and after"} {
		before := string(must(s.LoadRoom(t.Context(), "g"))(t))
		if err := s.SaveRoom(t.Context(), first, 9, []byte("stale")); !errors.Is(err, ErrLost) {
			t.Errorf("%s: %v", when, err)
		}
		if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != before {
			t.Errorf("%s: got %q, want %q", when, got, before)
		}
		check(t, s.SaveRoom(t.Context(), second, 1, []byte("second"))) // its numbers begin anew
	}
	if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "second" {
		t.Errorf("got %q", got)
	}
}

func repeatedSave(t *testing.T, s *Store) {
	l := claim(t, s, "g")
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("once")))
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("never written"))) // different, so that a second write would show
	if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "once" {
		t.Errorf("got %q", got)
	}
}

func lateSave(t *testing.T, s *Store) {
	l := claim(t, s, "g")
	check(t, s.SaveRoom(t.Context(), l, 2, []byte("newer")))
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("older")))
	if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "newer" {
		t.Errorf("got %q", got)
	}
	if saved := must(s.Renew(t.Context(), l))(t); saved != 2 {
		t.Errorf("remembers operation %d, want 2", saved)
	}
}

func forgottenClaim(t *testing.T, s *Store) {
	must(s.Claim(t.Context(), "g", Node{ID: "before"}, time.Millisecond))(t)
	l := takeOver(t, s, "g")
	check(t, s.SaveRoom(t.Context(), l, 7, []byte("x")))
	check(t, s.db.Del(t.Context(), s.keys.owner("g"), s.keys.snapshot("g")).Err())
	if saved := must(s.Renew(t.Context(), l))(t); saved != 0 {
		t.Errorf("remembers operation %d", saved)
	}
	check(t, s.SaveRoom(t.Context(), l, 7, []byte("x")))
	must(s.LoadRoom(t.Context(), "g"))(t)

	check(t, s.db.Del(t.Context(), s.keys.owner("g")).Err())
	if other := claim(t, s, "g"); other.Epoch() <= l.Epoch() {
		t.Errorf("epoch %d after %d: the snapshot remembers it", other.Epoch(), l.Epoch())
	}
	check(t, s.db.Del(t.Context(), s.keys.owner("g"), s.keys.snapshot("g")).Err())
	claim(t, s, "g")
	if _, err := s.Renew(t.Context(), l); !errors.Is(err, ErrLost) {
		t.Errorf("somebody else has claimed it, with a smaller epoch: %v", err)
	}
}

func senselessClaim(t *testing.T, s *Store) {
	for name, row := range map[string]struct {
		id   room.ID
		node string
		ttl  time.Duration
	}{"no room": {"", "node", long}, "no node": {"g", "", long}, "no time": {"g", "node", 0}} {
		if _, err := s.Claim(t.Context(), row.id, Node{ID: row.node}, row.ttl); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestALeaseHoldsForItsTimeAndNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, "")
		first := must(s.Claim(t.Context(), "g", Node{ID: "node"}, 3*time.Second))(t)
		<-time.After(2 * time.Second)
		must(s.Renew(t.Context(), first))(t)
		<-time.After(3*time.Second - time.Millisecond)
		if _, err := s.Claim(t.Context(), "g", Node{ID: "other"}, long); !errors.Is(err, ErrOwned) {
			t.Fatalf("within its time: %v", err)
		}
		<-time.After(time.Millisecond)
		if second := claim(t, s, "g"); second.Epoch() != first.Epoch()+1 {
			t.Errorf("epoch %d after %d", second.Epoch(), first.Epoch())
		}
	})
}

func TestASaveWithUnknownOutcomeIsWrittenOnce(t *testing.T) {
	redis := startRedis(t)
	s := open(t, redis.url)
	l := claim(t, s, "g")
	s.patience = 50 * time.Millisecond
	thaw := redis.freeze(t)
	err := s.SaveRoom(t.Context(), l, 1, []byte("once"))
	thaw()
	if !errors.Is(err, ErrUnavailable) {
		t.Fatalf("got %v", err)
	}
	s.patience = calm
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("once")))
	// Whether the first was carried out or the second, the number of the operation says that no other follows.
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("twice")))
	if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "once" {
		t.Errorf("got %q", got)
	}
}

func TestAClaimWhoseAnswerWasLostIsFoundByTheNext(t *testing.T) {
	s := open(t, startRedis(t).url)
	var mute mute
	s.db.AddHook(&mute)
	first := claim(t, s, "g") // the script is known from here on
	check(t, s.Release(t.Context(), first))
	mute.on.Store(true)
	for range 2 { // the second changes nothing either
		if _, err := s.Claim(t.Context(), "g", Node{ID: "node"}, long); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("got %v", err)
		}
	}
	mute.on.Store(false)
	if _, err := s.Claim(t.Context(), "g", Node{ID: "other"}, long); !errors.Is(err, ErrOwned) {
		t.Errorf("control: it was carried out, got %v", err)
	}
	l := claim(t, s, "g")
	if l.Epoch() != first.Epoch()+1 {
		t.Errorf("epoch %d after %d", l.Epoch(), first.Epoch())
	}
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("x")))
	if _, err := s.Claim(t.Context(), "g", Node{ID: "node"}, long); !errors.Is(err, ErrOwned) {
		t.Errorf("once it is known, it is one caller's: %v", err)
	}
}

// mute is a hook that loses every answer while it is on.
type mute struct{ on atomic.Bool }

func (*mute) DialHook(next redis.DialHook) redis.DialHook { return next }

func (*mute) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (m *mute) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if m.on.Load() {
			return os.ErrDeadlineExceeded
		}
		return err
	}
}

func TestARedisThatRefusesWritesIsAnOutageAndNotALostRoom(t *testing.T) {
	s := open(t, startRedis(t).url)
	l := claim(t, s, "g")
	check(t, s.SaveRoom(t.Context(), l, 1, []byte("x")))
	for name, row := range map[string]struct{ breaks, mends []any }{
		"read-only":     {[]any{"REPLICAOF", "127.0.0.1", "1"}, []any{"REPLICAOF", "NO", "ONE"}},
		"out of memory": {[]any{"CONFIG", "SET", "maxmemory", "1"}, []any{"CONFIG", "SET", "maxmemory", "0"}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, s.db.Do(t.Context(), row.breaks...).Err())
			_, renewed := s.Renew(t.Context(), l)
			for _, err := range []error{renewed, s.SaveRoom(t.Context(), l, 2, []byte("y"))} {
				if !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrLost) {
					t.Errorf("got %v", err)
				}
			}
			if got := string(must(s.LoadRoom(t.Context(), "g"))(t)); got != "x" {
				t.Errorf("got %q", got)
			}
			check(t, s.db.Do(t.Context(), row.mends...).Err())
			must(s.Renew(t.Context(), l))(t)
		})
	}
}
