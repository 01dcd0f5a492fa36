package auth

import (
	"crypto/elliptic"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alcove/room"

	"github.com/golang-jwt/jwt/v5"
)

// renew takes a ticket's place with a new one.
func (w *world) renew(t *testing.T, ticket string) string {
	t.Helper()
	next, v, err := w.Resume(t.Context(), ticket)
	if err != nil || v.Membership != ana() || v.ID != "tab" || !v.Begun.Equal(start) || !v.Ends.Equal(start.Add(TicketTTL)) {
		t.Fatalf("renewing: got %+v %v", v, err)
	}
	return next.Reveal()
}

func TestARenewedTicketResumesTheSameVisit(t *testing.T) {
	w := newWorld(t, NewKeys())
	first := w.ticket(t)
	w.clock = start.Add(10 * time.Minute)
	second := w.renew(t, first)
	if first == second {
		t.Error("it is the same ticket")
	}
	for name, ticket := range map[string]string{"first": first, "second": second} {
		if _, v, err := w.Resume(t.Context(), ticket); err != nil || v.Membership != ana() || v.ID != "tab" {
			t.Errorf("%s: got %+v %v", name, v, err)
		}
	}
}

func TestHoweverOftenATicketIsRenewedItEndsTwelveHoursAfterItsVisitBegan(t *testing.T) {
	w := newWorld(t, NewKeys())
	ticket := w.ticket(t)
	const every = 10 * time.Minute
	for at := every; at < TicketTTL; at += every {
		w.clock = start.Add(at)
		ticket = w.renew(t, ticket)
	}
	w.clock = start.Add(TicketTTL - time.Second)
	ticket = w.renew(t, ticket)
	_, visit, err := w.Resume(t.Context(), ticket)
	check(t, err)
	_, _, err = w.Renew(t.Context(), visit) // control
	check(t, err)
	w.clock = start.Add(TicketTTL) // no leeway for this
	_, _, err = w.Resume(t.Context(), ticket)
	wantRefusal(t, err, ErrExpired)
	_, _, err = w.Renew(t.Context(), visit)
	wantRefusal(t, err, ErrExpired)
}

func TestAVisitThatIsGoingOnTakesOverAChangedMembership(t *testing.T) {
	w := newWorld(t, NewKeys())
	old, visit, err := w.Begin(ana(), "tab")
	check(t, err)
	w.clock = start.Add(time.Hour)
	newer := ana()
	newer.Version, newer.Alias = newer.Version+2, room.NameOf("Ani")
	w.memory.put(newer)
	ticket, renewed, err := w.Renew(t.Context(), visit)
	if err != nil || renewed.Membership != newer || renewed.ID != "tab" || !renewed.Ends.Equal(start.Add(TicketTTL)) {
		t.Fatalf("got %+v %v", renewed, err)
	}
	if _, v, err := w.Resume(t.Context(), ticket.Reveal()); err != nil || v.Membership != newer {
		t.Errorf("the new ticket: %+v %v", v, err)
	}
	_, _, err = w.Resume(t.Context(), old.Reveal())
	wantRefusal(t, err, ErrNotMember)
	w.memory.fail(outage{down: true})
	if _, _, err := w.Renew(t.Context(), renewed); !errors.Is(err, ErrUnavailable) {
		t.Errorf("during an outage: %v", err)
	}
	w.memory.fail(nil)
	w.memory.remove("ana")
	_, _, err = w.Renew(t.Context(), renewed)
	wantRefusal(t, err, ErrNotMember)
}

