package host

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"alcove/room"
)

func TestOnlyTheirOwnConnectionLearnsForStaffWhoHasSpoken(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		dana, ana := w.session()
		ask := func(id room.ID, visit room.VisitID, from Audience) (view room.TalkView, err error) {
			w.house.TalkOf(id, visit, from, func(v room.TalkView, e error) { view, err = v, e })
			synctest.Wait()
			return view, err
		}
		w.pass(10 * time.Second)
		shown := len(w.events())
		w.house.Voice("g", room.Voice{Spans: []room.Span{
			{Person: "ana", From: time.Now().Add(-4 * time.Second), To: time.Now()},
		}})
		w.house.Voice("h", room.Voice{Doubted: []room.PersonID{"ana"}}) // a room that isn't open
		synctest.Wait()
		for _, what := range w.events()[shown:] {
			if what != "save" && what != "renew" {
				t.Errorf("%s happened because somebody has spoken", what)
			}
		}
		view, err := ask("g", "dana", dana)
		if err != nil || len(view.Seats) != 2 || view.Spoken != 4*time.Second || view.Seats[1].Turns != 1 {
			t.Errorf("staff learn %+v, %v", view, err)
		}
		if view, err := ask("g", "ana", ana); len(view.Seats) != 0 || !errors.Is(err, room.ErrNotAllowed) {
			t.Errorf("a client learns %+v, %v", view, err)
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
			if view, err := ask(forged.id, forged.visit, forged.from); len(view.Seats) != 0 || !errors.Is(err, room.ErrNotHere) {
				t.Errorf("%s: learns %+v, %v", name, view, err)
			}
		}
	})
}

func TestTalkTimeGoesOnWhereAnotherServerTakesOver(t *testing.T) {
	inWorld(t, func(t *testing.T, w *world) {
		w.session()
		w.pass(10 * time.Second)
		w.house.Voice("g", room.Voice{Spans: []room.Span{
			{Person: "ana", From: time.Now().Add(-4 * time.Second), To: time.Now()},
		}})
		synctest.Wait()
		w.house.Close()
		other := newWorldOn(t, w.shelf)
		defer other.house.Close()
		dana := other.arrive("dana", room.RoleTherapist)
		other.house.TalkOf("g", "dana", dana, func(view room.TalkView, err error) {
			if err != nil || view.Spoken != 4*time.Second {
				t.Errorf("the next server tells %+v, %v", view, err)
			}
		})
		synctest.Wait()
	})
}
