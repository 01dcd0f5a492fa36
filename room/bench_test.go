package room_test

import (
	"testing"

	"alcove/room"
)

// fourteen is a full circle: two staff and twelve clients, two of whom have one first name.
func fourteen(b *testing.B) *world {
	w := lobby(b)
	w.does("Dana", room.Start{Open: true})
	w.sits("Theo")
	for i := range 12 {
		name := string(rune('a'+i)) + "lex"
		if i == 11 {
			name = "alex"
		}
		id := room.PersonID("person-" + string(rune('a'+i)))
		m := room.Membership{
			Group: practice, Person: id, Role: room.RoleClient, Name: room.NameOf(name + " Ramirez"), Version: 1,
		}
		w.note(room.Arrived{Visit: room.VisitID("visit-" + string(rune('a'+i))), Membership: m})
		w.does(string(rune('a'+i)), room.Ready{})
	}
	w.does("Dana", room.AdmitAll{})
	if len(w.Stage()) != 14 {
		b.Fatal("the circle is not full")
	}
	return w
}

func BenchmarkMute(b *testing.B) {
	w := fourteen(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.Apply(w.now, visitID("Dana"), room.Mute{Seat: 3}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkViewOfAClient(b *testing.B) { benchmarkView(b, "a") }
func BenchmarkViewOfStaff(b *testing.B)   { benchmarkView(b, "Dana") }

func benchmarkView(b *testing.B, place string) {
	w := fourteen(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := w.View(visitID(place)); !ok {
			b.Fatal("no view")
		}
	}
}

func BenchmarkStage(b *testing.B) {
	w := fourteen(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Stage()
	}
}

func BenchmarkSnapshot(b *testing.B) {
	w := fourteen(b)
	b.ReportAllocs()
	for b.Loop() {
		w.Snapshot()
	}
}