func TestWhoeverHasLeftCantComeBackByAnyTicketOfThatVisit(t *testing.T) {
	w := newWorld(t, NewKeys())
	first, visit, err := w.Begin(ana(), "tab")
	check(t, err)
	w.clock = start.Add(time.Hour)
	second := w.renew(t, first.Reveal()) // control
	other, _, err := w.Begin(ana(), "another tab")
	check(t, err)
	check(t, w.Leave(t.Context(), visit))
	for _, ticket := range []string{first.Reveal(), second} {
		_, _, err := w.Resume(t.Context(), ticket)
		wantRefusal(t, err, ErrUsed)
	}
	if ttl := w.memory.used["left:tab"]; ttl != TicketTTL-time.Hour {
		t.Errorf("remembered for %v, want until the ticket ends", ttl)
	}
	if _, _, err := w.Resume(t.Context(), other.Reveal()); err != nil {
		t.Errorf("another visit of the same person: %v", err)
	}
	w.clock = start.Add(TicketTTL)
	check(t, w.Leave(t.Context(), visit)) // there is nothing to do any more
}

func TestATicketIsNotRenewedOnceTheMembershipHasChanged(t *testing.T) {
	w := newWorld(t, NewKeys())
	ticket := w.ticket(t)
	w.renew(t, ticket)
	newer := ana()
	newer.Version++
	w.memory.put(newer)
	_, _, err := w.Resume(t.Context(), ticket)
	wantRefusal(t, err, ErrNotMember)
	w.memory.remove("ana")
	_, _, err = w.Resume(t.Context(), ticket)
	wantRefusal(t, err, ErrNotMember)
	w.memory.fail(outage{down: true})
	if _, _, err := w.Resume(t.Context(), ticket); !errors.Is(err, ErrUnavailable) {
		t.Errorf("during an outage: %v", err)
	}
}

func TestOnlyARealTicketIsRenewed(t *testing.T) {
	w := newWorld(t, NewKeys())
	h := w.hand()
	h.typ = "alcove-resume+jwt"
	h.said = h.said.with("visit", "tab").with("auth_time", start.Unix()).with("exp", start.Add(TicketTTL).Unix())
	at := func(d time.Duration) int64 { return start.Add(d).Unix() }
	for name, row := range map[string]struct {
		token string
		cause error // nil: renewed
	}{
		"a real one":              {h.token(t), nil},
		"a join token":            {w.token(t), ErrMalformed},
		"nothing":                 {"", ErrMalformed},
		"without its beginning":   {h.signed(t, h.head(), h.claims().with("auth_time", nil)), ErrMalformed},
		"a word for a beginning":  {h.signed(t, h.head(), h.claims().with("auth_time", "now")), ErrMalformed},
		"past its twelve hours":   {h.signed(t, h.head(), h.claims().with("auth_time", at(-time.Second))), ErrExpired},
		"begun after it was made": {h.signed(t, h.head(), h.claims().with("auth_time", at(time.Hour)).with("exp", at(13*time.Hour))), ErrExpired},
		"a stranger's":            {compact(t, h.head(), h.claims(), jwt.SigningMethodEdDSA, newPrivateKey()), ErrForged},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := w.Resume(t.Context(), row.token)
			if row.cause == nil && err != nil {
				t.Errorf("positive control: %v", err)
			} else if row.cause != nil {
				wantRefusal(t, err, row.cause)
			}
		})
	}
}

// Rotation as an operator does it: add a key, restart, wait, remove the old key, restart.
func TestATicketLivesThroughARotationOfKeysIfItWasRenewed(t *testing.T) {
	dir := t.TempDir()
	old := newWorld(t, load(t, dir)).ticket(t)
	write(t, dir, "key-0002.pem", ecdsaKey(t, elliptic.P256()), 0o600)
	both := newWorld(t, load(t, dir))
	if _, _, err := both.Resume(t.Context(), old); err != nil {
		t.Errorf("while both keys are there: %v", err)
	}
	renewed := both.renew(t, old)
	check(t, os.Remove(filepath.Join(dir, firstKey+".pem")))
	after := newWorld(t, load(t, dir))
	_, _, err := after.Resume(t.Context(), old)
	wantRefusal(t, err, ErrForged)
	if _, v, err := after.Resume(t.Context(), renewed); err != nil || v.ID != "tab" {
		t.Errorf("the renewed one: %v", err)
	}
}
