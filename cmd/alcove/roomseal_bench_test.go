package main

import (
	"fmt"
	"testing"
	"time"

	"alcove/room"
)

// twelve is the snapshot of a circle of twelve who have said how they like to take part, with an objective.
func twelve(b *testing.B) []byte {
	b.Helper()
	rules, err := room.New(room.Group{ID: "g", ClientMax: 12})
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 11, 3, 18, 0, 0, 0, time.UTC)
	did := func(_ []room.Event, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	for i := range 12 {
		visit, role := room.VisitID(fmt.Sprintf("%026d", i)), room.RoleClient
		if i == 0 {
			role = room.RoleTherapist
		}
		did(rules.Note(now, room.Arrived{Visit: visit, Begun: now, Membership: room.Membership{
			Group: "g", Person: room.PersonID(fmt.Sprintf("%026d", 100+i)), Role: role,
			Name: room.NameOf(fmt.Sprintf("%cna Ramirez", 'A'+i)), Version: 1,
		}}))
		did(rules.Apply(now, visit, room.Ready{}))
		if i == 0 {
			did(rules.Apply(now, visit, room.Start{Objective: room.TextOf("What helps us when a week has been too much")}))
			continue
		}
		did(rules.Apply(now, visit, room.SetPreferences{Preferences: room.Preferences{
			Part: room.PartListening, Pronouns: room.NameOf("they/them"), Language: room.NameOf("Español"),
		}}))
	}
	did(rules.Apply(now, room.VisitID(fmt.Sprintf("%026d", 0)), room.AdmitAll{}))
	if len(rules.Stage()) != 12 {
		b.Fatal("the circle is not full")
	}
	return rules.Snapshot()
}

func BenchmarkASavedRoomOfTwelve(b *testing.B) {
	seal, err := newRoomSeal(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	snapshot := twelve(b)
	b.Run("seal", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(snapshot)))
		for b.Loop() {
			seal.close("g", snapshot)
		}
	})
	sealed := seal.close("g", snapshot)
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(snapshot)))
		for b.Loop() {
			if _, err := seal.open("g", sealed); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Logf("%d bytes, sealed %d", len(snapshot), len(sealed))
}
