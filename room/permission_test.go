package room_test

import (
	"testing"

	"alcove/room"
)

func TestPeopleEnterWithMicrophoneAndCameraOff(t *testing.T) {
	w := session(t, "Ana", "Ines", "Theo", "Fay")
	for _, s := range w.Stage() {
		is(t, "speaks or shows", s.Speaks || s.Shows, false)
	}
}

// A mute belongs to the person: nothing that a browser does lifts it.
func TestAMuteOutlasts(t *testing.T) {
	ways := map[string]func(w *world) string{
		"trying again": func(*world) string { return "Ana" },
		"leaving and coming again": func(w *world) string {
			w.does("Ana", room.Leave{})
			w.sits("Ana")
			return "Ana"
		},
		"a lost connection": func(w *world) string {
			w.vanishes("Ana")
			w.returns("Ana")
			return "Ana"
		},
		"staying away for long": func(w *world) string {
			w.vanishes("Ana")
			w.passes(room.KeepPlace)
			w.sits("Ana")
			return "Ana"
		},
		"another device": func(w *world) string {
			w.sits("Ana/phone")
			return "Ana/phone"
		},
		"a hold": func(w *world) string {
			w.does("Dana", room.Hold{Seat: w.seat("Ana"), Reason: room.ReasonAsked})
			w.does("Dana", room.Admit{Waiting: w.waiting("Ana")})
			return "Ana"
		},
		"being denied at the door": func(w *world) string {
			w.does("Ana", room.Leave{})
			w.comes("Ana")
			w.does("Dana", room.Deny{Waiting: w.waiting("Ana")})
			w.sits("Ana")
			return "Ana"
		},
		"another server": func(w *world) string {
			w.restarts()
			w.returns("Dana", "Ana")
			return "Ana"
		},
		"a membership that ends and is given again": func(w *world) string {
			w.note(room.Revoked{Person: personID("Ana")})
			m := w.roster["Ana"]
			m.Version = 2
			w.roster["Ana"] = m
			w.sits("Ana")
			return "Ana"
		},
	}
	mutes := map[string]func(w *world){
		"a mute":     func(w *world) { w.does("Dana", room.Mute{Seat: w.seat("Ana")}) },
		"a mute all": func(w *world) { w.does("Dana", room.MuteAll{}) },
	}
	for kind, mute := range mutes {
		for name, way := range ways {
			t.Run(kind+" outlasts "+name, func(t *testing.T) {
				w := session(t, "Ana")
				w.does("Ana", room.SetMicrophone{On: true})
				w.does("Ana", room.SetCamera{On: true})
				is(t, "speaks before", w.stage("Ana").Speaks, true)
				mute(w)
				w.does("Dana", room.CameraOff{Seat: w.seat("Ana"), Reason: room.ReasonPrivacy})
				is(t, "speaks", w.stage("Ana").Speaks, false)
				place := way(w)
				refused(t, "microphone", w.asks(place, room.SetMicrophone{On: true}), room.ErrNoPermission)
				refused(t, "camera", w.asks(place, room.SetCamera{On: true}), room.ErrNoPermission)
				is(t, "speaks or shows", w.stage(place).Speaks || w.stage(place).Shows, false)

				w.does("Dana", room.Invite{Seat: w.seat(place)})
				w.does("Dana", room.AllowCamera{Seat: w.seat(place)})
				is(t, "the return alone opens nothing", w.stage(place).Speaks || w.stage(place).Shows, false)
				w.does(place, room.SetMicrophone{On: true})
				w.does(place, room.SetCamera{On: true})
				is(t, "speaks and shows after", w.stage(place).Speaks && w.stage(place).Shows, true)
			})
		}
	}
}

func TestAMuteAllReachesThoseWhoAreNotInTheCircle(t *testing.T) {
	w := session(t, "Ana", "Ben", "Cleo", "Ines", "Theo")
	w.does("Ines", room.SetMicrophone{On: true})
	w.does("Theo", room.SetMicrophone{On: true})
	w.does("Ben", room.SetMicrophone{On: true})
	w.does("Ana", room.Leave{})
	w.vanishes("Ben")
	w.comes("Dev")
	w.does("Dana", room.MuteAll{})
	w.returns("Ben")
	w.sits("Ana", "Dev")
	for _, name := range []string{"Ana", "Ben", "Cleo", "Dev"} {
		refused(t, name, w.asks(name, room.SetMicrophone{On: true}), room.ErrNoPermission)
	}
	is(t, "the interpreter goes on", w.stage("Ines").Speaks, true)
	is(t, "staff go on", w.stage("Theo").Speaks, true)

	w.does("Ana", room.Leave{})
	w.does("Dana", room.AllowAll{})
	w.sits("Ana")
	for _, name := range []string{"Ana", "Ben", "Cleo", "Dev"} {
		is(t, name+" is not switched on", w.stage(name).Speaks, false)
		w.does(name, room.SetMicrophone{On: true})
		is(t, name+" may speak", w.stage(name).Speaks, true)
	}
}

func TestNoReturnOfThePermissionReopensAMicrophoneThatWasOn(t *testing.T) {
	for name, c := range map[string]room.Command{
		"invite": room.Invite{Seat: 2}, "everyone may unmute": room.AllowAll{},
	} {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana")
			w.does("Ana", room.SetMicrophone{On: true})
			w.does("Dana", room.Mute{Seat: 2})
			w.does("Dana", c)
			is(t, "speaks", w.stage("Ana").Speaks, false)
			is(t, "may", w.view("Ana").You.MaySpeak, true)
		})
	}
}

