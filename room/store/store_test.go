package store

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
)

func TestTheStoreInThisProcessKeepsEveryPromise(t *testing.T) {
	for name, promise := range promises {
		t.Run(name, func(t *testing.T) {
			s := open(t, "")
			if !s.Ephemeral() {
				t.Error("must say that it forgets")
			}
			promise(t, s)
		})
	}
}

func TestARealRedisKeepsEveryPromise(t *testing.T) {
	redis := startRedis(t)
	for name, promise := range promises {
		t.Run(name, func(t *testing.T) {
			s := open(t, redis.url)
			if s.Ephemeral() {
				t.Error("must not say that it forgets")
			}
			promise(t, s)
		})
	}
}

func TestAUseIsForgottenAfterItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, "")
		first := func() bool { return must(s.UseOnce(t.Context(), "jti", time.Minute))(t) }
		if !first() || first() {
			t.Fatal("exactly the first use is first")
		}
		<-time.After(59 * time.Second)
		if first() {
			t.Error("still within its time")
		}
		<-time.After(2 * time.Second)
		if !first() {
			t.Error("its time is over")
		}
	})
}

func TestAnUnreadableURLIsRefusedWithoutRepeatingIt(t *testing.T) {
	for name, url := range map[string]string{
		"no scheme": "canary-password", "bad port": "redis://u:canary-password@h:port", "control": "redis://canary-password\x7f",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Open(t.Context(), Config{URL: url})
			if err == nil || strings.Contains(err.Error(), "canary") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNothingThatIsKeptCanBePrinted(t *testing.T) {
	g := group("canary-group")
	g.Name, g.HostName = room.NameOf("canary-name"), room.NameOf("canary-host")
	m := member("canary-group", "canary-person")
	g2, _ := recordOfGroup(g)
	m2, _ := recordOfMember(m)
	s := open(t, "")
	for _, v := range []any{
		g2, m2, &m2,
		[]memberRecord{m2},
		linkRecord{Hash: "canary"},
		pointerRecord{Group: "canary"},
		changeRecord{Person: "canary"},
		Lease{room: "canary", node: Node{ID: "canary"}, claim: "canary"},
		MemberChange{Group: "canary-group", Person: "canary-person"},
		Link{Group: "canary-group", Person: "canary-person", Hash: LinkHash([]byte(strings.Repeat("canary..", 4)))},
		s,
	} {
		var logged strings.Builder
		slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "v", v)
		if _, ok := v.(slog.LogValuer); ok {
			slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "v", v)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d"} {
			fmt.Fprintf(&logged, verb, v)
		}
		for _, leak := range []string{"canary", fmt.Sprintf("%x", "canary"), "99 97 110", "0x63, 0x61"} {
			if strings.Contains(logged.String(), leak) {
				t.Errorf("%T shows %q: %s", v, leak, &logged)
			}
		}
	}
}

func TestAStoreThatIsGoneSaysUnavailable(t *testing.T) {
	s := open(t, "")
	lost := claim(t, s, "g")
	s.local.SetError("LOADING Redis is loading the dataset in memory")
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"Ping":         func() error { return s.Ping(ctx) },
		"PutGroup":     func() error { return s.PutGroup(ctx, group("g")) },
		"Group":        func() error { _, err := s.Group(ctx, "g"); return err },
		"Groups":       func() error { _, err := s.Groups(ctx); return err },
		"PutMember":    func() error { _, err := s.PutMember(ctx, member("g", "p")); return err },
		"Member":       func() error { _, err := s.Member(ctx, "g", "p"); return err },
		"Members":      func() error { _, err := s.Members(ctx, "g"); return err },
		"RemoveMember": func() error { return s.RemoveMember(ctx, "g", "p") },
		"PutLink":      func() error { return s.PutLink(ctx, Link{Group: "g", Person: "p"}) },
		"Link":         func() error { _, err := s.Link(ctx, [32]byte{}); return err },
		"UseLink":      func() error { _, _, _, err := s.UseLink(ctx, [32]byte{}, [32]byte{}, nil); return err },
		"DropLinks":    func() error { return s.DropLinks(ctx, "g", "p") },
		"UseOnce":      func() error { _, err := s.UseOnce(ctx, "i", time.Minute); return err },
		"Claim":        func() error { _, err := s.Claim(ctx, "g", Node{ID: "n"}, time.Minute); return err },
		"Renew":        func() error { _, err := s.Renew(ctx, lost); return err },
		"Release":      func() error { return s.Release(ctx, lost) },
		"SaveRoom":     func() error { return s.SaveRoom(ctx, lost, 1, nil) },
		"LoadRoom":     func() error { _, err := s.LoadRoom(ctx, "g"); return err },
		"WatchMembers": func() error { _, err := s.WatchMembers(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			err := ask()
			var outage interface{ Unavailable() bool }
			if !errors.Is(err, ErrUnavailable) || !errors.As(err, &outage) || !outage.Unavailable() {
				t.Errorf("got %v", err)
			}
			if errors.Is(err, ErrNotFound) || errors.Is(err, ErrLost) || errors.Is(err, ErrOwned) {
				t.Error("an outage must never look like an answer")
			}
		})
	}
}

func TestDamageIsNeitherBelievedNorCalledAnOutage(t *testing.T) {
	s := open(t, "")
	ctx := t.Context()
	put(t, s, member("g", "p"))
	if err := s.db.HSet(ctx, s.keys.members("g"), "p", "{").Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Member(ctx, "g", "p"); !errors.Is(err, ErrRecord) || errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
}

func TestAFrozenStoreAnswersWithinItsPatienceAndAsksOnce(t *testing.T) {
	redis := startRedis(t)
	s := open(t, redis.url)
	put(t, s, member("g", "p"))
	s.patience = 50 * time.Millisecond // of the whole operation; the socket's own limits stay calm
	thaw := redis.freeze(t)
	_, err := s.PutMember(t.Context(), member("g", "p"))
	thaw()
	if !errors.Is(err, ErrUnavailable) {
		t.Fatalf("got %v", err)
	}
	if strings.Contains(err.Error(), redis.socket) {
		t.Errorf("the error shows an address: %v", err)
	}
	s.patience = calm
	if m := put(t, s, member("g", "p")); m.Version > 3 {
		t.Errorf("version %d: a change whose outcome is unknown was repeated", m.Version)
	}
}

func TestAListenerIsToldOfALostConnection(t *testing.T) {
	s := open(t, startRedis(t).url)
	changes := must(s.WatchMembers(t.Context()))(t)
	if err := s.db.ClientKillByFilter(t.Context(), "TYPE", "pubsub").Err(); err != nil {
		t.Fatal(err)
	}
	if c := <-changes; !c.Missed {
		t.Fatalf("got %+v", c)
	}
	m := put(t, s, member("g", "p"))
	if c := <-changes; c.Version != m.Version {
		t.Errorf("after the gap it goes on, got %+v", c)
	}
}
