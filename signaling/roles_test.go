package signaling

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"alcove/room"
	"alcove/signaling/protocol"
)

// lineMessages is the heading of the messages that are no matter of a role.
const lineMessages = "Not a matter of the role"

// said are messages as they are tried. One that isn't here is sent as its zero value.
var said = map[string]func(*stand) protocol.FromBrowser{
	"name.ask":          always(protocol.NameAsk{Name: "River"}),
	"mic.set":           always(protocol.MicSet{On: true}),
	"camera.set":        always(protocol.CameraSet{On: true}),
	"moment.hush":       always(protocol.MomentHush{On: true}),
	"screen.set":        always(protocol.ScreenSet{On: true}),
	"grounding.start":   always(protocol.GroundingStart{Kind: "breath"}),
	"signal.send":       always(protocol.SignalSend{Kind: "unsafe", Words: "next door"}),
	"signal.words":      always(protocol.SignalWords{Kind: "unsafe", Words: "next door"}),
	"signal.take_back":  always(protocol.SignalTakeBack{Kind: "unsafe"}),
	"signal.seen":       always(protocol.SignalSeen{Signal: 1}),
	"caption.say":       always(protocol.CaptionSay{Text: "We begin."}),
	"session.start":     always(protocol.SessionStart{Objective: "Saying no kindly"}),
	"session.length":    always(protocol.SessionLength{Minutes: 90}),
	"aside.offer":       always(protocol.AsideOffer{Seat: 2, Alone: true}),
	"gesture.send":      always(protocol.GestureSend{Gesture: "nod"}),
	"message.staff":     always(protocol.MessageStaff{Text: "May I go first?"}),
	"message.seat":      always(protocol.MessageSeat{Seat: 2, Text: "You are next."}),
	"message.all":       always(protocol.MessageAll{Text: "We begin."}),
	"seat.mute":         always(protocol.SeatMute{Seat: 2}),
	"seat.invite":       always(protocol.SeatInvite{Seat: 2}),
	"seat.camera_off":   always(protocol.SeatCameraOff{Seat: 2, Reason: "asked"}),
	"seat.camera_allow": always(protocol.SeatCameraAllow{Seat: 2}),
	"seat.hand_lower":   always(protocol.SeatHandLower{Seat: 2}),
	"seat.hold":         always(protocol.SeatHold{Seat: 2, Reason: "asked"}),
	"line.look":         always(protocol.LineLook{Seat: 2}),
	"floor.set":         always(protocol.FloorSet{Mode: "cool-down"}),
	"floor.take":        always(protocol.FloorTake{Seat: 2}),
	"template.use":      always(protocol.TemplateUse{Template: "skills"}),
	"undo":              always(protocol.Undo{Act: 1}),
	"round.next":        always(protocol.RoundNext{Seat: 2}),
	"round.later":       always(protocol.RoundLater{Seat: 2}),
	"round.move":        always(protocol.RoundMove{Seat: 2}),
	"lobby.admit": func(s *stand) protocol.FromBrowser {
		return protocol.LobbyAdmit{Waiting: int(s.number("ben"))}
	},
	"lobby.deny": func(s *stand) protocol.FromBrowser {
		return protocol.LobbyDeny{Waiting: int(s.number("ben"))}
	},
	"name.answer": func(s *stand) protocol.FromBrowser {
		return protocol.NameAnswer{Waiting: int(s.number("ben")), Agree: true}
	},
	"person.end_today": func(s *stand) protocol.FromBrowser {
		return protocol.PersonEndToday{Waiting: int(s.number("ben")), Reason: "asked"}
	},
}

func always(m protocol.FromBrowser) func(*stand) protocol.FromBrowser {
	return func(*stand) protocol.FromBrowser { return m }
}

// message is what a row is tried with.
func (s *stand) message(kind string) protocol.FromBrowser {
	if say := said[kind]; say != nil {
		return say(s)
	}
	for _, row := range protocol.BrowserRows() {
		if row.Type == kind {
			m, _ := row.Zero.(protocol.FromBrowser)
			return m
		}
	}
	s.t.Fatalf("there is no message %q", kind)
	return nil
}

