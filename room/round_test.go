package room_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/room"
)

// turns is a round of the named people, who sit behind Dana in this order.
func turns(t tester, names ...string) *world {
	w := session(t, names...)
	w.does("Dana", room.StartRound{Prompt: room.Prompt{Kind: room.PromptHelped}})
	return w
}

// onSeat names who has a seat, as Dana sees the circle.
func (w *world) onSeat(n room.SeatNumber) string {
	for _, s := range w.view("Dana").Seats {
		if s.Seat == n {
			return strings.Fields(s.RosterName.Reveal())[0]
		}
	}
	return ""
}

// order is whose turn it is and who comes next.
func (w *world) order() []string {
	r := w.view("Dana").Round
	var names []string
	for _, n := range append([]room.SeatNumber{r.Turn}, r.Waiting...) {
		if n != 0 {
			names = append(names, w.onSeat(n))
		}
	}
	return names
}

func (w *world) next()        { w.does("Dana", room.NextTurn{Seat: w.view("Dana").Round.Turn}) }
func (w *world) undo() error  { return w.asks("Dana", room.UndoTurn{Seen: w.view("Dana").Round.Over}) }
func (w *world) turn() string { return w.onSeat(w.view("Dana").Round.Turn) }

func (w *world) moment(n string) { w.does(n, room.TakeMoment{}) }

