package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

func TestSomebodyWhoStepsAwayKeepsTheSeatAndSendsNothing(t *testing.T) {
	w := talking(t)
	w.does("Ana", room.RaiseHand{})
	w.does("Ana", room.TakeMoment{})
	is(t, "sends", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
	is(t, "receives", w.stage("Ana").Hears && w.stage("Ana").Sees, true)
	is(t, "her seat says so", w.view("Ben").Seats[1].SteppedAway, true)
	is(t, "she sees it", w.view("Ana").You.SteppedAway, true)
	is(t, "her hand is up", w.view("Ben").Hands, []room.SeatNumber{w.seat("Ana")})

	w.restarts()
	w.returns("Dana", "Ana", "Ben")
	is(t, "after a restart", w.view("Ben").Seats[1].SteppedAway, true)
	w.does("Ana", room.EndMoment{})
	is(t, "back", w.view("Ben").Seats[1].SteppedAway, false)
	is(t, "nothing opened by itself", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
}

func TestTurningSomethingOnEndsTheMoment(t *testing.T) {
	for name, c := range map[string]room.Command{
		"a microphone": room.SetMicrophone{On: true}, "a camera": room.SetCamera{On: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := talking(t)
			w.does("Ana", room.TakeMoment{})
			w.does("Ana", c)
			is(t, "away", w.view("Ana").You.SteppedAway, false)
		})
	}
	w := talking(t)
	w.does("Ana", room.TakeMoment{})
	w.does("Ana", room.SetCamera{})
	is(t, "turning off doesn't", w.view("Ana").You.SteppedAway, true)
}

func TestAPoorLineIsShownUntilItIsGood(t *testing.T) {
	w := session(t, "Ana", "Ben")
	poor := func() []bool {
		var list []bool
		for _, s := range w.view("Ben").Seats {
			list = append(list, s.PoorLine)
		}
		return list
	}
	w.note(room.Lines{Poor: []room.SeatNumber{2, 9}})
	is(t, "poor", poor(), []bool{false, true, false})
	w.vanishes("Ana")
	is(t, "a lost line is no poor one", poor(), []bool{false, false, false})
	w.returns("Ana")
	w.note(room.Lines{})
	is(t, "good", poor(), []bool{false, false, false})
}

func TestAConnectionThatFallsSilentKeepsItsPlaceAndComesBack(t *testing.T) {
	w := talking(t)
	w.comes("Cleo")
	w.vanishes("Ana", "Cleo")
	is(t, "blank", w.view("Ben").Seats[1].Reconnecting, true)
	is(t, "nothing flows", w.flows("Ana"), false)
	for _, name := range []string{"Ana", "Cleo", "Nobody"} {
		w.note(room.Returned{Visit: visitID(name)})
	}
	is(t, "as before", w.stage("Ana").Speaks && w.stage("Ana").Shows, true)
	is(t, "the place of nobody is given up", w.passes(room.KeepPlace), []room.Event(nil))
}

func TestAChangedMembershipIsKnownAtOnce(t *testing.T) {
	changed := func(w *world, name string, change func(*room.Membership)) []room.Event {
		m := w.roster[name]
		m.Version++
		change(&m)
		w.roster[name] = m
		return w.note(room.Changed{Membership: m})
	}
	t.Run("an alias", func(t *testing.T) {
		w := talking(t)
		w.comes("Ana/phone")
		events := changed(w, "Ana", func(m *room.Membership) { m.Alias = room.NameOf("River") })
		is(t, "events", events, []room.Event{
			room.Renewed{Visit: visitID("Ana"), Membership: w.roster["Ana"]},
			room.Renewed{Visit: visitID("Ana/phone"), Membership: w.roster["Ana"]},
		})
		is(t, "name", w.view("Ben").Seats[1].Name, room.NameOf("River"))
		is(t, "she speaks on", w.stage("Ana").Speaks, true)
	})
	t.Run("staff who are staff no more", func(t *testing.T) {
		w := talking(t, "Theo")
		changed(w, "Theo", func(m *room.Membership) { m.Role = room.RoleObserver })
		is(t, "place", w.place("Theo"), room.PlaceLobby)
		is(t, "ready", w.view("Theo").You.Ready, false)
		refused(t, "a command of staff", w.asks("Theo", room.MuteAll{}), room.ErrNotAllowed)
	})
	t.Run("the last of the staff", func(t *testing.T) {
		w := talking(t)
		changed(w, "Dana", func(m *room.Membership) { m.Role = room.RoleClient })
		is(t, "staff", w.view("Ana").Staff.State, room.StaffAway)
	})
	for name, change := range map[string]func(*room.Membership){
		"an old version":          func(m *room.Membership) { m.Version--; m.Alias = room.NameOf("River") },
		"another group":           func(m *room.Membership) { m.Group = "other" },
		"a stranger's role":       func(m *room.Membership) { m.Role = room.RoleNone },
		"somebody who isn't here": func(m *room.Membership) { m.Person = "person-Nobody" },
	} {
		t.Run(name+" changes nothing", func(t *testing.T) {
			w := talking(t)
			before := w.everything()
			is(t, "events", changed(w, "Ana", change), []room.Event(nil))
			is(t, "the room", w.everything(), before)
		})
	}
}

func TestWhoStepsAwayChoosesWhetherToHearTheGroup(t *testing.T) {
	w := talking(t)
	refused(t, "outside of a moment", w.asks("Ana", room.HushGroup{On: true}), room.ErrNoMoment)
	w.does("Ana", room.TakeMoment{})
	is(t, "hears", w.stage("Ana").Hears, true)
	w.does("Ana", room.HushGroup{On: true})
	is(t, "hears nothing", w.stage("Ana").Hears, false)
	is(t, "she is told", w.view("Ana").You.Hushed, true)
	w.restarts()
	w.returns("Dana", "Ana", "Ben")
	is(t, "after a restart", w.stage("Ana").Hears, false)
	w.does("Ana", room.HushGroup{})
	is(t, "hears again", w.stage("Ana").Hears, true)
	w.does("Ana", room.HushGroup{On: true})
	w.does("Ana", room.EndMoment{})
	is(t, "back in the circle everything is heard", w.stage("Ana").Hears, true)

	w.does("Dana", room.TakeMoment{})
	is(t, "staff who listen are there", w.view("Ana").Staff.State, room.StaffHere)
	w.does("Dana", room.HushGroup{On: true})
	is(t, "staff who don't are not", w.view("Ana").Staff.State, room.StaffAway)
}

func TestStaffAreToldOfALongMomentAndNobodyElse(t *testing.T) {
	w := talking(t)
	w.does("Ana", room.TakeMoment{})
	began := w.now
	w.passes(room.MomentHint - time.Second)
	w.does("Ana", room.TakeMoment{}) // the same moment
	is(t, "too early", w.view("Dana").Seats[1].LongAway, false)
	is(t, "due", w.Due(), began.Add(room.MomentHint))
	w.passes(time.Second)
	is(t, "staff", w.view("Dana").Seats[1].LongAway, true)
	is(t, "a peer", w.view("Ben").Seats[1].LongAway, false)
	is(t, "due", w.Due(), time.Time{})
	w.does("Ana", room.EndMoment{})
	is(t, "over", w.view("Dana").Seats[1].LongAway, false)
}

func TestEverybodyIsOfferedTheSameExercise(t *testing.T) {
	w := talking(t)
	refused(t, "an unknown one", w.asks("Dana", room.StartGrounding{Kind: "dance"}), room.ErrGrounding)
	refused(t, "none", w.asks("Dana", room.StartGrounding{}), room.ErrGrounding)
	w.does("Dana", room.StartGrounding{Kind: room.GroundingSenses})
	began := room.GroundingView{Kind: room.GroundingSenses, Began: w.now}
	for _, name := range []string{"Dana", "Ana", "Ben"} {
		is(t, name, w.view(name).Grounding, began)
	}
	w.restarts()
	w.returns("Dana", "Ana", "Ben")
	is(t, "after a restart", w.view("Ana").Grounding, began)
	w.passes(99 * time.Second)
	is(t, "still", w.view("Ana").Grounding, began)
	w.passes(time.Second)
	is(t, "over by itself", w.view("Ana").Grounding, room.GroundingView{})
	w.does("Dana", room.StartGrounding{Kind: room.GroundingBreath})
	w.does("Dana", room.StopGrounding{})
	is(t, "stopped", w.view("Ana").Grounding, room.GroundingView{})
}