func TestTheDocumentHasEveryRoleEveryStateAndEveryMessageOnce(t *testing.T) {
	doc := readRoles(t)
	var roles []string
	for _, role := range room.Roles() {
		roles = append(roles, string(role))
	}
	sameSet(t, "roles", columns, append(roles, stranger))
	var places []string
	for _, row := range doc.under("Who can be where", 0).rows {
		places = append(places, row["state"])
	}
	sameSet(t, "states", places, stateNames())
	var messages, wire []string
	for _, row := range append(doc.messages(), doc.under(lineMessages, 0).rows...) {
		messages = append(messages, row["message"])
	}
	for _, row := range protocol.BrowserRows() {
		wire = append(wire, row.Type)
	}
	sameSet(t, "messages", messages, wire)
	for kind := range said {
		if !slices.Contains(wire, kind) {
			t.Errorf("%q is tried and does not exist", kind)
		}
	}
}

// sameSet fails the test unless both hold the same, each once.
func sameSet(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i, one := range got {
		switch {
		case !slices.Contains(want, one):
			t.Errorf("%s of the document: %q doesn't exist", what, one)
		case slices.Contains(got[:i], one):
			t.Errorf("%s of the document: %q stands there twice", what, one)
		}
	}
	for _, one := range want {
		if !slices.Contains(got, one) {
			t.Errorf("%s of the document: %q is missing", what, one)
		}
	}
}

func TestMessagesAboutTheLineAreNoCommands(t *testing.T) {
	s, _ := stood(t, room.RoleClient, func(*stand) bool { return true })
	for _, row := range readRoles(t).under(lineMessages, 0).rows {
		if _, is := commandOf(s.message(row["message"])); is {
			t.Errorf("%s is a command of the room, so that a role matters", row["message"])
		}
	}
}

func TestWhereARoleCanBe(t *testing.T) {
	for _, row := range readRoles(t).under("Who can be where", 0).rows {
		for _, state := range states {
			if state.name != row["state"] {
				continue
			}
			for _, column := range columns {
				for _, role := range rolesOf(column) {
					if _, can := stood(t, role, state.bring); can != (row[column] == "yes") {
						t.Errorf("%s, %q: can be there: %t, the document says %q", state.name, role, can, row[column])
					}
				}
			}
		}
	}
}

// rolesOf is what a column stands for.
func rolesOf(column string) []room.Role {
	if column == stranger {
		return []room.Role{room.RoleNone, "admin", "Therapist", "therapist "}
	}
	return []room.Role{room.Role(column)}
}

func TestEveryRowOfTheDocumentHoldsInARealRoom(t *testing.T) {
	doc := readRoles(t)
	words, used := doc.words("What the words mean", 0), map[string]bool{}
	for _, row := range doc.messages() {
		for _, column := range columns {
			word := row[column]
			used[word] = true
			if words[word] == nil {
				t.Errorf("%s: the word %q is not explained", row["message"], word)
				continue
			}
			for _, role := range rolesOf(column) {
				if column == stranger {
					tryStranger(t, row["message"], word, role)
					continue
				}
				for _, state := range states {
					tryRow(t, row["message"], role, state.name, state.bring, words[word][state.name])
				}
			}
		}
	}
	sameSet(t, "words that are used", slices.Collect(maps.Keys(used)), slices.Collect(maps.Keys(words)))
}

// tryRow sends a message once, in a new room, and compares the answer with the document's.
func tryRow(t *testing.T, kind string, role room.Role, state string, bring func(*stand) bool, want string) {
	t.Helper()
	s, can := stood(t, role, bring)
	if !can {
		return
	}
	m, before := s.message(kind), s.everything()
	got := s.answer(m)
	if got != want {
		t.Errorf("%s by a %s, %s: %s, the document says %s", kind, role, state, got, want)
	}
	if got != "yes" {
		if err := s.unchanged(before); err != nil {
			t.Errorf("%s by a %s, %s: %v", kind, role, state, err)
		}
	}
}

// tryStranger sends a message as somebody whom the door has refused.
func tryStranger(t *testing.T, kind, word string, role room.Role) {
	t.Helper()
	s, can := stood(t, role, func(s *stand) bool { return s.arrives(robin, robin, s.role) == nil })
	if can || word != "never" {
		t.Errorf("%s by a %q: comes in: %t, the document says %q", kind, role, can, word)
	}
	before := s.everything()
	if got := s.answer(s.message(kind)); got != "not-here" {
		t.Errorf("%s by a %q: %s, want not-here", kind, role, got)
	}
	if err := s.unchanged(before); err != nil {
		t.Errorf("%s by a %q: %v", kind, role, err)
	}
}

