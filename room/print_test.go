package room_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"

	"alcove/room"
)

// secrets are in the room of the test below, and may be in nothing that is printed.
var secrets = []string{
	"person-", "visit-", "Shouting", "tuesdays", "Tuesday", "River", "Lake", "Ramirez", "Okafor", "Patel", "Mallow", "Whitlock", "they/them", "Quechua", "kindly",
}

// printed is everything of this package that somebody may pass to a log.
func printed(t *testing.T) map[string]any {
	w := busy(t)
	shouting := room.TextOf("Shouting next door.")
	w.does("Cleo", room.SendSignal{Kind: room.SignalUnsafe, Words: shouting})
	w.does("Cleo", room.WriteStaff{Text: shouting})
	view := w.view("Dana")
	arrived := room.Arrived{Visit: visitID("Ana"), Membership: w.roster["Dev"]}
	return map[string]any{
		"a room": w.Room, "the value of a room": *w.Room, "a group": w.Group(), "a view": view, "a pointer to a view": &view,
		"a membership": w.roster["Dev"], "the roster": w.roster, "a stage": w.Stage(), "visits": w.Visits(),
		"a seat": view.Seats[2], "somebody waiting": view.Waiting[0], "a name": view.You.Name,
		"a group's id": practice, "a person's id": personID("Ana"), "a visit's id": visitID("Ana"),
		"a name asked for": room.AskName{Name: "River"}, "commands": []room.Command{room.AskName{Name: "River"}},
		"a start": room.Start{Objective: room.TextOf("Saying no kindly")}, "an agenda": room.AgendaView{Objective: room.TextOf("kindly")},
		"preferences": quietly, "what one prefers": room.SetPreferences{Preferences: quietly},
		"a text": shouting, "a signal": room.SendSignal{Kind: room.SignalUnsafe, Words: shouting},
		"words":      []room.Command{room.AddWords{Words: shouting}, room.WriteAll{Text: shouting}},
		"a message":  room.Delivered{To: visitID("Ana"), Messages: []room.Message{{From: view.You.Name, Text: shouting}}},
		"an arrival": arrived, "facts": []room.Fact{arrived, room.Vanished{Visit: visitID("Ana")}},
		"a revocation": room.Revoked{Person: personID("Ana")},
		"events":       []room.Event{gone("Ana", room.FarewellLeft, ""), room.Declined{To: visitID("Ana")}},
		"ids in a map": map[room.PersonID]room.VisitID{personID("Ana"): visitID("Ana")},
		"ids in a struct of somebody else": struct {
			Who  room.PersonID
			Name room.Name
			Room *room.Room
		}{personID("Ana"), view.You.Name, w.Room},
	}
}

// hidden are values in private fields, where fmt can't ask them how they want to be printed.
func hidden(t *testing.T) map[string]any {
	w := busy(t)
	return map[string]any{
		"a name in a private field": struct{ name room.Name }{w.view("Dana").You.Name},
		"a room in a private field": struct{ room *room.Room }{w.Room},
	}
}

func TestNothingPrintsANameOrAnIdentifier(t *testing.T) {
	all := printed(t)
	for name, thing := range all {
		for _, verb := range []string{"%s", "%q", "%x", "%X", "%d", "% x"} {
			clean(t, name+" by "+verb, fmt.Sprintf(verb, thing))
		}
	}
	maps.Copy(all, hidden(t))
	for name, thing := range all {
		for _, verb := range []string{"%v", "%+v", "%#v"} {
			clean(t, name+" by "+verb, fmt.Sprintf(verb, thing))
		}
		clean(t, name+" by Print", fmt.Sprint(thing)+fmt.Sprintln(thing))
		clean(t, name+" in an error", fmt.Errorf("save: %v: %w", thing, room.ErrRefused).Error())
		clean(t, name+" in a panic", panicText(thing))
		clean(t, name+" in text logs", logged(thing, func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) }))
		clean(t, name+" in JSON logs", logged(thing, func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) }))
	}
}

func clean(t *testing.T, what, text string) {
	t.Helper()
	plain := strings.ToLower(text)
	for _, secret := range secrets {
		hex := fmt.Sprintf("%x", secret)
		spaced := fmt.Sprintf("% x", secret)
		secret = strings.ToLower(secret)
		if strings.Contains(plain, secret) || strings.Contains(plain, hex) || strings.Contains(plain, spaced) {
			t.Errorf("%s shows %q: %.300s", what, secret, text)
		}
	}
}

func logged(thing any, handler func(*bytes.Buffer) slog.Handler) string {
	var b bytes.Buffer
	log := slog.New(handler(&b)).With("with", thing).WithGroup("group")
	log.Error("something happened", "thing", thing, slog.Group("inner", "thing", thing))
	return b.String()
}

// panicText is what a supervisor would write of a panic.
func panicText(thing any) (text string) {
	defer func() {
		caught := recover()
		text = fmt.Sprintf("panic: %v %+v %#v", caught, caught, caught)
	}()
	panic(thing)
}

func TestFingerprintsTellValuesApartWithoutShowingThem(t *testing.T) {
	is(t, "the same person", fmt.Sprint(personID("Ana")), fmt.Sprint(personID("Ana")))
	is(t, "two people", fmt.Sprint(personID("Ana")) == fmt.Sprint(personID("Ben")), false)
	is(t, "nobody", fmt.Sprint(room.PersonID("")), "person:none")
	is(t, "no name", fmt.Sprint(room.Name{}), "name:none")
}

// Whoever saves or sends an identifier converts it by hand, so that a struct can't carry one along unnoticed.
func TestAnIdentifierIsNotEncodedByAccident(t *testing.T) {
	for name, thing := range map[string]any{
		"a person": personID("Ana"), "a visit": visitID("Ana"), "a group": practice,
		"a stage": room.Stage{Person: personID("Ana")}, "a text": room.TextOf("Shouting"),
	} {
		data, err := json.Marshal(thing)
		if err == nil {
			t.Errorf("%s is encoded as %s", name, data)
		}
	}
}
