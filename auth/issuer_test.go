package auth

import (
	"crypto"
	"crypto/ed25519"
	"crypto/elliptic"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alcove/room"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"
)

// portal is the signing side of a practice's own portal, and the file that the operator was given.
type portal struct {
	hand
	file string
}

// newPortal makes a portal with one key of an algorithm: EdDSA, ES256 or HS256.
func newPortal(t testing.TB, practice, alg string) portal {
	t.Helper()
	p := portal{file: filepath.Join(t.TempDir(), practice)}
	p.hand = hand{
		typ: "alcove-portal+jwt", kid: practice + "-1", required: portalClaims, wrongIssuer: ErrForged,
		said: goodTimes(fields{
			"iss": practice, "aud": "https://practice.example", "sub": "ana", "room": "grief",
		}),
	}
	private := newPrivateKey()
	switch p.private, p.public = private, private.Public(); alg {
	case "EdDSA":
		p.method = jwt.SigningMethodEdDSA
	case "ES256":
		key := ecdsaKey(t, elliptic.P256())
		p.method, p.private, p.public = jwt.SigningMethodES256, key, key.Public()
	case "HS256":
		secret := []byte(randomText(48))
		p.method, p.private = jwt.SigningMethodHS256, secret
		line := p.kid + " " + base64.StdEncoding.EncodeToString(secret) + "\n"
		check(t, os.WriteFile(p.file, []byte(line), 0o600))
		return p
	}
	check(t, os.WriteFile(p.file, keySet(t, map[string]crypto.PublicKey{p.kid: p.public}), 0o644))
	return p
}

// issuer is what the operator tells the server.
func (p portal) issuer(t testing.TB) *Issuer {
	t.Helper()
	source := p.file
	if p.method == jwt.SigningMethodHS256 {
		source = "hs256:" + source
	}
	return must(ParseIssuer(p.said["iss"].(string) + "=" + source))
}

// keySet writes public keys as a portal publishes them.
func keySet(t testing.TB, keys map[string]crypto.PublicKey) []byte {
	t.Helper()
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}
	for _, id := range slices.Sorted(maps.Keys(keys)) {
		set.Keys = append(set.Keys, jose.JSONWebKey{Key: keys[id], KeyID: id, Use: "sig"})
	}
	return []byte(jsonOf(t, set))
}

// everyPortal runs f with a portal of each algorithm.
func everyPortal(t *testing.T, f func(*testing.T, portal)) {
	t.Helper()
	for _, alg := range []string{"EdDSA", "ES256", "HS256"} {
		t.Run(alg, func(t *testing.T) { f(t, newPortal(t, "riverside", alg)) })
	}
}

func TestEveryForgedPortalTokenIsRefusedAndTheRealOneIsNot(t *testing.T) {
	everyPortal(t, func(t *testing.T, p portal) {
		w := newWorld(t, NewKeys(), p.issuer(t))
		rows := forgeries(t, p.hand)
		for name, row := range map[string]struct {
			head, body fields
			cause      error
		}{
			"a version of its own":      {p.head(), p.claims().with("version", 3), ErrMalformed},
			"meant for another server":  {p.head(), p.claims().with("aud", "https://other.example"), ErrExpired},
			"meant for any server":      {p.head(), p.claims().with("aud", "alcove"), ErrExpired},
			"the typ of our own":        {p.head().with("typ", "alcove-join+jwt"), p.claims(), ErrMalformed},
			"an issuer nobody named":    {p.head(), p.claims().with("iss", "hillside"), ErrForged},
			"our own name for issuer":   {p.head(), p.claims().with("iss", "https://practice.example"), ErrForged},
			"the id of one of our keys": {p.head().with("kid", w.keys.newest.id), p.claims(), ErrForged},
		} {
			rows[name] = forgery{p.signed(t, row.head, row.body), row.cause}
		}
		ours := w.hand()
		rows["as our own, by the portal's key"] = forgery{
			p.signed(t, ours.head().with("alg", p.method.Alg()).with("kid", p.kid), ours.claims()), ErrForged,
		}
		rows["as the portal's, by our own key"] = forgery{
			ours.signed(t, p.head().with("alg", ours.method.Alg()).with("kid", ours.kid), p.claims()), ErrForged,
		}
		refusesAll(t, w, rows)
		withoutNBF := p.signed(t, p.head(), p.claims().with("nbf", nil))
		for name, token := range map[string]string{"all claims": p.token(t), "without nbf": withoutNBF} {
			if m, err := w.Join(t.Context(), token); err != nil || m != ana() {
				t.Errorf("positive control, %s: %v", name, err)
			}
			_, err := w.Join(t.Context(), token)
			wantRefusal(t, err, ErrUsed)
		}
		_, _, err := w.Resume(t.Context(), p.token(t))
		wantRefusal(t, err, ErrMalformed)
	})
}

