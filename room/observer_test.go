package room_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// asked is a session with Ana, Ben and Cleo, in which staff have asked the group about Otto.
func asked(t tester) *world {
	t.Helper()
	w := session(t, "Ana", "Ben", "Cleo")
	w.comes("Otto")
	w.does("Dana", room.Admit{Waiting: w.waiting("Otto")})
	return w
}

func (w *world) answers(agree bool, names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.does(name, room.AnswerObserver{Observer: 1, Agree: agree})
	}
}

// sitsIn says whether Otto is in the circle, and checks that nothing of it reaches him otherwise.
func (w *world) sitsIn() bool {
	w.t.Helper()
	stage, view := w.stage("Otto"), w.view("Otto")
	in := view.Place == room.PlaceCircle
	is(w.t, "Otto hears", stage.Hears, in)
	is(w.t, "Otto sees", stage.Sees, in)
	is(w.t, "Otto reads who is there", len(view.Seats) > 0, in)
	is(w.t, "Otto is heard or seen", stage.Speaks || stage.Shows || stage.Shares, false)
	for _, name := range []string{"Dana", "Ana", "Ben"} {
		listed := slices.ContainsFunc(w.view(name).Seats, func(s room.SeatView) bool { return s.Role == room.RoleObserver })
		is(w.t, name+" sees an observer", listed, in)
	}
	return in
}

func TestAnObserverComesInWithTheLastYes(t *testing.T) {
	w := asked(t)
	is(t, "before anybody has answered", w.sitsIn(), false)
	is(t, "Ana is asked", w.view("Ana").You.Observers, []room.ObserverAsk{{Observer: 1, Name: room.NameOf("Otto")}})
	is(t, "Dana is not", w.view("Dana").You.Observers, []room.ObserverAsk(nil))
	is(t, "Dana sees that the group is asked", w.view("Dana").Waiting[0].GroupAsked, true)
	is(t, "so does Otto", w.view("Otto").You.GroupAsked, true)
	w.answers(true, "Ana", "Ben")
	is(t, "without Cleo's answer", w.sitsIn(), false)
	w.answers(true, "Cleo")
	is(t, "with the last yes", w.sitsIn(), true)
	is(t, "Ana's own answer", w.view("Ana").You.Observers, []room.ObserverAsk{
		{Observer: 1, Name: room.NameOf("Otto"), Here: true, Answer: room.ObserverAgreed},
	})
}

func TestWhatKeepsAnObserverOutside(t *testing.T) {
	cases := map[string]struct {
		do   func(w *world)
		then func(w *world) // and what lets them in
	}{
		"one no": {
			func(w *world) { w.answers(true, "Ana", "Ben"); w.answers(false, "Cleo") },
			func(w *world) { w.answers(true, "Cleo") },
		},
		"silence, for however long": {
			func(w *world) { w.answers(true, "Ana", "Ben"); w.passes(time.Hour) },
			func(w *world) { w.answers(true, "Cleo") },
		},
		"somebody whose line is lost": {
			func(w *world) { w.vanishes("Cleo"); w.answers(true, "Ana", "Ben") },
			func(w *world) { w.returns("Cleo"); w.answers(true, "Cleo") },
		},
		"a yes that is taken back": {
			func(w *world) { w.answers(true, "Ana", "Ben", "Cleo"); w.answers(false, "Ben") },
			func(w *world) { w.answers(true, "Ben") },
		},
		"somebody who has come in since": {
			func(w *world) {
				w.answers(true, "Ana", "Ben", "Cleo")
				w.comes("Fay")
				w.does("Dana", room.Admit{Waiting: w.waiting("Fay")})
			},
			func(w *world) { w.answers(true, "Fay") },
		},
		"somebody's leaving, as it would show whose answer was missing": {
			func(w *world) { w.answers(true, "Ana", "Ben"); w.does("Cleo", room.Leave{}) },
			func(w *world) { w.does("Dana", room.Admit{Waiting: w.waiting("Otto")}) },
		},
		"staff who have moved them out; then everybody is asked anew": {
			func(w *world) {
				w.answers(true, "Ana", "Ben", "Cleo")
				w.does("Dana", room.Hold{Seat: w.seat("Otto"), Reason: room.ReasonAsked})
				is(w.t, "Ana is asked", w.view("Ana").You.Observers, []room.ObserverAsk(nil))
				w.does("Dana", room.Admit{Waiting: w.waiting("Otto")})
			},
			func(w *world) { w.agree() },
		},
		"an own line that is lost with the last yes": {
			func(w *world) { w.vanishes("Otto"); w.answers(true, "Ana", "Ben", "Cleo"); w.returns("Otto") },
			func(w *world) { w.does("Dana", room.Admit{Waiting: w.waiting("Otto")}) },
		},
		"staff who are gone with the last yes": {
			func(w *world) { w.vanishes("Dana"); w.answers(true, "Ana", "Ben", "Cleo"); w.returns("Dana") },
			func(w *world) { w.does("Dana", room.Admit{Waiting: w.waiting("Otto")}) },
		},
		"a group that has no observers any more": {
			func(w *world) {
				w.answers(true, "Ana", "Ben", "Cleo")
				g := w.Group()
				g.ObserversOK = false
				is(w.t, "settings", w.SetGroup(w.now, g), nil)
				g.ObserversOK = true
				is(w.t, "settings", w.SetGroup(w.now, g), nil)
			},
			func(w *world) { w.does("Dana", room.Admit{Waiting: w.waiting("Otto")}); w.agree() },
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			c.do(w)
			is(t, "in the circle", w.sitsIn(), false)
			w.restarts()
			for _, v := range w.Visits() {
				w.returns(strings.TrimPrefix(string(v), "visit-"))
			}
			is(t, "on another server", w.sitsIn(), false)
			c.then(w)
			is(t, "in the circle once it is well", w.sitsIn(), true)
		})
	}
}

