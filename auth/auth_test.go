package auth

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alcove/room"
)

func TestALinkBecomesATokenThatJoinsOnce(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, hash := NewLink()
	w.memory.links[hash] = ana()
	token, own, err := w.Exchange(t.Context(), secret.Reveal(), "")
	if err != nil || own.Reveal() != "" {
		t.Fatalf("own %v, %v", own, err)
	}
	m, err := w.Join(t.Context(), token.Reveal())
	if err != nil || m != ana() {
		t.Fatalf("got %v %v", m, err)
	}
	_, err = w.Join(t.Context(), token.Reveal())
	wantRefusal(t, err, ErrUsed)
	if _, _, err := w.Exchange(t.Context(), secret.Reveal(), ""); err != nil {
		t.Errorf("a client's link opens again: %v", err)
	}
}

func TestAStaffLinkOpensForTheBrowserOnlyThatUsedItFirst(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, hash := NewLink()
	link := secret.Reveal()
	w.memory.links[hash] = ana()
	if _, own, err := w.Exchange(t.Context(), link, ""); err != nil || own.Reveal() != "" {
		t.Fatalf("a client's link: own %v, %v", own, err)
	}
	leader := ana()
	leader.Role, leader.Version = room.RoleTherapist, 4
	w.memory.put(leader)
	_, own, err := w.Exchange(t.Context(), link, "")
	if err != nil || len(own.Reveal()) != secretLength {
		t.Fatalf("the first use: own %v, %v", own, err)
	}
	for range 3 { // every day
		if _, again, err := w.Exchange(t.Context(), link, own.Reveal()); err != nil || again.Reveal() != own.Reveal() {
			t.Errorf("the same browser: %v, %v", again, err)
		}
	}
	_, stranger := NewLink()
	for name, browser := range map[string]string{
		"a browser that is new": "",
		"another one's secret":  fmt.Sprintf("%x", stranger)[:secretLength],
		"the hash":              fmt.Sprintf("%x", hashOf(own.Reveal()))[:secretLength],
		"the link itself":       link,
		"more than the secret":  own.Reveal() + "A",
	} {
		_, given, err := w.Exchange(t.Context(), link, browser)
		t.Log(name)
		wantRefusal(t, err, ErrOtherBrowser)
		if given.Reveal() != "" {
			t.Errorf("%s was given a secret", name)
		}
	}
}

func TestARefusedLinkIsLookedForOnceWhateverTheCause(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, hash := NewLink()
	bound, boundHash := NewLink()
	leader := room.Membership{Group: "grief", Person: "dana", Role: room.RoleTherapist, Version: 1}
	w.memory.put(leader)
	w.memory.links[hash], w.memory.links[boundHash] = ana(), leader
	if _, _, err := w.Exchange(t.Context(), bound.Reveal(), ""); err != nil {
		t.Fatal(err)
	}
	w.memory.remove("ana")
	for name, link := range map[string]string{
		"nothing": "", "too short": "abc", "unknown": strings.Repeat("A", secretLength),
		"another browser's": bound.Reveal(), "a removed person's": secret.Reveal(),
	} {
		before := w.memory.looked
		if _, _, err := w.Exchange(t.Context(), link, ""); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
		if n := w.memory.looked - before; n != 1 {
			t.Errorf("%s: looked %d times", name, n)
		}
	}
}

func TestALinkThatNobodyMadeIsRefused(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, hash := NewLink()
	w.memory.links[hash] = ana()
	good := secret.Reveal()
	for name, bad := range map[string]string{
		"empty":         "",
		"cut":           good[:len(good)-1],
		"longer":        good + "A",
		"another":       strings.Repeat("A", len(good)),
		"in upper case": strings.ToUpper(good),
		"huge":          strings.Repeat("A", 1<<20),
		"the hash":      fmt.Sprintf("%x", hash)[:len(good)],
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := w.Exchange(t.Context(), bad, "")
			wantRefusal(t, err, ErrUnknownLink)
		})
	}
	if _, _, err := w.Exchange(t.Context(), good, ""); err != nil {
		t.Errorf("the real one: %v", err)
	}
}

func TestNewLinksAreLongAndNeverTheSame(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		secret, hash := NewLink()
		text := secret.Reveal()
		if seen[text] || len(text) != secretLength || strings.Trim(text, urlSafe) != "" || hashOf(text) != hash {
			t.Fatal("not a usable secret")
		}
		seen[text] = true
	}
	if secretBytes*8 < 128 {
		t.Error("too easy to guess")
	}
}

const urlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func TestOneOfAHundredParallelJoinsSucceeds(t *testing.T) {
	w := newWorld(t, NewKeys())
	other := New(w.keys, w.memory, Options{Issuer: w.issuer, Now: w.now}) // another node
	token := w.token(t)
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

func TestAUsedTokenIsRememberedUntilNoClockTakesIt(t *testing.T) {
	w := newWorld(t, NewKeys())
	token := w.token(t)
	w.clock = start.Add(4 * time.Minute)
	if _, err := w.Join(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	for _, ttl := range w.memory.used {
		if ttl != 6*time.Minute+2*leeway {
			t.Errorf("remembered for %v", ttl)
		}
	}
}

func TestATicketResumesAsOftenAsNeeded(t *testing.T) {
	w := newWorld(t, NewKeys())
	ticket := w.ticket(t)
	for range 3 {
		_, v, err := w.Resume(t.Context(), ticket)
		if err != nil || v.Membership != ana() || v.ID != "tab" {
			t.Fatalf("got %+v %v", v, err)
		}
	}
}

func TestTheRoleComesFromTheRecordsAlone(t *testing.T) {
	w := newWorld(t, NewKeys())
	token := w.token(t)
	changed := ana()
	changed.Role = room.RoleObserver
	w.memory.put(changed)
	m, err := w.Join(t.Context(), token)
	if err != nil || m.Role != room.RoleObserver {
		t.Errorf("got %v %v", m.Role, err)
	}
	changed.Role = "admin"
	w.memory.put(changed)
	_, err = w.MintToken(t.Context(), "grief", "ana")
	wantRefusal(t, err, ErrNotMember)
}

// Whoever is removed or changed loses what was made before, and gets nothing new until added again.
func TestAChangeOfMembershipEndsWhatWasMadeBefore(t *testing.T) {
	newer := ana()
	newer.Version = 5
	elsewhere, admin := ana(), ana()
	elsewhere.Group, admin.Role = "another", "admin"
	for name, row := range map[string]struct {
		change     func(*memory)
		oldOK      bool // a token and a ticket from before
		newTokenOK bool
	}{
		"nothing changes":           {func(*memory) {}, true, true},
		"removed":                   {func(m *memory) { m.remove("ana") }, false, false},
		"removed and added again":   {func(m *memory) { m.remove("ana"); m.put(newer) }, false, true},
		"changed":                   {func(m *memory) { m.put(newer) }, false, true},
		"a member of another group": {func(m *memory) { m.put(elsewhere) }, false, false},
		"a role that nobody knows":  {func(m *memory) { m.put(admin) }, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, NewKeys())
			secret, hash := NewLink()
			w.memory.links[hash] = ana()
			token, ticket := w.token(t), w.ticket(t)
			row.change(w.memory)
			_, err := w.Join(t.Context(), token)
			wantOK(t, row.oldOK, err)
			_, _, err = w.Resume(t.Context(), ticket)
			wantOK(t, row.oldOK, err)
			_, _, err = w.Exchange(t.Context(), secret.Reveal(), "")
			wantOK(t, row.newTokenOK, err)
			_, err = w.MintToken(t.Context(), "grief", "ana")
			wantOK(t, row.newTokenOK, err)
		})
	}
}

func wantOK(t *testing.T, ok bool, err error) {
	t.Helper()
	if ok && err != nil {
		t.Errorf("positive control: %v", err)
	}
	if !ok {
		wantRefusal(t, err, ErrNotMember)
	}
}

func TestAnOutageIsNoRefusalAndKeepsTheToken(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, hash := NewLink()
	w.memory.links[hash] = ana()
	token, ticket := w.token(t), w.ticket(t)
	w.memory.fail(fmt.Errorf("read: %w", outage{down: true}))
	for name, ask := range map[string]func() error{
		"Exchange":  func() error { _, _, err := w.Exchange(t.Context(), secret.Reveal(), ""); return err },
		"MintToken": func() error { _, err := w.MintToken(t.Context(), "grief", "ana"); return err },
		"Join":      func() error { _, err := w.Join(t.Context(), token); return err },
		"Resume":    func() error { _, _, err := w.Resume(t.Context(), ticket); return err },
	} {
		if err := ask(); !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.memory.fail(nil)
	if _, err := w.Join(t.Context(), token); err != nil {
		t.Errorf("after the outage: %v", err)
	}
}

func TestAnErrorThatIsNoOutageRefuses(t *testing.T) {
	w := newWorld(t, NewKeys())
	token := w.token(t)
	w.memory.fail(outage{down: false})
	_, err := w.Join(t.Context(), token)
	wantRefusal(t, err, ErrNotMember)
}

func TestSecretsCannotBePrinted(t *testing.T) {
	w := newWorld(t, NewKeys())
	secret, _ := NewLink()
	token, err := w.MintToken(t.Context(), "grief", "ana")
	if err != nil {
		t.Fatal(err)
	}
	ticket, _, err := w.Begin(ana(), "tab")
	if err != nil {
		t.Fatal(err)
	}
	private := fmt.Sprintf("%x", w.keys.newest.private.(interface{ Seed() []byte }).Seed())
	canaries := []string{secret.Reveal(), token.Reveal(), ticket.Reveal(), private[:16], "grief", "ana"}
	for _, v := range []any{
		secret, &secret, token, ticket,
		[]Token{token},
		map[string]any{"x": ticket},
		struct{ T Token }{token},
		w.keys,
		claims{Person: "ana"},
		&claims{Group: "grief"},
		Secret{},
	} {
		var said strings.Builder
		slog.New(slog.NewTextHandler(&said, nil)).Info("x", "v", v)
		slog.New(slog.NewJSONHandler(&said, nil)).Info("x", "v", v)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&said, verb, v)
		}
		for _, canary := range canaries {
			if strings.Contains(said.String(), canary) || strings.Contains(said.String(), fmt.Sprintf("%x", canary)) {
				t.Errorf("%T shows itself: %s", v, &said)
			}
		}
	}
	if fmt.Sprint(token) != fmt.Sprint(Token{hide("token", token.Reveal())}) || fmt.Sprint(token) == fmt.Sprint(ticket) {
		t.Error("a fingerprint tells equal from different")
	}
}
