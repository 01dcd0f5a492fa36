package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"alcove/room"
	"alcove/room/host"
	"alcove/room/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m, authorityStays) }

// node is one server's house on a Redis that others use too. Its media and its one browser write down what happens.
type node struct {
	t       *testing.T
	store   *store.Store
	house   *host.House
	running sync.Mutex // held while the whole node is stopped

	mu    sync.Mutex
	heard bool      // somebody may be heard
	until time.Time // of Trust

	stages chan bool       // every stage: whether somebody may be heard
	told   chan room.Event // what the browser was told
}

// newNode is a server on a Redis of startRedis. Those on one Redis share the key folder beside its socket.
func newNode(t *testing.T, url string) *node {
	t.Helper()
	seal, err := newRoomSeal(keysBeside(url))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{URL: url, Patience: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	n := &node{t: t, store: s, stages: make(chan bool, 1000), told: make(chan room.Event, 1000)}
	start := time.Now()
	settings := host.Settings{Lease: 2 * time.Second, Renew: 100 * time.Millisecond, Clock: func() time.Duration {
		n.running.Lock()
		defer n.running.Unlock()
		return time.Since(start)
	}}
	n.house = host.NewHouse(leases{s, store.Node{ID: rand.Text()}, seal}, func(room.Group) host.Media { return n }, settings, slog.New(slog.DiscardHandler))
	t.Cleanup(func() {
		n.house.Close()
		_ = s.Close()
	})
	return n
}

func keysBeside(url string) string {
	return filepath.Join(filepath.Dir(strings.TrimPrefix(url, "unix://")), "keys")
}

// freeze stops the node wherever it next looks at its clock, as it does before everything that it does.
func (n *node) freeze() (thaw func()) {
	n.running.Lock()
	return n.running.Unlock
}

func (n *node) SetStage(stage []room.Stage) {
	heard := false
	for _, s := range stage {
		heard = heard || s.Speaks
	}
	n.mu.Lock()
	n.heard = heard
	n.mu.Unlock()
	n.stages <- heard
}

func (n *node) Trust(until time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.until = until
}

// flows says whether a packet that comes now would be forwarded.
func (n *node) flows() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.heard && time.Now().Before(n.until)
}

func (n *node) Close()                     {}
func (n *node) Show(room.View, uint64)     {}
func (n *node) Speaking([]room.SeatNumber) {}
func (n *node) Tell(e room.Event)          { n.told <- e }

// enter brings the therapist in, once whoever else runs the room has lost it.
func (n *node) enter() {
	n.t.Helper()
	m := room.Membership{Group: "g", Person: "dana", Role: room.RoleTherapist}
	for {
		err := n.house.Arrive(n.t.Context(), room.Arrived{Visit: "visit", Membership: m, Begun: time.Now()}, n)
		var elsewhere *host.Elsewhere
		if !errors.As(err, &elsewhere) {
			if err != nil {
				n.t.Fatal(err)
			}
			return
		}
		<-time.After(elsewhere.Left)
	}
}

// do carries out a command and waits until it is saved.
func (n *node) do(c room.Command) {
	n.t.Helper()
	type answer struct {
		saved bool
		err   error
	}
	answers := make(chan answer, 1)
	n.house.Do("g", "visit", n, c, func(saved bool, err error) { answers <- answer{saved, err} })
	if a := <-answers; a.err != nil || !a.saved {
		n.t.Fatalf("%T: saved %t, %v", c, a.saved, a.err)
	}
}

func TestOfTwoServersAStalledOneWritesAndForwardsNothing(t *testing.T) {
	url := startRedis(t)
	records, err := store.Open(t.Context(), store.Config{URL: url, Patience: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = records.Close() }()
	if err := records.PutGroup(t.Context(), room.Group{ID: "g", ClientMax: 12}); err != nil {
		t.Fatal(err)
	}
	one, two := newNode(t, url), newNode(t, url)
	one.enter()
	one.do(room.Ready{})
	one.do(room.Start{Open: true})
	one.do(room.SetMicrophone{On: true})
	if !one.flows() {
		t.Fatal("the therapist isn't heard to begin with")
	}

	thaw := one.freeze()
	for len(one.stages) > 0 {
		<-one.stages
	}
	// This waits in the frozen node, which must not carry it out when it wakes up.
	one.house.Do("g", "visit", one, room.End{}, func(_ bool, err error) {
		if err == nil {
			t.Error("the stalled node has ended somebody else's session")
		}
	})
	two.enter()
	if one.flows() {
		t.Error("the frozen node would still forward")
	}
	two.do(room.RaiseHand{}) // the seat was kept
	two.do(room.SetMicrophone{On: true})
	before := saved(t, records)

	thaw()
	if heard := <-one.stages; heard {
		t.Error("the stalled node begins by opening a gate")
	}
	if gone, ok := (<-one.told).(room.Gone); !ok || gone.Why != host.FarewellRestart {
		t.Errorf("its browser was told %v", gone)
	}
	one.house.Close() // whatever it would still write, it has tried now
	for len(one.stages) > 0 {
		if <-one.stages {
			t.Error("the stalled node has opened a gate")
		}
	}
	if after := saved(t, records); after != before {
		t.Error("the stalled node has written")
	}
	if !two.flows() {
		t.Error("the new owner was disturbed")
	}
	two.do(room.LowerHand{})
}

func saved(t *testing.T, s *store.Store) string {
	t.Helper()
	snapshot, err := s.LoadRoom(context.WithoutCancel(t.Context()), "g")
	if err != nil {
		t.Fatal(err)
	}
	return string(snapshot)
}

// startRedis starts a Redis that listens on a socket file only and ends with the test.
func startRedis(t *testing.T) (url string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "redis") //nolint:usetesting // t.TempDir is too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	command := exec.Command("redis-server", "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "")
	said, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("start redis-server (a Debian package): %v", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "accept connections") {
			return "unix://" + socket
		}
	}
	t.Fatal("redis-server ended before it was ready")
	return ""
}