func TestWhatReachesARoleIsAsTheDocumentSays(t *testing.T) {
	doc := readRoles(t)
	words := doc.words("What reaches whom", 1)
	flows := map[string]func(room.Stage) bool{
		"hears the circle":                    func(s room.Stage) bool { return s.Hears },
		"sees the circle":                     func(s room.Stage) bool { return s.Sees },
		"is heard, once the microphone is on": func(s room.Stage) bool { return s.Speaks },
		"is seen, once the camera is on":      func(s room.Stage) bool { return s.Shows },
		"shows a screen":                      func(s room.Stage) bool { return s.Shares },
	}
	rows := doc.under("What reaches whom", 0).rows
	if len(rows) != len(flows) {
		t.Errorf("%d rows, want %d", len(rows), len(flows))
	}
	for _, row := range rows {
		flow := flows[row["what"]]
		if flow == nil {
			t.Fatalf("nothing is known of %q", row["what"])
		}
		for _, column := range columns {
			for _, role := range rolesOf(column) {
				for _, state := range states {
					s, can := stood(t, role, state.bring)
					if !can {
						continue
					}
					if got, want := flow(s.tried(row["what"])), words[row[column]][state.name] == "yes"; got != want {
						t.Errorf("a %s %s, %s: %t, the document says %t", role, row["what"], state.name, got, want)
					}
				}
			}
		}
	}
}

// tried has Robin turn on what a row is about, however it is answered, and returns what flows then.
func (s *stand) tried(what string) room.Stage {
	switch what {
	case "is heard, once the microphone is on":
		_ = s.asks(s.visit, room.SetMicrophone{On: true})
	case "is seen, once the camera is on":
		_ = s.asks(s.visit, room.SetCamera{On: true})
	case "shows a screen":
		_ = s.asks(s.visit, room.ShareScreen{On: true})
	}
	for _, on := range s.Stage() {
		if on.Visit == s.visit {
			return on
		}
	}
	return room.Stage{}
}

// There is no hidden way in: whoever a packet or the list of those who are there can reach is in that list for all.
func TestWhoeverHearsSeesOrReadsWhoIsThereIsInEverybodysCircle(t *testing.T) {
	reached := map[room.Role]bool{}
	for _, role := range room.Roles() {
		for _, state := range states {
			s, can := stood(t, role, state.bring)
			if !can {
				continue
			}
			on := s.tried("")
			view, _ := s.View(s.visit)
			if len(view.Lines) > 0 {
				s.namesHelper(state.name)
			}
			if !on.Hears && !on.Sees && len(view.Seats) == 0 {
				continue
			}
			reached[role] = true
			for _, v := range s.Visits() {
				other, _ := s.View(v)
				listed := slices.ContainsFunc(other.Seats, func(seat room.SeatView) bool {
					return seat.Seat == on.Seat && seat.Role == role
				})
				if other.Place == room.PlaceCircle && !listed {
					t.Errorf("a %s, %s: %s doesn't see them", role, state.name, v)
				}
			}
		}
	}
	want := room.Roles()
	want = slices.DeleteFunc(want, func(r room.Role) bool { return r == room.RoleTechHelper })
	if got := slices.Collect(maps.Keys(reached)); len(got) != len(want) || reached[room.RoleTechHelper] {
		t.Errorf("roles that are reached: %q, want %q", got, want)
	}
}

// namesHelper fails the test unless everybody in the circle reads who helps.
func (s *stand) namesHelper(state string) {
	s.t.Helper()
	for _, v := range s.Visits() {
		view, _ := s.View(v)
		if view.Place == room.PlaceCircle && (len(view.Helpers) != 1 || view.Helpers[0].Reveal() != robin) {
			s.t.Errorf("%s: %s doesn't read who helps", state, v)
		}
	}
}

// The test of the rows finds what it is for.
func TestAWrongRowOfTheDocumentIsFound(t *testing.T) {
	s, _ := stood(t, room.RoleClient, func(s *stand) bool { return s.sits() })
	before := s.everything()
	if got := s.answer(protocol.HandRaise{}); got != "yes" {
		t.Errorf("a hand: %s", got)
	}
	if s.unchanged(before) == nil {
		t.Error("a raised hand has changed nothing that the test looks at")
	}
	doc := parseRoles(t, "## A\n\n| word | x |\n|---|---|\n| a | `yes` |\n")
	if want := []table{{[]string{"word", "x"}, []map[string]string{{"word": "a", "x": "yes"}}}}; !reflect.DeepEqual(doc.tables["A"], want) {
		t.Errorf("read %v", doc.tables)
	}
}