// Two practices share the server. Ana is a member of a group of each.
func TestAPortalSpeaksForItsOwnPracticeOnly(t *testing.T) {
	river, hill, shared := newPortal(t, "riverside", "EdDSA"), newPortal(t, "hillside", "EdDSA"), newPortal(t, "lakeside", "HS256")
	w := newWorld(t, NewKeys(), river.issuer(t), hill.issuer(t), shared.issuer(t))
	w.memory.groups["anger"] = room.Group{ID: "anger", Practice: "hillside"}
	w.memory.groups["worry"] = room.Group{ID: "worry"} // of nobody
	w.memory.groups["sleep"] = room.Group{ID: "sleep", Practice: "closed"}
	forGroup := func(group string) string { return river.signed(t, river.head(), river.claims().with("room", group)) }
	as := func(iss, kid string) string {
		return river.signed(t, river.head().with("kid", kid), river.claims().with("iss", iss))
	}
	refusesAll(t, w, map[string]forgery{
		"a group of another practice":            {forGroup("anger"), ErrForeign},
		"a group of no practice":                 {forGroup("worry"), ErrForeign},
		"a group of a practice without a portal": {forGroup("sleep"), ErrForeign},
		"a group that nobody made":               {forGroup("gone"), ErrNotMember},
		"another practice's kid":                 {as("riverside", hill.kid), ErrForged},
		"another practice's name":                {as("hillside", river.kid), ErrForged},
		"another practice's name and kid":        {as("hillside", hill.kid), ErrForged},
		"the name of a practice with a secret":   {as("lakeside", shared.kid), ErrForged},
		"the secret of another practice": {
			shared.signed(t, shared.head(), shared.claims().with("iss", "riverside")), ErrForged,
		},
	})
	elsewhere := ana()
	elsewhere.Group = "anger"
	w.memory.put(elsewhere)
	_, err := w.Join(t.Context(), forGroup("anger"))
	wantRefusal(t, err, ErrForeign)
	if _, err := w.Join(t.Context(), hill.signed(t, hill.head(), hill.claims().with("room", "anger"))); err != nil {
		t.Errorf("positive control: %v", err)
	}
}

func TestWhomAPortalNamesIsWhatTheRecordsSay(t *testing.T) {
	newer, admin := ana(), ana()
	newer.Version, newer.Role = 7, room.RoleTherapist
	admin.Role = "admin"
	for name, row := range map[string]struct {
		change func(*memory)
		want   room.Membership // zero: refused
	}{
		"a member":                 {func(*memory) {}, ana()},
		"a member in another role": {func(m *memory) { m.put(newer) }, newer},
		"removed":                  {func(m *memory) { m.remove("ana") }, room.Membership{}},
		"a role that nobody knows": {func(m *memory) { m.put(admin) }, room.Membership{}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPortal(t, "riverside", "ES256")
			w := newWorld(t, NewKeys(), p.issuer(t))
			row.change(w.memory)
			m, err := w.Join(t.Context(), p.token(t))
			if row.want == (room.Membership{}) {
				wantRefusal(t, err, ErrNotMember)
			} else if err != nil || m != row.want {
				t.Errorf("got %v %v", m, err)
			}
		})
	}
}

func TestOneOfAHundredParallelUsesOfAPortalTokenSucceedsOnTwoServers(t *testing.T) {
	p := newPortal(t, "riverside", "ES256")
	w := newWorld(t, NewKeys(), p.issuer(t))
	other := New(NewKeys(), w.memory, Options{Issuer: w.issuer, Issuers: []*Issuer{p.issuer(t)}, Now: w.now})
	token := p.token(t)
	var joined, refused atomic.Int32
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range 100 {
		for _, node := range []*Authority{w.Authority, other} {
			all.Go(func() {
				<-begin
				switch _, err := node.Join(t.Context(), token); {
				case err == nil:
					joined.Add(1)
				case errors.Is(err, ErrUsed):
					refused.Add(1)
				}
			})
		}
	}
	close(begin)
	all.Wait()
	if joined.Load() != 1 || refused.Load() != 199 {
		t.Errorf("%d joined, %d were refused", joined.Load(), refused.Load())
	}
}

