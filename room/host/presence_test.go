package host

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
)

func TestASilentConnectionIsBlankedAndComesBack(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ana.must(room.SetMicrophone{On: true})
		w.house.Heard("g", "ana", ana, false)
		synctest.Wait()
		if !dana.sees().Seats[1].Reconnecting || w.flows() {
			t.Error("a connection that has fallen silent is neither blank nor quiet")
		}
		w.house.Heard("g", "ana", &browser{world: w}, true) // not hers
		synctest.Wait()
		if w.flows() {
			t.Error("somebody else's word brought her back")
		}
		w.house.Heard("g", "ana", ana, true)
		synctest.Wait()
		if dana.sees().Seats[1].Reconnecting || !w.flows() {
			t.Error("a connection that is heard again is still blank")
		}
		if ana.sees().Place != room.PlaceCircle {
			t.Error("she has lost her place")
		}
	})
}

func TestARoomWithoutStaffPausesInTime(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ana.must(room.SetMicrophone{On: true})
		w.house.Vanish("g", "dana", dana)
		w.pass(room.StaffGrace - time.Second)
		if !w.flows() || ana.sees().Staff.State != room.StaffAway {
			t.Fatal("media don't flow within the grace")
		}
		w.pass(2 * time.Second)
		if w.flows() || ana.sees().Staff.State != room.StaffPaused {
			t.Fatal("media flow after the grace")
		}
		w.pass(room.PauseLimit)
		if !slices.Contains(ana.told, room.Event(room.Gone{Visit: "ana", Why: room.FarewellUnattended})) {
			t.Errorf("she was told %v, want that the room is closed", ana.told)
		}
	})
}

func TestWhatTheServerLearnsMeanwhileReachesTheRoom(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		w.house.Lines("g", []room.SeatNumber{2})
		synctest.Wait()
		if !dana.sees().Seats[1].PoorLine {
			t.Error("a poor line is not shown")
		}
		m := room.Membership{Group: "g", Person: "ana", Role: room.RoleClient, Name: room.NameOf("River Smith"), Version: 2}
		w.house.Remember(m)
		synctest.Wait()
		if dana.sees().Seats[1].Name.Reveal() != "River" {
			t.Error("a changed membership is not shown")
		}
		if !slices.Contains(ana.told, room.Event(room.Renewed{Visit: "ana", Membership: m})) {
			t.Errorf("her connection was told %v, want the new membership", ana.told)
		}
	})
}

func TestOnlyTheirOwnConnectionLearnsForStaffWhoseLineASeatIs(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ask := func(id room.ID, visit room.VisitID, from Audience) (of room.VisitID, err error) {
			w.house.LineOf(id, visit, from, 2, func(v room.VisitID, e error) { of, err = v, e })
			synctest.Wait()
			return of, err
		}
		if of, err := ask("g", "dana", dana); of != "ana" || err != nil {
			t.Errorf("staff learn %v, %v", of, err)
		}
		if of, err := ask("g", "ana", ana); of != "" || !errors.Is(err, room.ErrNotAllowed) {
			t.Errorf("a client learns %v, %v", of, err)
		}
		for name, forged := range map[string]struct {
			id    room.ID
			visit room.VisitID
			from  Audience
		}{
			"a client who says to be staff":   {"g", "dana", ana},
			"an older connection of staff":    {"g", "dana", &browser{world: w}},
			"staff of a room that isn't open": {"h", "dana", dana},
		} {
			if of, err := ask(forged.id, forged.visit, forged.from); of != "" || !errors.Is(err, room.ErrNotHere) {
				t.Errorf("%s: learns %v, %v", name, of, err)
			}
		}
	})
}
