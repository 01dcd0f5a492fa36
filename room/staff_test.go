package room_test

import (
	"testing"
	"time"

	"alcove/room"
)

// flows says whether anything flows to or from a place.
func (w *world) flows(place string) bool {
	s := w.stage(place)
	return s.Speaks || s.Shows || s.Hears || s.Sees
}

// talking is a session in which Ana and Ben have left microphone and camera on.
func talking(t tester, staff ...string) *world {
	w := session(t, append(staff, "Ana", "Ben")...)
	for _, name := range []string{"Ana", "Ben"} {
		w.does(name, room.SetMicrophone{On: true})
		w.does(name, room.SetCamera{On: true})
	}
	return w
}

func TestClientsAreNotLeftTogetherWithoutStaff(t *testing.T) {
	w := talking(t)
	is(t, "staff", w.view("Ana").Staff, room.StaffPresence{State: room.StaffHere})
	w.vanishes("Dana")
	is(t, "staff", w.view("Ana").Staff, room.StaffPresence{State: room.StaffAway, Name: room.NameOf("Dana")})
	is(t, "due", w.Due(), w.now.Add(room.StaffGrace))

	w.passes(room.StaffGrace - 1)
	is(t, "media flow for the grace", w.stage("Ana").Speaks && w.stage("Ana").Shows && w.stage("Ben").Hears, true)
	w.passes(1)
	is(t, "staff", w.view("Ana").Staff, room.StaffPresence{State: room.StaffPaused, Name: room.NameOf("Dana")})
	is(t, "anything flows", w.flows("Ana") || w.flows("Ben"), false)
	refused(t, "microphone", w.asks("Ana", room.SetMicrophone{On: true}), room.ErrPaused)
	refused(t, "camera", w.asks("Ana", room.SetCamera{On: true}), room.ErrPaused)
	w.does("Ana", room.SetMicrophone{On: false})
	w.does("Ana", room.RaiseHand{})

	w.passes(room.KeepPlace - room.StaffGrace) // her seat is given up, her name stays
	is(t, "staff", w.view("Ana").Staff.Name, room.NameOf("Dana"))
	w.passes(room.PauseLimit - 31*time.Second)
	is(t, "the room is open", w.place("Ana"), room.PlaceCircle)
	is(t, "events", w.passes(time.Second), []room.Event{
		gone("Ana", room.FarewellUnattended, ""), gone("Ben", room.FarewellUnattended, ""),
	})
	is(t, "empty", w.Empty(), true)
}

func TestStaffWhoReturnEndThePause(t *testing.T) {
	for name, back := range map[string]func(*world){
		"on the same seat":          func(w *world) { w.returns("Dana") },
		"with another browser":      func(w *world) { w.comes("Dana/phone") },
		"as a co-therapist":         func(w *world) { w.comes("Theo") },
		"after their seat was free": func(w *world) { w.passes(room.KeepPlace); w.comes("Dana") },
	} {
		t.Run(name, func(t *testing.T) {
			w := talking(t)
			w.does("Dana", room.SetMicrophone{On: true})
			w.does("Dana", room.Mute{Seat: w.seat("Ben")})
			w.vanishes("Dana")
			w.passes(room.StaffGrace)
			back(w)
			is(t, "staff", w.view("Ana").Staff, room.StaffPresence{State: room.StaffHere})
			is(t, "everybody receives again", w.stage("Ana").Hears && w.stage("Ben").Sees, true)
			is(t, "nothing opened by itself", w.stage("Ana").Speaks || w.stage("Ana").Shows, false)
			w.does("Ana", room.SetMicrophone{On: true})
			is(t, "their own tap opens it", w.stage("Ana").Speaks, true)
			refused(t, "a mute outlasts the pause", w.asks("Ben", room.SetMicrophone{On: true}), room.ErrNoPermission)
		})
	}
	t.Run("they are heard as they left it", func(t *testing.T) {
		w := talking(t)
		w.does("Dana", room.SetMicrophone{On: true})
		w.vanishes("Dana")
		w.passes(room.StaffGrace)
		w.returns("Dana")
		is(t, "speaks", w.stage("Dana").Speaks, true)
	})
}

func TestInTheGraceNothingChanges(t *testing.T) {
	w := talking(t)
	w.vanishes("Dana")
	w.passes(room.StaffGrace - 1)
	w.returns("Dana")
	is(t, "microphones are as they were", w.stage("Ana").Speaks && w.stage("Ben").Speaks, true)
	w.vanishes("Dana")
	is(t, "another absence has its own grace", w.Due(), w.now.Add(room.StaffGrace))
}

func TestOneOfTwoStaffIsEnough(t *testing.T) {
	w := talking(t, "Theo")
	w.vanishes("Dana")
	w.passes(room.StaffGrace)
	is(t, "staff", w.view("Ana").Staff.State, room.StaffHere)
	w.vanishes("Theo")
	is(t, "the name of who was there last", w.view("Ana").Staff.Name, room.NameOf("Theo"))
	w.passes(room.StaffGrace)
	is(t, "anything flows", w.flows("Ana"), false)
}