// A yes, a no and silence look the same to everybody but the one who has answered: the frames of all others don't
// change by a byte until the last yes.
func TestNobodyLearnsWhoHasAnsweredWhat(t *testing.T) {
	for name, answer := range map[string]bool{"yes": true, "no": false} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			w.comes("Dev")
			before := w.others("Ben")
			w.answers(answer, "Ben")
			is(t, "all but Ben", w.others("Ben"), before)
			is(t, "Ben's own", w.view("Ben").You.Observers[0].Answer != room.ObserverUnanswered, true)
			w.answers(true, "Ana", "Ben")
			is(t, "nobody is in yet", w.sitsIn(), false)
			before = w.others("Cleo")
			w.answers(true, "Cleo")
			if now := w.others("Cleo"); now["view of visit-Ana"] == before["view of visit-Ana"] {
				t.Error("the last yes changes nothing that the test looks at")
			}
		})
	}
}

func TestWhoIsAskedAboutAnObserver(t *testing.T) {
	w := session(t, "Theo", "Ana", "Fay", "Ines", "Cara")
	w.sits("Otto")
	for name, want := range map[string]bool{"Ana": true, "Fay": true, "Dana": false, "Theo": false, "Ines": false, "Cara": false, "Otto": false} {
		is(t, name+" is asked", len(w.view(name).You.Observers) == 1, want)
		err := w.asks(name, room.AnswerObserver{Observer: 1, Agree: true})
		refused(t, name, err, map[bool]error{true: nil, false: room.ErrNotAllowed}[want])
	}
	refused(t, "about nobody", w.asks("Ana", room.AnswerObserver{Observer: 2}), room.ErrNobodyThere)
	w.does("Otto", room.Leave{})
	refused(t, "about somebody who has left", w.asks("Ana", room.AnswerObserver{Observer: 1}), room.ErrNobodyThere)
	w.sits("Otto")
	is(t, "who comes again is another question", w.view("Ana").You.Observers[0].Observer, room.ObserverNumber(2))
}

// Until the first client comes there is nobody to ask; with them the observer goes out.
func TestAnObserverWhoIsEarlyGoesOutWithTheFirstClient(t *testing.T) {
	w := session(t)
	w.sits("Otto")
	is(t, "nobody is there", w.place("Otto"), room.PlaceCircle)
	w.comes("Ana")
	w.does("Dana", room.AdmitAll{})
	is(t, "with Ana", w.place("Otto"), room.PlaceLobby)
	w.answers(true, "Ana")
	is(t, "with Ana's yes", w.place("Otto"), room.PlaceCircle)
	w.does("Dana", room.End{})
	w.comes("Dana", "Ana", "Otto")
	w.does("Dana", room.Start{Open: true})
	w.does("Dana", room.AdmitAll{})
	is(t, "in the next session", w.view("Ana").You.Observers, []room.ObserverAsk(nil))
}

func TestASnapshotFromBeforeThereWasConsentLetsNoObserverIn(t *testing.T) {
	w := asked(t)
	w.agree()
	is(t, "in the circle", w.sitsIn(), true)
	saved := string(w.Snapshot())
	from, to := strings.Index(saved, `"observers":`), strings.Index(saved, `"lastObserver":1`)
	if from < 0 || to < from {
		t.Fatal("the answers are not in the snapshot")
	}
	old := saved[:from] + saved[to:]
	r, err := room.Restore(w.Group(), []byte(old), w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.Room = r
	w.returns("Dana", "Ana", "Ben", "Cleo", "Otto")
	is(t, "in the circle", w.sitsIn(), false)
}
