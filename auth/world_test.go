package auth

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"alcove/room"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memory is Records in a map.
type memory struct {
	mu       sync.Mutex
	links    map[[32]byte]room.Membership
	looked   int                   // how often a link was looked for
	browsers map[[32]byte][32]byte // which browser a staff link belongs to
	groups   map[room.ID]room.Group
	members  map[room.PersonID]room.Membership
	used     map[string]time.Duration
	outage   error
}

var errNoRecord = errors.New("no record")

// outage is an error of records that can't be read.
type outage struct{ down bool }

func (outage) Error() string       { return "canary: down" }
func (o outage) Unavailable() bool { return o.down }

func (m *memory) UseLink(
	_ context.Context, hash, browser [32]byte, staff []room.Role,
) (id room.ID, who room.PersonID, bound bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.looked++
	owner, ok := m.links[hash]
	switch {
	case m.outage != nil:
		return "", "", false, m.outage
	case !ok:
		return "", "", false, errNoRecord
	}
	if !slices.Contains(staff, m.members[owner.Person].Role) {
		return owner.Group, owner.Person, false, nil
	}
	if first, used := m.browsers[hash]; used && first != browser {
		return "", "", false, elsewhere{}
	}
	m.browsers[hash] = browser
	return owner.Group, owner.Person, true, nil
}

// elsewhere is the records' word for a link that is another browser's.
type elsewhere struct{}

func (elsewhere) Error() string      { return "canary: elsewhere" }
func (elsewhere) OtherBrowser() bool { return true }

func (m *memory) Group(_ context.Context, id room.ID) (room.Group, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outage != nil {
		return room.Group{}, m.outage
	}
	if g, ok := m.groups[id]; ok {
		return g, nil
	}
	return room.Group{}, errNoRecord
}

func (m *memory) Member(_ context.Context, group room.ID, person room.PersonID) (room.Membership, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outage != nil {
		return room.Membership{}, m.outage
	}
	if member, ok := m.members[person]; ok && member.Group == group {
		return member, nil
	}
	return room.Membership{}, errNoRecord
}

func (m *memory) UseOnce(_ context.Context, id string, ttl time.Duration) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outage != nil {
		return false, m.outage
	}
	_, before := m.used[id]
	m.used[id] = ttl
	return !before, nil
}

func (m *memory) Used(_ context.Context, id string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, used := m.used[id]
	return used, m.outage
}

func (m *memory) put(member room.Membership) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.members[member.Person] = member
}

func (m *memory) remove(person room.PersonID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.members, person)
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outage = err
}

// world is an authority, its records, and a clock that a test moves.
type world struct {
	*Authority
	memory *memory
	clock  time.Time
}

var start = time.Date(2026, 8, 21, 18, 0, 0, 0, time.UTC)

// newWorld has one member: Ana, a client of the group "grief" of the practice "riverside", at version 3.
func newWorld(t testing.TB, keys *Keys, issuers ...*Issuer) *world {
	t.Helper()
	w := &world{clock: start, memory: &memory{
		links:    map[[32]byte]room.Membership{},
		browsers: map[[32]byte][32]byte{},
		groups:   map[room.ID]room.Group{"grief": {ID: "grief", ClientMax: 12, Practice: "riverside"}},
		members:  map[room.PersonID]room.Membership{},
		used:     map[string]time.Duration{},
	}}
	w.memory.put(ana())
	w.Authority = New(keys, w.memory, Options{
		Issuer: "https://practice.example", Issuers: issuers, Now: func() time.Time { return w.clock },
	})
	return w
}

var anaName = room.NameOf("Ana Ramirez")

func ana() room.Membership {
	return room.Membership{Group: "grief", Person: "ana", Role: room.RoleClient, Name: anaName, Version: 3}
}

// token mints a join token for Ana.
func (w *world) token(t testing.TB) string {
	t.Helper()
	token, err := w.MintToken(t.Context(), "grief", "ana")
	if err != nil {
		t.Fatal(err)
	}
	return token.Reveal()
}

// ticket makes a resume ticket for Ana's visit "tab".
func (w *world) ticket(t testing.TB) string {
	t.Helper()
	ticket, _, err := w.Begin(ana(), "tab")
	if err != nil {
		t.Fatal(err)
	}
	return ticket.Reveal()
}

// wantRefusal checks that err is the one refusal, for this cause, and says nothing about it.
func wantRefusal(t testing.TB, err, cause error) {
	t.Helper()
	if !errors.Is(err, ErrRefused) || errors.Is(err, ErrUnavailable) {
		t.Fatalf("got %v, want a refusal", err)
	}
	if !errors.Is(err, cause) {
		t.Errorf("refused, but not as %v", cause)
	}
	if err.Error() != ErrRefused.Error() || errors.Unwrap(err) != nil {
		t.Errorf("the refusal says more than that: %v", err)
	}
}
