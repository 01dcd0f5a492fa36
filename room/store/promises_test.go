package store

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alcove/room"

	"github.com/google/go-cmp/cmp"
)

// promises is what both kinds of Redis must keep. Each runs on an empty store.
var promises = map[string]func(*testing.T, *Store){
	"a group comes back as it was put":                         groupComesBack,
	"a group that makes no sense is not kept":                  senselessGroup,
	"an edit of a group leaves one group":                      groupEdited,
	"a membership comes back as it was put, at version 1":      memberComesBack,
	"a membership needs its group, its person and a role":      senselessMember,
	"every change of a membership raises its version":          versionGrows,
	"a removed person is not found, twice over":                removedIsGone,
	"a person added again goes on from the tombstone":          addedAgain,
	"a removal wins over an edit that was under way":           removalWins,
	"of many edits at the same time each has its own version":  editsInParallel,
	"a new link takes the place of the one before":             linkRotates,
	"a person has one link in each group":                      linkPerGroup,
	"a bound link opens for exactly one of many browsers":      boundLink,
	"a link is bound by the role at the time of its use":       boundByRole,
	"a stranger gets no link":                                  linkOfStranger,
	"a removed person's link is gone, and no new one is given": linkOfRemoved,
	"dropped links are gone":                                   linksDropped,
	"of many first uses at the same time exactly one is first": useOnce,
	"a room comes back as it was saved":                        roomComesBack,
	"of many claims by two nodes exactly one holds the room":   claimRace,
	"a lease ends when it is released, and its epoch stays":    leaseReleased,
	"a lease that ran out is taken over with a greater epoch":  leaseTakenOver,
	"a later run of a node takes its rooms at once":            laterRun,
	"a lease that ran out is renewed if nobody took the room":  leaseRevived,
	"whoever has lost a room writes nothing":                   loserWritesNothing,
	"an operation that is repeated is written once":            repeatedSave,
	"an operation that comes late doesn't undo a later one":    lateSave,
	"a Redis that has forgotten a claim learns it again":       forgottenClaim,
	"a claim makes sense or is refused":                        senselessClaim,
	"a certificate is kept until it is dropped":                certificateKept,
	"what was announced last can be read again":                changesAgain,
	"a listener hears every change in order":                   changesAreHeard,
	"a listener that doesn't listen holds up nobody":           slowListener,
	"a watch ends with its context":                            watchEnds,
	"a watch ends with the store":                              watchEndsWithStore,
	"attempts beyond the limit are told when to come back":     attemptsLimited,
	"nothing of one prefix is seen under another":              prefixesApart,
}

func groupComesBack(t *testing.T, s *Store) {
	zone := must(time.LoadLocation("Europe/Vienna"))(t)
	want := room.Group{
		ID: "g1", Name: room.NameOf("Grief, Tuesdays \"é/\u2028"), HostName: room.NameOf("Dana"),
		Phone: "+43 1 23", ClientMax: 12, ObserversOK: true, Zone: zone, Practice: "riverside", Crisis: "112, or the team at 0800 1",
		Length: 90 * time.Minute,
	}
	if _, err := s.Group(t.Context(), "g1"); !errors.Is(err, ErrNotFound) {
		t.Fatalf("before: %v", err)
	}
	check(t, s.PutGroup(t.Context(), want))
	got := must(s.Group(t.Context(), "g1"))(t)
	if diff := cmp.Diff(plainGroup(want), plainGroup(got)); diff != "" {
		t.Error(diff)
	}
}