func TestARoundGoesOnceAboutTheCircle(t *testing.T) {
	cases := map[string]struct {
		do   func(w *world)
		want []string // whose turn it is, and who comes next
	}{
		"in the order of the seats":     {func(*world) {}, []string{"Ana", "Ben", "Cleo", "Dev"}},
		"who is done isn't asked again": {func(w *world) { w.does("Ana", room.EndTurn{}) }, []string{"Ben", "Cleo", "Dev"}},
		"nor is who lets it pass":       {func(w *world) { w.does("Ana", room.PassTurn{}) }, []string{"Ben", "Cleo", "Dev"}},
		"staff go on":                   {func(w *world) { w.next() }, []string{"Ben", "Cleo", "Dev"}},
		"come back to me":               {func(w *world) { w.does("Ana", room.PostponeTurn{}) }, []string{"Ben", "Cleo", "Dev", "Ana"}},
		"staff come back later":         {func(w *world) { w.does("Dana", room.PostponeTurnOf{Seat: w.seat("Ana")}) }, []string{"Ben", "Cleo", "Dev", "Ana"}},
		"whoever is lost is skipped and asked at the end": {
			func(w *world) { w.vanishes("Ben"); w.next() }, []string{"Cleo", "Dev", "Ben"},
		},
		"and whoever has stepped away": {func(w *world) { w.moment("Ben"); w.next() }, []string{"Cleo", "Dev", "Ben"}},
		"and whoever has paused for privacy": {
			func(w *world) { w.does("Ben", room.TakePrivacy{}); w.next() }, []string{"Cleo", "Dev", "Ben"},
		},
		"whoever is lost at the end, too, is not asked": {
			func(w *world) { w.vanishes("Ben"); w.next(); w.next(); w.next() }, nil,
		},
		"whoever is back in time is asked where they sit": {
			func(w *world) { w.vanishes("Ben"); w.returns("Ben"); w.next() }, []string{"Ben", "Cleo", "Dev"},
		},
		"a turn waits for a lost connection": {
			func(w *world) { w.vanishes("Ana"); w.passes(room.KeepPlace - 1) }, []string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"as long as the seat": {
			func(w *world) { w.vanishes("Ana"); w.passes(room.KeepPlace); w.sits("Ana") }, []string{"Ben", "Cleo", "Dev", "Ana"},
		},
		"another device has the same turn": {func(w *world) { w.sits("Ana/phone") }, []string{"Ana", "Ben", "Cleo", "Dev"}},
		"a moment in one's own turn puts it off": {
			func(w *world) { w.moment("Ana"); w.does("Ana", room.EndMoment{}) }, []string{"Ben", "Cleo", "Dev", "Ana"},
		},
		"whoever leaves and comes again is asked at the end": {
			func(w *world) { w.does("Ana", room.Leave{}); w.sits("Ana") }, []string{"Ben", "Cleo", "Dev", "Ana"},
		},
		"whoever is moved to the lobby loses no place that is still to come": {
			func(w *world) {
				w.does("Dana", room.Hold{Seat: w.seat("Cleo"), Reason: room.ReasonAsked})
				w.does("Dana", room.Admit{Waiting: w.waiting("Cleo")})
			}, []string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"a newcomer comes before those who come back": {
			func(w *world) { w.does("Ana", room.PostponeTurn{}); w.sits("Fay") }, []string{"Ben", "Cleo", "Dev", "Fay", "Ana"},
		},
		"but not before the one whose turn it is": {
			func(w *world) { w.does("Ana", room.PostponeTurn{}); w.next(); w.next(); w.next(); w.sits("Fay") }, []string{"Ana", "Fay"},
		},
		"staff and their helpers take no turns": {func(w *world) { w.sits("Theo", "Ines", "Otto") }, []string{"Ana", "Ben", "Cleo", "Dev"}},
		"moved forward": {
			func(w *world) { w.does("Dana", room.MoveTurn{Seat: w.seat("Dev"), Before: w.seat("Ben")}) }, []string{"Ana", "Dev", "Ben", "Cleo"},
		},
		"moved back": {
			func(w *world) { w.does("Dana", room.MoveTurn{Seat: w.seat("Ben"), Before: w.seat("Dev")}) }, []string{"Ana", "Cleo", "Ben", "Dev"},
		},
		"moved to the end": {func(w *world) { w.does("Dana", room.MoveTurn{Seat: w.seat("Ben")}) }, []string{"Ana", "Cleo", "Dev", "Ben"}},
		"undone":           {func(w *world) { w.next(); w.next(); is(w.t, "undo", w.undo(), nil) }, []string{"Ben", "Cleo", "Dev"}},
		"undone twice": {
			func(w *world) { w.next(); w.next(); is(w.t, "undo", w.undo(), nil); is(w.t, "undo", w.undo(), nil) }, []string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"undone, with whoever was skipped": {
			func(w *world) { w.vanishes("Ben"); w.next(); w.returns("Ben"); is(w.t, "undo", w.undo(), nil) }, []string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"undone, come back to me": {
			func(w *world) { w.does("Ana", room.PostponeTurn{}); is(w.t, "undo", w.undo(), nil) }, []string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"undone at the very end": {
			func(w *world) { w.next(); w.next(); w.next(); w.next(); is(w.t, "undo", w.undo(), nil) }, []string{"Dev"},
		},
		"another server goes on where this one stopped": {
			func(w *world) {
				w.next()
				w.does("Ben", room.PostponeTurn{})
				w.restarts()
				w.returns("Dana", "Dev", "Ben", "Ana", "Cleo")
			},
			[]string{"Cleo", "Dev", "Ben"},
		},
		"and undoes what that one did": {
			func(w *world) {
				w.next()
				w.restarts()
				w.returns("Dana", "Ana", "Ben", "Cleo", "Dev")
				is(w.t, "undo", w.undo(), nil)
			},
			[]string{"Ana", "Ben", "Cleo", "Dev"},
		},
		"a hold of the whole room keeps it": {
			func(w *world) {
				w.next()
				w.vanishes("Dana")
				w.passes(room.StaffGrace + time.Second)
				w.returns("Dana")
			},
			[]string{"Ben", "Cleo", "Dev"},
		},
		"stopped": {func(w *world) { w.does("Dana", room.StopRound{}) }, nil},
		"over with its session": {func(w *world) {
			w.does("Dana", room.End{})
			w.sits("Dana")
			w.does("Dana", room.Start{Open: true})
			w.sits("Ana")
		}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := turns(t, "Ana", "Ben", "Cleo", "Dev")
			w.t = t
			c.do(w)
			is(t, "order", w.order(), c.want)
		})
	}
}

func TestWhatARoundRefuses(t *testing.T) {
	own := func(words string) room.Prompt { return room.Prompt{Kind: room.PromptOwn, Words: words} }
	cases := map[string]struct {
		by   string
		ask  func(w *world) room.Command
		want error
	}{
		"a turn that isn't theirs":        {"Ben", always(room.EndTurn{}), room.ErrNotTheirTurn},
		"a pass before one's turn":        {"Ben", always(room.PassTurn{}), room.ErrNotTheirTurn},
		"a beginning before one's turn":   {"Ben", always(room.BeginTurn{}), room.ErrNotTheirTurn},
		"a client who goes on":            {"Ben", func(w *world) room.Command { return room.NextTurn{Seat: w.seat("Ana")} }, room.ErrNotAllowed},
		"a client who starts another":     {"Ben", always(room.StartRound{}), room.ErrNotAllowed},
		"staff who take a client's turn":  {"Dana", always(room.EndTurn{}), room.ErrNotTheirTurn},
		"a second round at the same time": {"Dana", always(room.StartRound{}), room.ErrRound},
		"the next of another turn":        {"Dana", func(w *world) room.Command { return room.NextTurn{Seat: w.seat("Ben")} }, room.ErrNotTheirTurn},
		"the next of no seat":             {"Dana", always(room.NextTurn{}), room.ErrNobodyThere},
		"the next of a seat too far":      {"Dana", always(room.NextTurn{Seat: 99}), room.ErrNobodyThere},
		"moving whose turn it is":         {"Dana", func(w *world) room.Command { return room.MoveTurn{Seat: w.seat("Ana")} }, room.ErrNotWaiting},
		"moving before whose turn it is":  {"Dana", func(w *world) room.Command { return room.MoveTurn{Seat: w.seat("Ben"), Before: w.seat("Ana")} }, room.ErrNotWaiting},
		"moving staff":                    {"Dana", func(w *world) room.Command { return room.MoveTurn{Seat: w.seat("Dana")} }, room.ErrNotWaiting},
		"moving an empty seat":            {"Dana", always(room.MoveTurn{Seat: -3}), room.ErrNotWaiting},
		"undoing nothing":                 {"Dana", always(room.UndoTurn{}), room.ErrNoTurn},
		"undoing what nobody saw":         {"Dana", always(room.UndoTurn{Seen: 1}), room.ErrMeanwhile},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := turns(t, "Ana", "Ben")
			before := w.everything()
			refused(t, name, w.asks(c.by, c.ask(w)), c.want)
			is(t, "the room", w.everything(), before)
		})
	}
	prompts := map[string]room.StartRound{
		"a pace of an hour":           {Pace: time.Hour},
		"a pace before the beginning": {Pace: -1},
		"own words that aren't there": {Prompt: own(" \u200b ")},
		"words beside a known prompt": {Prompt: room.Prompt{Kind: room.PromptKeep, Words: "x"}},
		"a prompt that nobody knows":  {Prompt: room.Prompt{Kind: "weather"}},
		"words that are too long":     {Prompt: own(strings.Repeat("ñ", room.MaxPrompt+1))},
		"words that are no text":      {Prompt: own("\xff")},
	}
	for name, c := range prompts {
		w := session(t, "Ana")
		want := room.ErrPrompt
		if c.Pace != 0 {
			want = room.ErrPace
		}
		refused(t, name, w.asks("Dana", c), want)
	}
	w := session(t)
	refused(t, "a round of nobody", w.asks("Dana", room.StartRound{}), room.ErrNobodyThere)
}

func TestNobodyIsPutOffTwice(t *testing.T) {
	w := turns(t, "Ana", "Ben")
	w.does("Ana", room.PostponeTurn{})
	is(t, "Ben may come back", w.view("Ben").Round.Second, false)
	w.next()
	is(t, "Ana again", w.turn(), "Ana")
	is(t, "she is told that it is the last time", w.view("Ana").Round.Second, true)
	is(t, "and nobody else", w.view("Ben").Round.Second, false)
	refused(t, "come back to me, again", w.asks("Ana", room.PostponeTurn{}), room.ErrSecondTurn)
	refused(t, "by staff", w.asks("Dana", room.PostponeTurnOf{Seat: w.seat("Ana")}), room.ErrSecondTurn)
	w.moment("Ana")
	is(t, "a moment is the end of it", w.order(), []string(nil))
	is(t, "staff see that everybody was asked", w.view("Dana").Round.Done, 2)
	is(t, "clients see no round", w.view("Ben").Round, room.RoundView{})
}

func TestTwoTherapistsWhoGoOnAtOnceSkipNobody(t *testing.T) {
	w := turns(t, "Ana", "Ben", "Cleo")
	w.sits("Theo")
	ana := w.seat("Ana")
	w.does("Dana", room.NextTurn{Seat: ana})
	refused(t, "the second press", w.asks("Theo", room.NextTurn{Seat: ana}), room.ErrNotTheirTurn)
	refused(t, "and an undo of what was seen before", w.asks("Theo", room.UndoTurn{Seen: 0}), room.ErrMeanwhile)
	is(t, "order", w.order(), []string{"Ben", "Cleo"})
}

func TestATurnOpensNoMicrophoneAndSpeakingBeginsIt(t *testing.T) {
	w := turns(t, "Ana", "Ben")
	since := w.now
	w.passes(time.Minute)
	w.does("Ana", room.BeginTurn{})
	is(t, "begun", w.view("Ben").Round.Begun, true)
	is(t, "since it came to her", w.view("Ben").Round.Since, since)
	is(t, "her microphone", w.stage("Ana").Speaks, false)
	w.next()
	is(t, "the next one has not begun", w.view("Dana").Round.Begun, false)
	w.does("Ben", room.SetMicrophone{On: true})
	w.does("Ana", room.SetMicrophone{On: true})
	w.note(room.Spoke{Seat: w.seat("Ana")})
	is(t, "somebody else's voice begins nothing", w.view("Dana").Round.Begun, false)
	w.note(room.Spoke{Seat: w.seat("Ben")})
	is(t, "his own does", w.view("Dana").Round.Begun, true)
}

func TestWhoSeesWhatOfARound(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo", "Dev")
	prompt := room.Prompt{Kind: room.PromptOwn, Words: "One\u202e  thing "}
	w.does("Dana", room.StartRound{Prompt: prompt, Pace: 2 * time.Minute})
	w.does("Ana", room.PostponeTurn{})
	w.vanishes("Cleo")
	seat := func(name string) room.SeatNumber {
		return map[string]room.SeatNumber{"Ana": 2, "Ben": 3, "Cleo": 4, "Dev": 5}[name]
	}
	everybody := room.RoundView{
		Prompt: room.Prompt{Kind: room.PromptOwn, Words: "One thing"}, Pace: 2 * time.Minute,
		Turn: seat("Ben"), Since: w.now, Next: seat("Dev"),
	}
	is(t, "clients", w.view("Dev").Round, everybody)
	staff := everybody
	staff.Waiting = []room.SeatNumber{seat("Cleo"), seat("Dev"), seat("Ana")}
	staff.Again = []room.SeatNumber{seat("Ana")}
	staff.Of, staff.Over, staff.CanUndo = 4, 1, true
	is(t, "staff", w.view("Dana").Round, staff)
	is(t, "what is saved holds the words", strings.Contains(string(w.Snapshot()), "thing"), false)
	w.restarts()
	w.returns("Dana")
	is(t, "after a restart", w.view("Dana").Round.Prompt, room.Prompt{})
	is(t, "the lobby sees nothing", func() room.RoundView { w.comes("Fay"); return w.view("Fay").Round }(), room.RoundView{})
	is(t, "what is printed", strings.Contains(fmt.Sprintf("%v %+v %#v", prompt, room.StartRound{Prompt: prompt}, prompt), "thing"), false)
	if _, err := prompt.MarshalText(); err == nil {
		t.Error("a prompt is encoded by accident")
	}
	is(t, "kinds", slices.Contains(room.PromptKinds(), room.PromptOwn), true)
}

// A long round with everything that can come between: ten people, and nobody is asked twice who has had a turn.
func TestARoundOfTen(t *testing.T) {
	w := session(t)
	for i := range 10 {
		name := string(rune('A'+i)) + "nna"
		m := w.roster["Ana"]
		m.Person, m.Name = personID(name), room.NameOf(name+" Q")
		w.roster[name] = m
		w.sits(name)
	}
	w.does("Dana", room.StartRound{})
	var asked []string
	ask := func() string { asked = append(asked, w.turn()); return w.turn() }

	w.does(ask(), room.EndTurn{})      // A speaks
	w.does(ask(), room.PassTurn{})     // B passes
	w.does(ask(), room.PostponeTurn{}) // C comes back
	w.vanishes("Enna")                 // E drops out before her turn
	w.does(ask(), room.BeginTurn{})    // D begins,
	w.vanishes("Dnna")                 // drops out in his turn,
	w.restarts()                       // and the server is replaced
	w.returns("Dana", "Fnna", "Gnna", "Hnna", "Inna", "Jnna", "Anna", "Bnna", "Cnna")
	is(t, "it is still his turn, begun", []any{w.turn(), w.view("Dana").Round.Begun}, []any{"Dnna", true})
	w.passes(room.KeepPlace) // his seat is given up, and the turn goes on to F
	ask()
	w.next() // F is skipped by mistake
	is(t, "undo", w.undo(), nil)
	is(t, "F again", w.turn(), "Fnna")
	w.does("Fnna", room.EndTurn{})
	w.does("Dana", room.MoveTurn{Seat: w.seat("Jnna"), Before: w.seat("Hnna")})
	w.sits("Dnna") // D is back
	for w.turn() != "" {
		w.does(ask(), room.EndTurn{})
	}
	is(t, "asked", asked, []string{
		"Anna", "Bnna", "Cnna", "Dnna", "Fnna", "Gnna", "Jnna", "Hnna", "Inna", "Cnna", "Dnna",
	})
	is(t, "done", w.view("Dana").Round.Done, 10)
}
