package store

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"alcove/room"
)

func linkRotates(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	made := time.Date(2026, 8, 21, 10, 0, 0, 0, time.UTC)
	first, second := link("g", "p", 1), link("g", "p", 2)
	second.Made = made
	check(t, s.PutLink(t.Context(), first))
	if got := must(s.Link(t.Context(), first.Hash))(t); got != first {
		t.Error("not the link that was put")
	}
	check(t, s.PutLink(t.Context(), second))
	if _, err := s.Link(t.Context(), first.Hash); !errors.Is(err, ErrNotFound) {
		t.Errorf("the link before: %v", err)
	}
	if _, err := use(t, s, 1, 1); !errors.Is(err, ErrNotFound) {
		t.Errorf("use of the link before: %v", err)
	}
	if got := must(s.Link(t.Context(), second.Hash))(t); got != second {
		t.Error("not the link that was put")
	}
	check(t, s.PutLink(t.Context(), second)) // once more, as after an unknown outcome
	must(s.Link(t.Context(), second.Hash))(t)
}

func linkPerGroup(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	put(t, s, member("h", "p"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	check(t, s.PutLink(t.Context(), link("h", "p", 2)))
	for browser := range byte(3) { // it isn't bound
		if u, err := use(t, s, 1, browser); u != (opened{Group: "g", Person: "p"}) || err != nil {
			t.Errorf("%+v %v", u, err)
		}
	}
	if u, err := use(t, s, 2, 1); u.Group != "h" || err != nil {
		t.Errorf("%+v %v", u, err)
	}
}

// staffOnly are the roles whose links are bound in these tests.
var staffOnly = []room.Role{room.RoleTherapist, room.RoleCoTherapist}

// opened is how a link opened for a browser.
type opened struct {
	Group  room.ID
	Person room.PersonID
	Bound  bool
}

// use opens a link with a browser.
func use(t *testing.T, s *Store, link, browser byte) (u opened, err error) {
	t.Helper()
	u.Group, u.Person, u.Bound, err = s.UseLink(t.Context(), [32]byte{link}, [32]byte{browser}, staffOnly)
	return u, err
}

func staff(id room.ID, who room.PersonID) room.Membership {
	m := member(id, who)
	m.Role = room.RoleTherapist
	return m
}

func boundLink(t *testing.T, s *Store) {
	put(t, s, staff("g", "p"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	if l := must(s.Link(t.Context(), [32]byte{1}))(t); l.Bound {
		t.Error("a new link is bound already")
	}
	var browser, count atomic.Int32
	var winner atomic.Uint32
	parallel(100, func() {
		own := byte(browser.Add(1))
		switch u, err := use(t, s, 1, own); {
		case err == nil && u == opened{Group: "g", Person: "p", Bound: true}:
			count.Add(1)
			winner.Store(uint32(own))
		case !errors.Is(err, ErrOtherBrowser):
			t.Errorf("%+v %v", u, err)
		}
	})
	if n := count.Load(); n != 1 {
		t.Fatalf("opened for %d browsers", n)
	}
	own := byte(winner.Load())
	for range 3 { // every day
		if _, err := use(t, s, 1, own); err != nil {
			t.Error(err)
		}
		if _, err := use(t, s, 1, own+1); !errors.Is(err, ErrOtherBrowser) {
			t.Errorf("another browser: %v", err)
		}
	}
	if l := must(s.Link(t.Context(), [32]byte{1}))(t); !l.Bound {
		t.Error("it is not bound")
	}
	check(t, s.PutLink(t.Context(), link("g", "p", 2))) // a new computer
	if _, err := use(t, s, 2, own+1); err != nil {
		t.Error(err)
	}
}

func boundByRole(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	for browser := range byte(3) {
		if u, err := use(t, s, 1, browser+1); err != nil || u.Bound {
			t.Errorf("a client's: %+v %v", u, err)
		}
	}
	put(t, s, staff("g", "p"))
	if u, err := use(t, s, 1, 2); err != nil || !u.Bound {
		t.Errorf("a therapist's: %+v %v", u, err)
	}
	if _, err := use(t, s, 1, 1); !errors.Is(err, ErrOtherBrowser) {
		t.Errorf("a browser that the client had used: %v", err)
	}
	put(t, s, member("g", "p"))
	if u, err := use(t, s, 1, 1); err != nil || u.Bound {
		t.Errorf("a client's again: %+v %v", u, err)
	}
}

func linkOfStranger(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	if err := s.PutLink(t.Context(), link("g", "stranger", 1)); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Link(t.Context(), [32]byte{1}); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func linkOfRemoved(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	put(t, s, member("g", "o"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	check(t, s.PutLink(t.Context(), link("g", "o", 2)))
	check(t, s.RemoveMember(t.Context(), "g", "p"))
	if _, err := use(t, s, 1, 1); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if err := s.PutLink(t.Context(), link("g", "p", 3)); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	put(t, s, member("g", "p"))
	for _, hash := range [][32]byte{{1}, {3}} {
		if _, err := s.Link(t.Context(), hash); !errors.Is(err, ErrNotFound) {
			t.Errorf("after being added again: %v", err)
		}
	}
	must(s.Link(t.Context(), [32]byte{2}))(t) // another's stays
}

func linksDropped(t *testing.T, s *Store) {
	put(t, s, member("g", "p"))
	check(t, s.PutLink(t.Context(), link("g", "p", 1)))
	for range 2 {
		check(t, s.DropLinks(t.Context(), "g", "p"))
		if _, err := s.Link(t.Context(), [32]byte{1}); !errors.Is(err, ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
}