func TestAnInvitation(t *testing.T) {
	cases := map[string]struct {
		do      func(w *world)
		invited bool
	}{
		"is answered by speaking":                    {do: func(w *world) { w.does("Ana", room.SetMicrophone{On: true}) }},
		"is taken back by a mute":                    {do: func(w *world) { w.does("Theo", room.Mute{Seat: w.seat("Ana")}) }},
		"is taken back by a mute of all":             {do: func(w *world) { w.does("Theo", room.MuteAll{}) }},
		"outlasts a lost connection":                 {do: func(w *world) { w.vanishes("Ana"); w.returns("Ana") }, invited: true},
		"outlasts a microphone switched off":         {do: func(w *world) { w.does("Ana", room.SetMicrophone{}) }, invited: true},
		"outlasts another server":                    {do: func(w *world) { w.restarts(); w.returns("Dana", "Theo", "Ana") }, invited: true},
		"ends when its person leaves":                {do: func(w *world) { w.does("Ana", room.Leave{}); w.sits("Ana") }},
		"is not made to somebody who speaks already": {do: func(w *world) { w.does("Ana", room.SetMicrophone{On: true}); w.does("Dana", room.Invite{Seat: 3}) }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Theo", "Ana")
			w.does("Dana", room.Invite{Seat: w.seat("Ana")})
			is(t, "invited", w.view("Ana").You.Invited, true)
			c.do(w)
			is(t, "invited", w.view("Ana").You.Invited, c.invited)
		})
	}
}

func TestNotNowIsToldToTheAskerOnly(t *testing.T) {
	told := []room.Event{room.Declined{To: visitID("Dana"), Seat: 3}}
	cases := map[string]struct {
		meanwhile func(w *world)
		want      []room.Event
	}{
		"who is there":                    {func(*world) {}, told},
		"who came with another browser":   {func(w *world) { w.comes("Dana/phone") }, []room.Event{room.Declined{To: visitID("Dana/phone"), Seat: 3}}},
		"nobody if the asker has left":    {func(w *world) { w.does("Dana", room.Leave{}) }, nil},
		"nobody if the asker is away":     {func(w *world) { w.vanishes("Dana") }, nil},
		"nobody if the asker was revoked": {func(w *world) { w.note(room.Revoked{Person: personID("Dana")}) }, nil},
		"nobody if the asker is a client now": {func(w *world) {
			m := w.roster["Dana"]
			m.Role, m.Version = room.RoleClient, 2
			w.note(room.Arrived{Visit: visitID("Dana"), Membership: m})
			w.does("Dana", room.Ready{})
			w.does("Theo", room.Admit{Waiting: w.view("Theo").Waiting[0].Waiting})
		}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Theo", "Ana", "Ben")
			w.does("Dana", room.Invite{Seat: w.seat("Ana")})
			c.meanwhile(w)
			is(t, "events", w.does("Ana", room.Decline{}), c.want)
			refused(t, "a second no", w.asks("Ana", room.Decline{}), room.ErrNotInvited)
			is(t, "may still speak", w.view("Ana").You.MaySpeak, true)
		})
	}
}

func TestPeersDoNotLearnWhatStaffTookAway(t *testing.T) {
	w := session(t, "Ana", "Ben")
	before := w.view("Ben")
	w.does("Dana", room.Mute{Seat: w.seat("Ana")})
	w.does("Dana", room.CameraOff{Seat: w.seat("Ana"), Reason: room.ReasonGroundRules})
	is(t, "what Ben sees", w.view("Ben"), before)
	is(t, "what Ana is told", w.view("Ana").You.CameraReason, room.ReasonGroundRules)
	is(t, "what Dana sees", w.view("Dana").Seats[1].MaySpeak, false)
	w.does("Dana", room.AllowCamera{Seat: w.seat("Ana")})
	is(t, "what Ana is told then", w.view("Ana").You.CameraReason, room.ReasonNone)
}

func TestAReasonIsAlwaysNeeded(t *testing.T) {
	for _, why := range []room.Reason{room.ReasonNone, "because", "Privacy"} {
		w := session(t, "Ana")
		before := w.everything()
		refused(t, "camera off", w.asks("Dana", room.CameraOff{Seat: 2, Reason: why}), room.ErrReason)
		refused(t, "hold", w.asks("Dana", room.Hold{Seat: 2, Reason: why}), room.ErrReason)
		refused(t, "end for today",
			w.asks("Dana", room.EndForToday{Person: room.Target{Seat: 2}, Reason: why}), room.ErrReason)
		is(t, "the room", w.everything(), before)
	}
}

func TestWhoCanNotSpeakIsNotInvited(t *testing.T) {
	w := session(t, "Otto", "Cara")
	before := w.everything()
	for _, name := range []string{"Otto", "Cara"} {
		refused(t, name, w.asks("Dana", room.Invite{Seat: w.seat(name)}), room.ErrNotAllowed)
		refused(t, name, w.asks("Dana", room.AllowCamera{Seat: w.seat(name)}), room.ErrNotAllowed)
	}
	is(t, "the room", w.everything(), before)
	w.does("Dana", room.AllowAll{})
	is(t, "observers hear and see only", w.stage("Otto"), room.Stage{
		Person: personID("Otto"), Seat: 2, Visit: visitID("Otto"), Hears: true, Sees: true,
	})
}
