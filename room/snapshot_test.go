package room_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

func contains(data []byte, text string) bool { return bytes.Contains(data, []byte(text)) }

// busy is a room in which everything that can be saved is there.
func busy(t tester) *world {
	w := session(t, "Theo", "Ana", "Ben", "Cleo", "Fay", "Ines", "Otto")
	m := w.roster["Dev"]
	m.Alias = room.NameOf("Mallow")
	w.roster["Dev"] = m
	w.passes(3*time.Second + 5)
	w.comes("Dev", "Ana/phone", "Tess")
	w.does("Ana", room.AskName{Name: "River"})
	w.does("Dana", room.AnswerName{Person: room.Target{Seat: w.seat("Ana")}, Agree: true})
	w.does("Ana", room.AskName{Name: "Lake"})
	w.does("Ana", room.SetPreferences{Preferences: quietly})
	w.does("Ana", room.SetMicrophone{On: true})
	w.does("Ana", room.SetCamera{On: true})
	w.does("Dana", room.Mute{Seat: w.seat("Ben")})
	w.does("Dana", room.CameraOff{Seat: w.seat("Ben"), Reason: room.ReasonPrivacy})
	w.does("Theo", room.Invite{Seat: w.seat("Cleo")})
	w.does("Fay", room.RaiseHand{})
	w.does("Ana", room.RaiseHand{})
	w.does("Cleo", room.TakeMoment{})
	w.does("Cleo", room.HushGroup{On: true})
	w.passes(room.MomentHint)
	w.does("Ines", room.TakePrivacy{})
	w.does("Tess", room.TakePrivacy{})
	w.comes("Cara")
	w.does("Cara", room.QuickExit{})
	w.does("Ben", room.SendSignal{Kind: room.SignalLeaving})
	w.does("Dana", room.SeeSignal{Signal: 1})
	w.does("Dana", room.Hold{Seat: w.seat("Otto"), Reason: room.ReasonTechnical})
	w.does("Dana", room.Admit{Waiting: w.waiting("Otto")})
	w.does("Ana", room.AnswerObserver{Observer: 2, Agree: true})
	w.does("Fay", room.AnswerObserver{Observer: 2})
	w.does("Dana", room.EndForToday{Person: room.Target{Waiting: w.waiting("Dev")}, Reason: room.ReasonAsked})
	return w
}

func TestARestoredRoomIsTheSameOnceEverybodyHasResumed(t *testing.T) {
	w := busy(t)
	before, visits := w.everything(), w.Visits()
	w.restarts()
	w.passes(time.Minute)
	for _, v := range visits {
		w.returns(strings.TrimPrefix(string(v), "visit-"))
	}
	is(t, "the room", w.everything(), before)
	is(t, "not now is told to the asker", w.does("Cleo", room.Decline{}),
		[]room.Event{room.Declined{To: visitID("Theo"), Seat: w.seat("Cleo")}})
	_, err := w.arrives("Dev")
	refused(t, "the removed", err, room.ErrRefused)
}

func TestInARestoredRoomEverybodyIsAwayAndHasTimeToComeBack(t *testing.T) {
	w := busy(t)
	w.does("Ben", room.TakeBack{Kind: room.SignalLeaving}) // nobody is missed before places are given up
	w.vanishes("Fay")
	lost := w.now
	w.passes(30 * time.Second)
	visits := w.Visits()
	w.restarts()
	for _, s := range w.Stage() {
		is(t, "something flows", s.Speaks || s.Shows || s.Hears || s.Sees, false)
	}
	is(t, "whoever was away already gains no time", w.Due(), lost.Add(room.KeepPlace))
	w.restarts() // a second time, before anybody is back
	is(t, "due", w.Due(), lost.Add(room.KeepPlace))
	w.passes(room.KeepPlace - 30*time.Second)
	is(t, "the others", len(w.Visits()), len(visits)-1)
	w.passes(30 * time.Second)
	is(t, "nobody came back", w.Visits(), []room.VisitID(nil))
}

