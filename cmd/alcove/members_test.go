package main

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"alcove/room"
	"alcove/signaling"
)

// watch lets the node hear what becomes of memberships.
func (n *node) watch() {
	n.t.Helper()
	log := slog.New(slog.DiscardHandler)
	m := members{n.store, n.house, signaling.NewServer(signaling.Config{House: n.house, Log: log}), log}
	ctx, cancel := context.WithCancel(n.t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { m.watch(ctx) })
	n.t.Cleanup(func() {
		cancel()
		watching.Wait()
		m.browsers.Close()
	})
}

// admin is the node's administration.
func (n *node) admin() *admin { return &admin{store: n.store, house: n.house} }

// arrive lets a member come in by their record.
func (n *node) arrive(id room.ID, who room.PersonID) {
	n.t.Helper()
	m, err := n.store.Member(n.t.Context(), id, who)
	if err != nil {
		n.t.Fatal(err)
	}
	if err := n.house.Arrive(n.t.Context(), room.Arrived{Visit: "visit", Membership: m}, n); err != nil {
		n.t.Fatal(err)
	}
}

// person adds a client to the group g, or changes what they are called.
func (n *node) person(id, alias string) {
	n.t.Helper()
	_, err := n.admin().addPerson(n.t.Context(), "g", personRecord{
		Person: id, Name: "Ana Ramirez", Alias: alias, Role: string(room.RoleClient),
	})
	if err != nil {
		n.t.Fatal(err)
	}
}

// group makes the group g.
func (n *node) group() {
	n.t.Helper()
	if err := n.store.PutGroup(n.t.Context(), room.Group{ID: "g", ClientMax: 12}); err != nil {
		n.t.Fatal(err)
	}
}

// wantRenewed waits until a node's browser has been told of a new name.
func (n *node) wantRenewed(alias string) {
	n.t.Helper()
	e := <-n.told
	if renewed, ok := e.(room.Renewed); !ok || renewed.Membership.Alias.Reveal() != alias {
		n.t.Fatalf("told %v, want a changed membership", e)
	}
}

func (n *node) wantRevoked() {
	n.t.Helper()
	e := <-n.told
	if gone, ok := e.(room.Gone); !ok || gone.Why != room.FarewellRevoked {
		n.t.Fatalf("told %v, want that the membership is over", e)
	}
}

func TestWhatIsChangedOnOneServerHappensInTheRoomThatAnotherRuns(t *testing.T) {
	url := startRedis(t)
	one, two := newNode(t, url), newNode(t, url)
	one.watch()
	two.watch()
	two.group()
	two.person("ana", "")
	one.arrive("g", "ana")
	two.person("ana", "Ani")
	one.wantRenewed("Ani")
	if err := two.admin().remove(t.Context(), "g", "ana"); err != nil {
		t.Errorf("the other server answered %v", err)
	}
	one.wantRevoked()
	if n := two.house.Rooms(); n != 0 {
		t.Errorf("%d rooms run where nobody is", n)
	}
	one.watch() // twice as many announcements change nothing
	two.person("ana", "")
	one.arrive("g", "ana")
	if err := one.admin().remove(t.Context(), "g", "ana"); err != nil {
		t.Error(err)
	}
	one.wantRevoked()
}

func TestWhatWasMissedIsReadAgain(t *testing.T) {
	n := newNode(t, startRedis(t))
	n.group()
	n.person("ana", "")
	n.arrive("g", "ana")
	n.person("ana", "Ani") // nobody listens
	n.watch()
	n.wantRenewed("Ani")
	if err := n.store.RemoveMember(t.Context(), "g", "ana"); err != nil {
		t.Fatal(err)
	}
	n.wantRevoked()
}