func TestAnInterpreterIsNoStaff(t *testing.T) {
	w := talking(t, "Ines")
	w.does("Ines", room.SetMicrophone{On: true})
	w.vanishes("Dana")
	w.passes(room.StaffGrace)
	is(t, "anything flows", w.flows("Ines") || w.flows("Ana"), false)
}

func TestTheLastOfTheStaffSaysWhatBecomesOfTheSession(t *testing.T) {
	cases := map[string]struct {
		world *world
		then  room.Afterwards
		want  error
		state room.StaffState // as Ana sees it afterwards; empty: she is not there any more
	}{
		"without a word":              {talking(t), room.AfterwardsUnsaid, room.ErrLastStaff, room.StaffHere},
		"with a word nobody knows":    {talking(t), "later", room.ErrLastStaff, room.StaffHere},
		"and ends it":                 {talking(t), room.AfterwardsEnd, nil, room.StaffUnknown},
		"and pauses it":               {talking(t), room.AfterwardsPause, nil, room.StaffPaused},
		"and hands over to nobody":    {talking(t), room.AfterwardsHandOver, room.ErrNobodyThere, room.StaffHere},
		"while another is there":      {talking(t, "Theo"), room.AfterwardsUnsaid, nil, room.StaffHere},
		"while another has vanished":  {without(talking(t, "Theo"), "Theo"), room.AfterwardsUnsaid, room.ErrLastStaff, room.StaffHere},
		"and hands over to the other": {without(talking(t, "Theo"), "Theo"), room.AfterwardsHandOver, nil, room.StaffAway},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w, before := c.world, c.world.everything()
			err := w.asks("Dana", room.Leave{Then: c.then})
			refused(t, "leave", err, c.want)
			if err != nil {
				is(t, "the room", w.everything(), before)
			}
			view, _ := w.View(visitID("Ana"))
			is(t, "staff", view.Staff.State, c.state)
			is(t, "decided", view.Staff.Decided, c.state == room.StaffAway || c.state == room.StaffPaused)
			is(t, "flows to Ana", w.flows("Ana"), c.state == room.StaffHere || c.state == room.StaffAway)
		})
	}
	t.Run("a client just leaves", func(t *testing.T) {
		w := talking(t)
		w.does("Ana", room.Leave{})
	})
	t.Run("before the start staff just leave", func(t *testing.T) {
		w := lobby(t, "Ana")
		w.does("Dana", room.Leave{})
	})
}

func without(w *world, name string) *world {
	w.vanishes(name)
	return w
}

func TestTheLastOfTheStaffIsToldSoAndWhoMayTakeOver(t *testing.T) {
	w := session(t, "Ana")
	is(t, "last", w.view("Dana").LastStaff, true)
	is(t, "relief", w.view("Dana").Relief, room.Name{})
	if _, err := w.arrives("Theo"); err != nil {
		t.Fatal(err)
	}
	is(t, "in the device check", w.view("Dana").Relief, room.NameOf("Theo Lindqvist"))
	w.does("Theo", room.Ready{})
	is(t, "last", w.view("Dana").LastStaff, false)
	is(t, "relief", w.view("Dana").Relief, room.Name{})
	is(t, "a client is told nothing of it", w.view("Ana").LastStaff, false)
}

func TestARestartIsNoPauseUnlessStaffStayAway(t *testing.T) {
	w := talking(t)
	w.restarts()
	w.returns("Ana", "Ben")
	is(t, "clients hear each other within the grace", w.stage("Ana").Speaks && w.stage("Ben").Hears, true)
	is(t, "staff", w.view("Ana").Staff.State, room.StaffAway)
	w.passes(time.Minute)
	w.restarts()
	w.returns("Ana", "Ben")
	w.passes(room.StaffGrace - time.Minute)
	is(t, "a second restart gains no time", w.view("Ana").Staff.State, room.StaffPaused)
	w.restarts()
	w.returns("Ana", "Ben")
	is(t, "a pause outlasts a restart", w.flows("Ana"), false)
	w.comes("Dana")
	is(t, "until staff are back", w.stage("Ana").Hears, true)
}

func TestAGroupMaySetItsOwnTimes(t *testing.T) {
	w := talking(t)
	g := w.Group()
	g.StaffGrace, g.PauseLimit = 3*time.Second, 5*time.Second
	refused(t, "settings", w.SetGroup(w.now, g), nil)
	w.vanishes("Dana")
	w.passes(3 * time.Second)
	is(t, "staff", w.view("Ana").Staff.State, room.StaffPaused)
	w.passes(5 * time.Second)
	is(t, "place", w.place("Ana"), room.PlaceNowhere)
}
