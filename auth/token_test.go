package auth

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
	"time"
)

// bothKinds runs f with a key of each algorithm.
func bothKinds(t *testing.T, f func(*testing.T, *Keys)) {
	t.Helper()
	t.Run("EdDSA", func(t *testing.T) { f(t, NewKeys()) })
	t.Run("ES256", func(t *testing.T) { f(t, es256Keys(t)) })
}

func TestEveryForgedTokenIsRefusedAndTheRealOneIsNot(t *testing.T) {
	bothKinds(t, func(t *testing.T, keys *Keys) {
		w := newWorld(t, keys)
		refusesAll(t, w, forgeries(t, w.hand()))
		refusesAll(t, w, forgedVersions(t, w.hand()))
		for name, token := range map[string]string{
			"minted": w.token(t), "written by the helper of this test": w.hand().token(t),
		} {
			if m, err := w.Join(t.Context(), token); err != nil || m != ana() {
				t.Errorf("positive control, %s: %v", name, err)
			}
		}
	})
}

// refusesAll checks that each of these tokens is refused for its cause and uses nothing up.
func refusesAll(t *testing.T, w *world, rows map[string]forgery) {
	t.Helper()
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := w.Join(t.Context(), row.token)
			wantRefusal(t, err, row.cause)
			if len(w.memory.used) != 0 {
				t.Error("a forgery used something up")
			}
		})
	}
}

func TestClocksMayDifferALittle(t *testing.T) {
	for name, row := range map[string]struct {
		at time.Duration
		ok bool
	}{
		"long before":   {-leeway - time.Second, false},
		"just before":   {-leeway, true},
		"at once":       {0, true},
		"at its end":    {TokenTTL + leeway - time.Second, true},
		"after its end": {TokenTTL + leeway, false},
		"a day after":   {24 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, NewKeys())
			token := w.token(t)
			w.clock = start.Add(row.at)
			_, err := w.Join(t.Context(), token)
			if row.ok && err != nil {
				t.Error(err)
			}
			if !row.ok {
				wantRefusal(t, err, ErrExpired)
			}
		})
	}
	if leeway > 30*time.Second {
		t.Error("more than clocks may differ")
	}
}

func TestATicketIsNoTokenAndATokenNoTicket(t *testing.T) {
	w := newWorld(t, NewKeys())
	_, err := w.Join(t.Context(), w.ticket(t))
	wantRefusal(t, err, ErrMalformed)
	_, _, err = w.Resume(t.Context(), w.token(t))
	wantRefusal(t, err, ErrMalformed)
	renamed := w.hand().head().with("typ", "alcove-resume+jwt")
	_, _, err = w.Resume(t.Context(), w.hand().signed(t, renamed, w.hand().claims()))
	wantRefusal(t, err, ErrMalformed)
}

func TestATicketEndsAfterTwelveHours(t *testing.T) {
	w := newWorld(t, NewKeys())
	ticket := w.ticket(t)
	w.clock = start.Add(TicketTTL - time.Second)
	if _, _, err := w.Resume(t.Context(), ticket); err != nil {
		t.Error(err)
	}
	w.clock = start.Add(TicketTTL + leeway)
	_, _, err := w.Resume(t.Context(), ticket)
	wantRefusal(t, err, ErrExpired)
}

func TestATokenOfAnotherPracticeIsRefused(t *testing.T) {
	ours, theirs := newWorld(t, NewKeys()), newWorld(t, NewKeys())
	_, err := ours.Join(t.Context(), theirs.token(t))
	wantRefusal(t, err, ErrForged)
	sameKeys := newWorld(t, ours.keys)
	sameKeys.issuer = "https://theirs.example"
	_, err = ours.Join(t.Context(), sameKeys.token(t))
	wantRefusal(t, err, ErrExpired)
	if _, err := ours.Join(t.Context(), ours.token(t)); err != nil {
		t.Errorf("positive control: %v", err)
	}
}

// FuzzVerify looks for a text that is taken for a token and is none.
func FuzzVerify(f *testing.F) {
	p := newPortal(f, "riverside", "EdDSA")
	w := newWorld(f, NewKeys(), p.issuer(f))
	good := map[string]bool{w.token(f): true, w.ticket(f): true, p.token(f): true}
	for token := range good {
		f.Add(token)
	}
	for _, h := range []hand{w.hand(), p.hand} {
		for _, row := range forgeries(f, h) {
			if !errors.Is(row.cause, ErrNotMember) { // those are well signed; the records refuse them
				f.Add(row.token)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range []kind{w.join, w.portal, w.resume} {
			_, _, err := w.verify(t.Context(), text, k)
			if err == nil && !good[text] {
				t.Errorf("taken for a token of %s: %q", k.typ, text)
			}
			if err != nil {
				wantRefusal(t, err, ErrRefused)
			}
		}
	})
}

func publicPEM(t testing.TB, public crypto.PublicKey) []byte {
	t.Helper()
	der := must(x509.MarshalPKIXPublicKey(public))
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func ecdsaKey(t testing.TB, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	return must(ecdsa.GenerateKey(curve, rand.Reader))
}

func es256Keys(t testing.TB) *Keys {
	t.Helper()
	keys := &Keys{byID: map[string]key{}}
	if err := keys.add("key-p256", ecdsaKey(t, elliptic.P256())); err != nil {
		t.Fatal(err)
	}
	return keys
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