func TestASnapshotIsTheSameForTheSameRoom(t *testing.T) {
	w := busy(t)
	for range 20 {
		is(t, "snapshot", string(w.Snapshot()), string(w.Snapshot()))
	}
	once := w.Snapshot()
	w.restarts()
	visits := w.Visits()
	for _, v := range visits {
		w.returns(strings.TrimPrefix(string(v), "visit-"))
	}
	is(t, "snapshot of a restored room", string(w.Snapshot()), string(once))
}

func TestNoSnapshotIsAnEmptyRoom(t *testing.T) {
	w := emptyRoom(t)
	restored, err := room.Restore(w.Group(), nil, w.now)
	if err != nil {
		t.Fatal(err)
	}
	is(t, "snapshot", string(restored.Snapshot()), string(w.Snapshot()))
}

func TestASnapshotThatMakesNoSenseIsRefused(t *testing.T) {
	whole := string(busy(t).Snapshot())
	cases := map[string]string{
		"nothing at all":                     "",
		"another kind of text":               "seats: 4",
		"no format":                          "{}",
		"a format of the future":             strings.Replace(whole, `"format":1`, `"format":2`, 1),
		"half of it":                         whole[:len(whole)/2],
		"somebody waits whom nobody knows":   `{"format":1,"lobby":[{"number":1,"visit":"v","person":"p"}]}`,
		"somebody sits who has no seat":      `{"format":1,"people":[{"person":"p","role":"client","visit":"v"}]}`,
		"a hand of somebody who doesn't sit": `{"format":1,"seats":["p"],"people":[{"person":"p","role":"client"}],"hands":["p"]}`,
		"one browser in two places": `{"format":1,"seats":["p"],"people":[{"person":"p","role":"client","visit":"v"}],` +
			`"lobby":[{"number":1,"visit":"v","person":"p"}]}`,
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := room.Restore(emptyRoom(t).Group(), []byte(data), evening)
			if err == nil || r != nil {
				t.Errorf("got %v, %v", r, err)
			}
			if err != nil && strings.Contains(err.Error(), "Ramirez") {
				t.Error("the error holds a name")
			}
		})
	}
}

func FuzzRestoreRefusesOrWorks(f *testing.F) {
	f.Add(busy(f).Snapshot())
	f.Add([]byte(`{"format":1,"lobby":[{"number":1,"visit":"v","person":"p"}]}`))
	g := emptyRoom(f).Group()
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := room.Restore(g, data, evening)
		if err != nil {
			return
		}
		for _, v := range r.Visits() {
			if _, ok := r.View(v); !ok {
				t.Fatal("a visit that sees nothing")
			}
		}
		r.Stage()
		r.Tick(evening.Add(room.KeepPlace))
		if _, err := room.Restore(g, r.Snapshot(), evening); err != nil {
			t.Fatalf("a snapshot of its own is refused: %v", err)
		}
	})
}

// A snapshot may come from another version of this program, with a role that this one doesn't know.
func TestARoleThatIsNotKnownHasNoPlaceInARestoredRoom(t *testing.T) {
	w := session(t, "Ana", "Ines")
	w.comes("Cara")
	w.does("Ana", room.RaiseHand{})
	strange := strings.NewReplacer(`"role":"client"`, `"role":"auditor"`, `"role":"captioner"`, `"role":""`)
	for name, saved := range map[string]string{"known": string(w.Snapshot()), "strange": strange.Replace(string(w.Snapshot()))} {
		r, err := room.Restore(w.Group(), []byte(saved), w.now)
		if err != nil {
			t.Fatal(err)
		}
		v := &world{Room: r, t: t, now: w.now, roster: w.roster, begun: w.begun}
		is(t, name+": Ana is there", v.place("Ana") == room.PlaceCircle, name == "known")
		is(t, name+": Cara waits", v.place("Cara") == room.PlaceLobby, name == "known")
		is(t, name+": Ines is there", v.place("Ines"), room.PlaceCircle)
		is(t, name+": hands", len(v.view("Ines").Hands) == 1, name == "known")
	}
}