func TestEachPracticeUsesUpItsOwnTokensAndNothingOfThemIsKept(t *testing.T) {
	river, hill := newPortal(t, "riverside", "EdDSA"), newPortal(t, "hillside", "EdDSA")
	w := newWorld(t, NewKeys(), river.issuer(t), hill.issuer(t))
	const jti = "Ana Ramirez, 18:00"
	w.memory.used["join:"+jti] = 0
	for _, p := range []portal{river, hill} {
		w.memory.groups["grief"] = room.Group{ID: "grief", Practice: p.said["iss"].(string)}
		if _, err := w.Join(t.Context(), p.signed(t, p.head(), p.said.with("jti", jti))); err != nil {
			t.Error(err)
		}
	}
	delete(w.memory.used, "join:"+jti)
	for id, ttl := range w.memory.used {
		if strings.Contains(id, "Ana") || ttl != TokenTTL+2*leeway {
			t.Errorf("%s is kept for %v", id, ttl)
		}
	}
}

// A token may name any address in its header or its claims: none is ever asked.
func TestNoTokenMakesTheServerFetchAnything(t *testing.T) {
	p := newPortal(t, "riverside", "EdDSA")
	published := keySet(t, map[string]crypto.PublicKey{p.kid: p.public})
	var asked atomic.Int32
	decoy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(published) }))
	decoy.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			asked.Add(1)
		}
	}
	decoy.Start()
	defer decoy.Close()
	w := newWorld(t, NewKeys(), p.issuer(t))
	for _, h := range []hand{p.hand, w.hand()} {
		stranger := h
		stranger.private, stranger.method = newPrivateKey(), jwt.SigningMethodEdDSA
		jwk := jose.JSONWebKey{Key: stranger.private.(ed25519.PrivateKey).Public(), KeyID: h.kid}
		for name, head := range map[string]fields{
			"jku": h.head().with("jku", decoy.URL), "x5u": h.head().with("x5u", decoy.URL),
			"jwk": h.head().with("jwk", jwk), "x5c": h.head().with("x5c", []string{"MA=="}),
			"iss": h.head(), "kid": h.head().with("kid", decoy.URL), "typ": h.head().with("typ", decoy.URL),
			"all": h.head().with("jku", decoy.URL).with("jwk", jwk).with("crit", []string{"jku"}),
		} {
			for _, by := range []hand{h, stranger} {
				body := by.claims()
				if name == "iss" {
					body = body.with("iss", decoy.URL)
				}
				if _, err := w.Join(t.Context(), by.signed(t, head.with("alg", by.method.Alg()), body)); err == nil {
					t.Errorf("%s was believed", name)
				}
			}
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("%d connections to an address from a token", n)
	}
	named := newWorld(t, NewKeys(), must(ParseIssuer("riverside="+decoy.URL)))
	if _, err := named.Join(t.Context(), p.token(t)); err != nil || asked.Load() != 1 {
		t.Errorf("positive control: %v, %d connections", err, asked.Load())
	}
}

func TestAnOutageKeepsAPortalsToken(t *testing.T) {
	p := newPortal(t, "riverside", "EdDSA")
	w := newWorld(t, NewKeys(), p.issuer(t))
	token := p.token(t)
	w.memory.fail(outage{down: true})
	if _, err := w.Join(t.Context(), token); !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrRefused) {
		t.Errorf("got %v", err)
	}
	w.memory.fail(nil)
	if _, err := w.Join(t.Context(), token); err != nil {
		t.Errorf("after the outage: %v", err)
	}
}

func TestAPortalTokenIsGoodForTenMinutesAtMostWhateverOurOwnAre(t *testing.T) {
	p := newPortal(t, "riverside", "EdDSA")
	w := newWorld(t, NewKeys(), p.issuer(t))
	a := New(w.keys, w.memory, Options{
		Issuer: w.issuer, Issuers: []*Issuer{p.issuer(t)}, Now: w.now, TokenTTL: time.Hour,
	})
	longer := p.claims().with("exp", start.Add(TokenTTL+time.Second).Unix())
	_, err := a.Join(t.Context(), p.signed(t, p.head(), longer))
	wantRefusal(t, err, ErrExpired)
	if _, err := a.Join(t.Context(), p.token(t)); err != nil {
		t.Errorf("positive control: %v", err)
	}
}

func TestIssuersCannotBePrinted(t *testing.T) {
	p := newPortal(t, "riverside", "HS256")
	i := p.issuer(t)
	w := newWorld(t, NewKeys(), i)
	if _, err := w.Join(t.Context(), p.token(t)); err != nil {
		t.Fatal(err)
	}
	secret := string(p.private.([]byte))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		said := fmt.Sprintf(verb, []any{i, i.LogValue()})
		if strings.Contains(said, secret) || strings.Contains(said, fmt.Sprintf("%x", secret)) || !strings.Contains(said, "riverside") {
			t.Errorf("%s shows %s", verb, said)
		}
	}
}
