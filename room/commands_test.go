package room_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"alcove/room"
)

// answers are the words of the table below.
var answers = map[string]error{
	"ok":      nil,
	"role":    room.ErrNotAllowed,     // the role may not ask for this, ever
	"seat":    room.ErrNotSeated,      // not from the lobby
	"idle":    room.ErrNotStarted,     // not before the start
	"begun":   room.ErrAlreadyStarted, // not twice
	"nobody":  room.ErrNobodyThere,    // nobody is on that seat
	"moment":  room.ErrNoMoment,       // not outside of a moment
	"unasked": room.ErrNotInvited,     // there was no invitation
	"unsent":  room.ErrNoSignal,       // no such signal was sent
	"floor":   room.ErrFloor,          // nobody has been given the floor
	"late":    room.ErrUndo,           // there is nothing to take back
	"noround": room.ErrNoRound,        // no round is going on
	"noaside": room.ErrNoAside,        // nobody talks in private, or has asked to
}

// columns are the roles of the table, in its order.
var columns = []string{"Theo/therapist", "Theo", "Ari", "Fay", "Ines", "Otto", "Cara", "Tess"}

// row is what each role is answered in each state. A person who can't be in that state has a dash.
type row struct {
	ask                    func(w *world) room.Command
	lobbyIdle, lobbyBegun  string // waiting, before and after the start
	circleIdle, circleOpen string // seated, before and after the start
}

// always makes a command that doesn't depend on the room.
func always(c room.Command) func(*world) room.Command { return func(*world) room.Command { return c } }

// In every state of the table Ben waits and is ready, and has asked for a name. Seat 2 is Ana's: in a running session
// she is there with her hand up, before the start nobody is. Who asks is another person.
var (
	ben  = func(w *world) room.Target { return room.Target{Waiting: w.view("Dana").Waiting[0].Waiting} }
	ana  = room.SeatNumber(2)
	asks = room.ReasonAsked
)