func senselessGroup(t *testing.T, s *Store) {
	for name, g := range map[string]room.Group{
		"no id":           {ClientMax: 12},
		"too small":       {ID: "g", ClientMax: 1},
		"a nameless zone": {ID: "g", ClientMax: 12, Zone: time.FixedZone("here", 3600)},
	} {
		if err := s.PutGroup(t.Context(), g); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if groups := must(s.Groups(t.Context()))(t); len(groups) != 0 {
		t.Errorf("kept %d", len(groups))
	}
}

func groupEdited(t *testing.T, s *Store) {
	for _, g := range []room.Group{group("b"), group("a"), {ID: "b", ClientMax: 5}} {
		check(t, s.PutGroup(t.Context(), g))
	}
	groups := must(s.Groups(t.Context()))(t)
	if len(groups) != 2 || groups[0].ID != "a" || groups[1].ID != "b" || groups[1].ClientMax != 5 {
		t.Errorf("got %d groups", len(groups))
	}
}

func memberComesBack(t *testing.T, s *Store) {
	want := member("g", "p")
	if returned := put(t, s, want); returned.Version != 1 {
		t.Errorf("version %d", returned.Version)
	}
	want.Version = 1
	put(t, s, member("g", "o"))
	if diff := cmp.Diff(plainMember(want), plainMember(must(s.Member(t.Context(), "g", "p"))(t))); diff != "" {
		t.Error(diff)
	}
	all := must(s.Members(t.Context(), "g"))(t)
	if len(all) != 2 || all[0].Person != "o" || all[1].Person != "p" {
		t.Errorf("got %d members", len(all))
	}
	if _, err := s.Member(t.Context(), "other", "p"); !errors.Is(err, ErrNotFound) {
		t.Errorf("in another group: %v", err)
	}
}

func senselessMember(t *testing.T, s *Store) {
	for name, row := range map[string]struct {
		m    room.Membership
		want error
	}{
		"no group":        {room.Membership{Person: "p", Role: room.RoleClient}, ErrRecord},
		"no person":       {room.Membership{Group: "g", Role: room.RoleClient}, ErrRecord},
		"no role":         {room.Membership{Group: "g", Person: "p"}, ErrRecord},
		"an unknown role": {room.Membership{Group: "g", Person: "p", Role: "admin"}, ErrRecord},
		"unknown group":   {member("g", "p"), ErrNotFound},
	} {
		if _, err := s.PutMember(t.Context(), row.m); !errors.Is(err, row.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.RemoveMember(t.Context(), "g", "p"); !errors.Is(err, ErrNotFound) {
		t.Errorf("remove: %v", err)
	}
}

func versionGrows(t *testing.T, s *Store) {
	m := put(t, s, member("g", "p"))
	for want := uint64(2); want < 5; want++ {
		m.Alias = room.NameOf("A" + m.Alias.Reveal())
		if m = put(t, s, m); m.Version != want {
			t.Fatalf("version %d, want %d", m.Version, want)
		}
	}
	m.Version = 3
	if _, err := s.PutMember(t.Context(), m); !errors.Is(err, ErrChanged) {
		t.Errorf("an edit of what was read too early: %v", err)
	}
}

func removedIsGone(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	for range 2 {
		check(t, s.RemoveMember(t.Context(), "g", "p"))
		if _, err := s.Member(t.Context(), "g", "p"); !errors.Is(err, ErrNotFound) {
			t.Errorf("got %v", err)
		}
		if all := must(s.Members(t.Context(), "g"))(t); len(all) != 0 {
			t.Errorf("%d members", len(all))
		}
	}
}

func addedAgain(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))                     // 1
	check(t, s.RemoveMember(t.Context(), "g", "p")) // 2
	if m := put(t, s, member("g", "p")); m.Version != 3 {
		t.Errorf("version %d, want 3", m.Version)
	}
}

func removalWins(t *testing.T, s *Store) {
	read := put(t, s, member("g", "p"))
	check(t, s.RemoveMember(t.Context(), "g", "p"))
	if _, err := s.PutMember(t.Context(), read); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Member(t.Context(), "g", "p"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func editsInParallel(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	var seen sync.Map
	parallel(20, func() {
		m, err := s.PutMember(t.Context(), member("g", "p"))
		if _, twice := seen.LoadOrStore(m.Version, true); err != nil || twice {
			t.Errorf("version %d: %v", m.Version, err)
		}
	})
	if m := must(s.Member(t.Context(), "g", "p"))(t); m.Version != 21 {
		t.Errorf("version %d", m.Version)
	}
}

func useOnce(t *testing.T, s *Store) {
	var first atomic.Int32
	parallel(100, func() {
		ok, err := s.UseOnce(t.Context(), "jti", time.Minute)
		if err != nil {
			t.Error(err)
		}
		if ok {
			first.Add(1)
		}
	})
	if n := first.Load(); n != 1 {
		t.Errorf("%d were first", n)
	}
	if used, other := must(s.Used(t.Context(), "jti"))(t), must(s.Used(t.Context(), "another"))(t); !used || other {
		t.Errorf("used: %v; another: %v", used, other)
	}
	if ok := must(s.UseOnce(t.Context(), "another", time.Minute))(t); !ok {
		t.Error("another id is another use")
	}
	if _, err := s.UseOnce(t.Context(), "for ever", 0); !errors.Is(err, ErrRecord) {
		t.Errorf("without an end: %v", err)
	}
}

func changesAgain(t *testing.T, s *Store) {
	put(t, s, member("g", "q"))
	put(t, s, member("g", "p"))
	put(t, s, member("h", "p"))
	put(t, s, member("g", "q"))
	check(t, s.RemoveMember(t.Context(), "g", "p"))
	want := []MemberChange{
		{Group: "g", Person: "p", Version: 2, Removed: true},
		{Group: "g", Person: "q", Version: 2},
	}
	if got := must(s.MemberChanges(t.Context(), "g"))(t); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := must(s.MemberChanges(t.Context(), "nowhere"))(t); len(got) != 0 {
		t.Errorf("of no group: %+v", got)
	}
}

func attemptsLimited(t *testing.T, s *Store) {
	const burst = 20
	var passed, refused atomic.Int32
	parallel(3*burst, func() {
		switch wait, err := s.Attempt(t.Context(), "somebody", 1, burst); {
		case err != nil:
			t.Error(err)
		case wait == 0:
			passed.Add(1)
		case wait > time.Minute:
			t.Errorf("told to wait for %v", wait)
		default:
			refused.Add(1)
		}
	})
	if passed.Load() != burst || refused.Load() != 2*burst {
		t.Errorf("%d passed and %d were refused, want %d and %d", passed.Load(), refused.Load(), burst, 2*burst)
	}
	if wait, err := s.Attempt(t.Context(), "somebody else", 1, burst); wait != 0 || err != nil {
		t.Errorf("somebody else: %v %v", wait, err)
	}
	if _, err := s.Attempt(t.Context(), "", 1, burst); !errors.Is(err, ErrRecord) {
		t.Errorf("nobody: %v", err)
	}
	// The library has a prefix of its own. As the deployment's user, who reaches no other, this must hold, too.
	if n := must(s.db.Exists(t.Context(), s.keys.rate("somebody")).Result())(t); n != 1 {
		t.Error("the count is not kept under this store's prefix")
	}
}

func prefixesApart(t *testing.T, s *Store) {
	other := &Store{db: s.db, keys: keys{prefix: s.keys.prefix + "other:"}, patience: s.patience, log: s.log, closing: s.closing}
	put(t, s, member("g", "p"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	check(t, s.SaveRoom(t.Context(), claim(t, s, "g"), 1, []byte("x")))
	must(s.UseOnce(t.Context(), "jti", time.Minute))(t)
	if _, err := other.Member(t.Context(), "g", "p"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if _, err := other.Link(t.Context(), [32]byte{1}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if _, err := other.LoadRoom(t.Context(), "g"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	claim(t, other, "g")
	if groups := must(other.Groups(t.Context()))(t); len(groups) != 0 {
		t.Error("groups are seen")
	}
	if first := must(other.UseOnce(t.Context(), "jti", time.Minute))(t); !first {
		t.Error("uses are shared")
	}
}

func certificateKept(t *testing.T, s *Store) {
	sealed := []byte("\x00\xff sealed")
	if _, err := s.Certificate(t.Context(), "n"); !errors.Is(err, ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	check(t, s.SaveCertificate(t.Context(), "n", []byte("older")))
	check(t, s.SaveCertificate(t.Context(), "n", sealed))
	if got := must(s.Certificate(t.Context(), "n"))(t); string(got) != string(sealed) {
		t.Errorf("got %q", got)
	}
	check(t, s.DropCertificate(t.Context(), "n"))
	check(t, s.DropCertificate(t.Context(), "n"))
	if _, err := s.Certificate(t.Context(), "n"); !errors.Is(err, ErrNotFound) {
		t.Errorf("dropped: %v", err)
	}
}
