package room_test

import (
	"strings"
	"testing"

	"alcove/room"
)

// quietly is everything that somebody can say of how they like to take part.
var quietly = room.Preferences{
	Part: room.PartListening, Pronouns: room.NameOf("they/them"), Language: room.NameOf("Quechua"), Camera: room.CameraNeedBreaks,
}

func TestHowSomebodyLikesToTakePartIsCleanedAsNamesAre(t *testing.T) {
	long := strings.Repeat("x", room.MaxPronouns)
	cases := map[string]struct {
		say  room.Preferences
		want error
		kept room.Preferences
	}{
		"everything": {quietly, nil, quietly},
		"nothing":    {room.Preferences{}, nil, room.Preferences{}},
		"blanks are nothing": {
			room.Preferences{Pronouns: room.NameOf(" \t "), Language: room.NameOf("  ")}, nil, room.Preferences{},
		},
		"what can't be seen is taken out": {
			room.Preferences{Pronouns: room.NameOf(" she \u202e/ her\n")}, nil, room.Preferences{Pronouns: room.NameOf("she / her")},
		},
		"as long as may be":  {room.Preferences{Pronouns: room.NameOf(long)}, nil, room.Preferences{Pronouns: room.NameOf(long)}},
		"pronouns too long":  {room.Preferences{Pronouns: room.NameOf(long + "x")}, room.ErrPreferences, quietly},
		"a language so long": {room.Preferences{Language: room.NameOf(strings.Repeat("x", room.MaxName+1))}, room.ErrPreferences, quietly},
		"an address":         {room.Preferences{Pronouns: room.NameOf("ana@example.com")}, room.ErrPreferences, quietly},
		"nothing legible":    {room.Preferences{Language: room.NameOf("\u202e")}, room.ErrPreferences, quietly},
		"another way":        {room.Preferences{Part: "loudly"}, room.ErrPreferences, quietly},
		"another need":       {room.Preferences{Camera: "on"}, room.ErrPreferences, quietly},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana")
			w.does("Ana", room.SetPreferences{Preferences: quietly})
			refused(t, "answer", w.asks("Ana", room.SetPreferences{Preferences: c.say}), c.want)
			is(t, "she reads", w.view("Ana").You.Preferences, c.kept)
			is(t, "staff read", w.view("Dana").Seats[1].Preferences, c.kept)
		})
	}
}

// The control: a raised hand changes what the same reader sees.
func TestWhatAnotherPersonSeesIsTheSameWhateverSomebodyPrefers(t *testing.T) {
	w := session(t, "Ana", "Ben", "Ines")
	w.comes("Cleo")
	others := []string{"Ben", "Ines", "Cleo"}
	before := map[string]string{}
	for _, who := range others {
		before[who] = spell(w.view(who))
	}
	w.does("Ana", room.SetPreferences{Preferences: quietly})
	for _, who := range others {
		is(t, who+" sees", spell(w.view(who)), before[who])
	}
	is(t, "staff see it", w.view("Dana").Seats[1].Preferences, quietly)
	w.does("Ana", room.RaiseHand{})
	is(t, "Ben sees a hand", spell(w.view("Ben")) != before["Ben"], true)
}

func TestWhatIsSaidInTheLobbyHoldsInTheCircleAndForTheSession(t *testing.T) {
	w := session(t, "Ben")
	w.comes("Ana")
	w.does("Ana", room.SetPreferences{Preferences: quietly})
	is(t, "in the lobby", w.view("Ana").You.Preferences, quietly)
	w.sits("Ana")
	is(t, "in the circle", w.view("Dana").Seats[2].Preferences, quietly)
	w.does("Ana", room.Leave{})
	w.sits("Ana")
	w.restarts()
	w.returns("Dana", "Ben", "Ana")
	is(t, "after leaving, and on another server", w.view("Ana").You.Preferences, quietly)
	w.does("Dana", room.End{})
	is(t, "nothing is saved after the end", contains(w.Snapshot(), "Quechua"), false)
	w.comes("Dana")
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	is(t, "in the next session", w.view("Ana").You.Preferences, room.Preferences{})
}

func TestAnotherDeviceInTheLobbyNeitherReadsNorSaysHowItsPersonTakesPart(t *testing.T) {
	w := session(t, "Ana")
	w.does("Ana", room.SetPreferences{Preferences: quietly})
	w.comes("Ana/phone")
	is(t, "it reads", w.view("Ana/phone").You.Preferences, room.Preferences{})
	refused(t, "it says", w.asks("Ana/phone", room.SetPreferences{}), room.ErrNotSeated)
	is(t, "she still does", w.view("Ana").You.Preferences, quietly)
}

func TestWhatSomebodyPrefersIsForgottenWithTheirMembershipOrTheirRole(t *testing.T) {
	for name, happens := range map[string]func(w *world){
		"removed from the roster": func(w *world) {
			w.note(room.Revoked{Person: personID("Ana"), Version: 1})
		},
		"staff by now": func(w *world) {
			m := w.roster["Ana"]
			m.Role, m.Version = room.RoleCoTherapist, 2
			w.roster["Ana"] = m
			w.note(room.Changed{Membership: m})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := session(t, "Ana")
			w.does("Ana", room.SetPreferences{Preferences: quietly})
			is(t, "saved", contains(w.Snapshot(), "Quechua"), true)
			happens(w)
			is(t, "saved", contains(w.Snapshot(), "Quechua"), false)
		})
	}
}

func TestSilenceBringsWhoeverListensTodayNoNearerToAnInvitation(t *testing.T) {
	quieter := func(w *world) []room.SeatNumber {
		view, err := w.TalkOf(w.now, visitID("Dana"))
		refused(t, "talk time", err, nil)
		return view.QuieterFirst
	}
	w := session(t, "Ana", "Ben", "Cleo")
	for _, name := range []string{"Ana", "Ben", "Cleo"} {
		w.does(name, room.RaiseHand{})
	}
	is(t, "nobody has spoken", quieter(w), []room.SeatNumber{w.seat("Ana"), w.seat("Ben"), w.seat("Cleo")})
	w.does("Ana", room.SetPreferences{Preferences: quietly})
	is(t, "Ana would rather listen", quieter(w), []room.SeatNumber{w.seat("Ben"), w.seat("Cleo"), w.seat("Ana")})
	is(t, "the group's own order stays", w.view("Dana").Hands, []room.SeatNumber{w.seat("Ana"), w.seat("Ben"), w.seat("Cleo")})
}
