package store

import (
	"sync"
	"testing"

	"alcove/room"
)

func group(id room.ID) room.Group {
	return room.Group{ID: id, Name: room.NameOf("Grief"), ClientMax: room.DefaultClients}
}

func member(id room.ID, who room.PersonID) room.Membership {
	return room.Membership{
		Group: id, Person: who, Role: room.RoleClient,
		Name: room.NameOf("Ana Ramírez"), Alias: room.NameOf("Ani"),
	}
}

func link(id room.ID, who room.PersonID, hash byte) Link {
	return Link{Hash: LinkHash{hash}, Group: id, Person: who}
}

// put keeps m, and its group if that is new.
func put(t *testing.T, s *Store, m room.Membership) room.Membership {
	t.Helper()
	check(t, s.PutGroup(t.Context(), group(m.Group)))
	return must(s.PutMember(t.Context(), m))(t)
}

// parallel runs n calls of f that start together, and returns when all have ended.
func parallel(n int, f func()) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for range n {
		all.Go(func() { <-start; f() })
	}
	close(start)
	all.Wait()
}

func untilClosed(changes <-chan MemberChange) {
	for range changes {
	}
}

// plainGroup and plainMember show what records hold, so that two can be compared.
func plainGroup(g room.Group) map[string]any {
	return map[string]any{
		"id": string(g.ID), "name": g.Name.Reveal(), "host": g.HostName.Reveal(), "phone": g.Phone,
		"max": g.ClientMax, "observers": g.ObserversOK, "zone": g.Zone.String(),
		"practice": g.Practice, "crisis": g.Crisis,
	}
}

func plainMember(m room.Membership) map[string]any {
	return map[string]any{
		"group": string(m.Group), "person": string(m.Person), "role": m.Role,
		"name": m.Name.Reveal(), "alias": m.Alias.Reveal(), "version": m.Version,
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must returns a call's value, or ends the test: must(f())(t).
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		check(t, err)
		return v
	}
}