// commands is the reviewed table: every command, every role, every state. It is written by hand and on purpose
// doesn't look at the matrix of the package.
var commands = tables(roundCommands, restCommands, preferCommands, agendaCommands, asideCommands, gestureCommands, map[string]row{
	//                                                      thera cothera client family interp observ captio techhelp
	"Ready": {
		ask:        always(room.Ready{}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"AskName": {
		ask:        always(room.AskName{Name: "River"}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"Leave": {
		ask:        always(room.Leave{}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"SetMicrophone": {
		ask:        always(room.SetMicrophone{On: true}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     role   role   -",
	},
	"SetCamera": {
		ask:        always(room.SetCamera{On: true}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     role   role   -",
	},
	"RaiseHand": {
		ask:        always(room.RaiseHand{}),
		lobbyIdle:  "seat   seat   seat   seat   role   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     role   role   role   -",
	},
	"LowerHand": {
		ask:        always(room.LowerHand{}),
		lobbyIdle:  "seat   seat   seat   seat   role   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     role   role   role   -",
	},
	"Decline": {
		ask:        always(room.Decline{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "unasked unasked -    -      -      -      -      -",
		circleOpen: "unasked unasked unasked unasked unasked role role -",
	},
	"ShareScreen": {
		ask:        always(room.ShareScreen{On: true}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"TakeMoment": {
		ask:        always(room.TakeMoment{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   seat   seat   role",
		lobbyBegun: "seat   seat   seat   seat   seat   seat   seat   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"EndMoment": {
		ask:        always(room.EndMoment{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   seat   seat   role",
		lobbyBegun: "seat   seat   seat   seat   seat   seat   seat   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"SendSignal": {
		ask:        always(room.SendSignal{Kind: room.SignalUnsafe, Words: room.TextOf("next door")}),
		lobbyIdle:  "role   role   ok     ok     role   role   role   role",
		lobbyBegun: "role   role   ok     ok     role   role   role   role",
		circleIdle: "role   role   -      -      -      -      -      -",
		circleOpen: "role   role   ok     ok     role   role   role   -",
	},
	"AddWords": {
		ask:        always(room.AddWords{Kind: room.SignalUnsafe, Words: room.TextOf("next door")}),
		lobbyIdle:  "role   role   unsent unsent role   role   role   role",
		lobbyBegun: "role   role   unsent unsent role   role   role   role",
		circleIdle: "role   role   -      -      -      -      -      -",
		circleOpen: "role   role   unsent unsent role   role   role   -",
	},
	"TakeBack": {
		ask:        always(room.TakeBack{Kind: room.SignalUnsafe}),
		lobbyIdle:  "role   role   unsent unsent role   role   role   role",
		lobbyBegun: "role   role   unsent unsent role   role   role   role",
		circleIdle: "role   role   -      -      -      -      -      -",
		circleOpen: "role   role   unsent unsent role   role   role   -",
	},
	"SeeSignal": { // in the session it is Ana's
		ask:        always(room.SeeSignal{Signal: 1}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "unsent unsent -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"WriteStaff": {
		ask:        always(room.WriteStaff{Text: room.TextOf("May I go first?")}),
		lobbyIdle:  "seat   seat   seat   seat   role   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     role   role   role   -",
	},
	"WriteSeat": {
		ask:        always(room.WriteSeat{Seat: ana, Text: room.TextOf("You are next.")}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"WriteAll": {
		ask:        always(room.WriteAll{Text: room.TextOf("Five minutes.")}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"End": {
		ask:        always(room.End{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Admit": {
		ask:        func(w *world) room.Command { return room.Admit{Waiting: ben(w).Waiting} },
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"AdmitAll": {
		ask:        always(room.AdmitAll{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Deny": {
		ask:        func(w *world) room.Command { return room.Deny{Waiting: ben(w).Waiting} },
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"AnswerName": {
		ask:        func(w *world) room.Command { return room.AnswerName{Person: ben(w), Agree: true} },
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Mute": {
		ask:        always(room.Mute{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"MuteAll": {
		ask:        always(room.MuteAll{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Invite": {
		ask:        always(room.Invite{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"AllowAll": {
		ask:        always(room.AllowAll{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"CameraOff": {
		ask:        always(room.CameraOff{Seat: ana, Reason: asks}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"AllowCamera": {
		ask:        always(room.AllowCamera{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"LowerHandOf": {
		ask:        always(room.LowerHandOf{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Hold": {
		ask:        always(room.Hold{Seat: ana, Reason: asks}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"SetFloor": {
		ask:        always(room.SetFloor{Mode: room.FloorCoolDown}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"TakeFloor": {
		ask:        always(room.TakeFloor{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "nobody nobody -      -      -      -      -      -",
		circleOpen: "floor  floor  role   role   role   role   role   -",
	},
	"UseTemplate": {
		ask:        always(room.UseTemplate{Template: room.TemplateSkills}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"Undo": {
		ask:        always(room.Undo{Act: 1}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "late   late   -      -      -      -      -      -",
		circleOpen: "late   late   role   role   role   role   role   -",
	},
	"EndForToday": {
		ask:        func(w *world) room.Command { return room.EndForToday{Person: ben(w), Reason: asks} },
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
})

func TestEveryCommandForEveryRoleInEveryState(t *testing.T) {
	for name, row := range commands {
		states := map[string]struct{ begun, seated bool }{
			row.lobbyIdle + " in the lobby before the start":    {},
			row.lobbyBegun + " in the lobby during the session": {begun: true},
			row.circleIdle + " in the circle before the start":  {seated: true},
			row.circleOpen + " in the circle of the session":    {begun: true, seated: true},
		}
		if len(states) != 4 {
			t.Fatal("two states have one name")
		}
		for title, state := range states {
			words := strings.Fields(title)[:len(columns)]
			where := strings.TrimSpace(title[strings.Index(title, " in the "):])
			for i, place := range columns {
				t.Run(fmt.Sprintf("%s by %s %s", name, place, where), func(t *testing.T) {
					tryRow(t, row, place, words[i], state.begun, state.seated)
				})
			}
		}
	}
}

// tryRow asks for a command once, in a new room, and compares the answer with a word of the table.
func tryRow(t *testing.T, row row, place, word string, begun, seated bool) {
	w, there := stand(t, place, begun, seated)
	if !there {
		if word != "-" {
			t.Fatalf("the table says %q of a state that can't be", word)
		}
		return
	}
	want, known := answers[word]
	if !known {
		t.Fatalf("the table has the unknown word %q", word)
	}
	command, before := row.ask(w), w.everything()
	refused(t, "before arriving", w.asks("Nobody", command), room.ErrNotHere)
	err := w.asks(place, command)
	refused(t, "answer", err, want)
	if err != nil {
		is(t, "the room after a refusal", w.everything(), before)
	}
}

// stand brings the person of a column into a state, and says whether that is possible at all.
func stand(t *testing.T, place string, begun, seated bool) (*world, bool) {
	w := lobby(t)
	// The first column is a second therapist, the third a client who is nobody else in the cast.
	w.roster["Ari"] = room.Membership{Group: practice, Person: "person-Ari", Role: room.RoleClient, Version: 1}
	if place == "Theo/therapist" {
		m := w.roster["Theo"]
		m.Role = room.RoleTherapist
		w.roster["Theo"] = m
	}
	w.does("Dana", room.Start{Open: true})
	w.sits("Ana")
	if begun {
		w.does("Ana", room.RaiseHand{})
		w.does("Ana", room.SendSignal{Kind: room.SignalHearing})
	} else { // seat 2 stays Ana's, but nobody is there
		w.does("Dana", room.End{})
		w.comes("Dana")
	}
	w.comes("Ben")
	w.does("Ben", room.AskName{Name: "Lake"})
	if _, err := w.arrives(place); err != nil {
		t.Fatal(err)
	}
	if !seated {
		return w, w.place(place) == room.PlaceLobby
	}
	w.does(place, room.Ready{})
	if w.place(place) == room.PlaceLobby {
		list := w.view("Dana").Waiting
		_ = w.asks("Dana", room.Admit{Waiting: list[len(list)-1].Waiting})
	}
	return w, w.place(place) == room.PlaceCircle
}

func TestEveryCommandHasARow(t *testing.T) {
	declared := methodsNamed(t, "needs")
	is(t, "commands in the table", slices.Sorted(maps.Keys(commands)), declared)
	for name, row := range commands {
		w, _ := stand(t, "Theo", true, true)
		is(t, "the command of row "+name, reflect.TypeOf(row.ask(w)).Name(), name)
	}
	roles := map[room.Role]bool{}
	for _, place := range columns {
		w, _ := stand(t, place, false, false)
		roles[w.view(place).You.Role] = true
	}
	is(t, "roles in the table", len(roles), len(room.Roles()))
}

// givers says of every command whether it gives somebody something; true where that depends on its content.
var givers = map[string]bool{
	"Ready": true, "AskName": false, "SetPreferences": false, "SendGesture": false, "Leave": false,
	"SetMicrophone": false, "SetCamera": false, "RaiseHand": false, "LowerHand": false, "Decline": false,
	"TakeMoment": false, "EndMoment": false, "HushGroup": false,
	"StartGrounding": false, "StopGrounding": false, "TakePrivacy": false, "EndPrivacy": false, "QuickExit": false,
	"Start": true, "SetLength": false, "End": false, "Admit": true, "AdmitAll": true, "Deny": false, "AnswerName": true,
	"Mute": false, "MuteAll": false, "Invite": true, "AllowAll": true, "CameraOff": false, "AllowCamera": true,
	"BeginTurn": false, "EndTurn": false, "PassTurn": false, "PostponeTurn": false,
	"StartRound": true, "NextTurn": false, "PostponeTurnOf": false, "MoveTurn": false, "UndoTurn": false, "StopRound": false,
	"LowerHandOf": false, "Hold": false, "EndForToday": false, "ShareScreen": false,
	"SendSignal": false, "AddWords": false, "TakeBack": false, "SeeSignal": false,
	"WriteStaff": false, "WriteSeat": false, "WriteAll": false,
	"OfferAside": true, "AcceptAside": false, "DeclineAside": false, "EndAside": false, "SetFloor": false, "TakeFloor": false, "UseTemplate": true, "Undo": true,
}

func TestPermissiveCommandsAreThoseThatGive(t *testing.T) {
	is(t, "commands in the table", slices.Sorted(maps.Keys(givers)), methodsNamed(t, "needs"))
	w, _ := stand(t, "Theo", true, true)
	for name, gives := range givers {
		c := commands[name].ask(w)
		if answer, ok := c.(room.AnswerName); ok {
			answer.Agree = false
			is(t, "a name that is refused gives", room.Permissive(answer), false)
			answer.Agree = true
			c = answer
		}
		is(t, name+" gives", room.Permissive(c), gives)
	}
	for _, mode := range room.FloorModes() {
		gives := mode == room.FloorOpen
		is(t, string(mode)+" gives", room.Permissive(room.SetFloor{Mode: mode}), gives)
	}
	is(t, "nothing gives", room.Permissive(nil), true) // what is not listed waits
	is(t, "turning on gives", room.Permissive(room.SetMicrophone{On: true}), false)
}

func TestNothingABrowserAsksForIsAFact(t *testing.T) {
	facts := methodsNamed(t, "fact")
	for _, name := range methodsNamed(t, "needs") {
		is(t, name+" is a fact", slices.Contains(facts, name), false)
	}
	is(t, "facts", facts, []string{"Arrived", "Changed", "Lines", "Returned", "Revoked", "Spoke", "Vanished", "Voice"})
}

// methodsNamed lists, sorted, the types of package room that have a method: the members of a sealed set.
func methodsNamed(t *testing.T, method string) []string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == method {
				list = append(list, fmt.Sprint(f.Recv.List[0].Type))
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestTheMatrixGivesNothingToStrangers(t *testing.T) {
	for _, stranger := range []room.Role{room.RoleNone, "admin", "Therapist", "therapist "} {
		is(t, "known", stranger.Known(), false)
		for ability := room.CanNothing; ability <= room.CanModerate; ability++ {
			is(t, "can", stranger.Can(ability), false)
		}
	}
	for _, role := range room.Roles() {
		is(t, "known", role.Known(), true)
		is(t, string(role)+" can nothing", role.Can(room.CanNothing), false)
		is(t, string(role)+" leads", role.Can(room.CanModerate), role.Staff())
	}
}
