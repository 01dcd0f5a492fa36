package script_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// planted is a recording with one fault in it, of whoever received something else by it, and what must be said of that.
type planted struct {
	name  string
	rec   recording
	step  string // where the fault is
	who   string // whom alone it is about
	words string // what is reported of it
}

// wantFound wants the fault to be reported at its step, and nothing of anybody else.
func (p planted) wantFound(t *testing.T, faults []string) {
	found := false
	for _, fault := range faults {
		if !strings.Contains(fault, "): "+p.who+" ") {
			t.Errorf("somebody else is concerned: %s", fault)
		}
		found = found || strings.Contains(fault, "("+p.step+")") && strings.Contains(fault, p.words)
	}
	if !found {
		t.Errorf("nothing is said of %q at %q, but %d other things", p.words, p.step, len(faults))
	}
}

// plantedFaults lists what the comparison must be able to find.
func plantedFaults(t *testing.T, steps []step, rec recording) []planted {
	const (
		signal = "Joy feels unsafe and says so, to staff alone"
		answer = "Joy writes back, which goes to all staff"
		hands  = "Three hands, in the order of raising"
		muted  = "Dana mutes Ana"
	)
	at := func(title string) int {
		n := slices.IndexFunc(steps, func(s step) bool { return s.title == title })
		if n < 0 {
			t.Fatalf("no step is called %q", title)
		}
		return n
	}
	frame := func(name, title, kind string) string {
		for _, event := range slices.Backward(rec.People[name][at(title)]) {
			if strings.HasPrefix(event, `{"type":"`+kind+`"`) {
				return event
			}
		}
		t.Fatalf("%s: %s received no %s", title, name, kind)
		return ""
	}
	more := func(name, title string, frames ...string) recording {
		return rec.with(name, at(title), append(slices.Clone(rec.People[name][at(title)]), frames...))
	}
	altered := func(name string, nth int, where, field string, value any) recording {
		return rec.with(name, at(hands), alter(t, rec.People[name][at(hands)], nth, where, field, value))
	}
	signals := part(t, frame("Joy", signal, "view"), "you")["signals"]
	talk := map[string]any{"Ana": 7}
	return []planted{
		{"a signal in a peer's view", altered("Kai", 2, "you", "signals", signals), hands, "Kai", "my signal unsafe = waiting"},
		{"a signal there for a moment", altered("Kai", 1, "you", "signals", signals), hands, "Kai", "for a moment: my signal unsafe"},
		{"a field that nobody knows", altered("Finn", 2, "circle", "talkTime", talk), hands, "Finn", "circle talkTime ="},
		{"the view of staff at a client", more("Ben", signal, frame("Dana", signal, "view")), signal, "Ben", "Joy asks, unsafe ="},
		{"a message at somebody else", more("Ella", answer, frame("Joy", answer, "messages")), answer, "Ella", "my message 2 ="},
		{"hands that did not come", rec.with("Gita", at(hands), []string{}), hands, "Gita", "Ben's hand = none"},
		{"a microphone that stays open", rec.flowing(at(muted), "Ana sends", "sound, picture"), muted, media, "Ana sends = sound"},
	}
}

// with returns what is left of one person, to whom other things came in a step.
func (rec recording) with(name string, step int, events []string) recording {
	rec.People = map[string][][]string{name: slices.Clone(rec.People[name])}
	rec.People[name][step] = events
	return rec
}

// flowing returns a copy in which something else could flow after a step, and nobody received anything else.
func (rec recording) flowing(step int, key, value string) recording {
	rec.People = map[string][][]string{}
	rec.flows = slices.Clone(rec.flows)
	rec.flows[step] = maps.Clone(rec.flows[step])
	rec.flows[step][key] = value
	return rec
}

// alter returns a step's frames, of which the nth, from 0, has something more in one part of its view.
func alter(t *testing.T, events []string, nth int, where, field string, value any) []string {
	t.Helper()
	events = slices.Clone(events)
	var frame map[string]any
	if err := json.Unmarshal([]byte(events[nth]), &frame); err != nil {
		t.Fatal(err)
	}
	frame["data"].(map[string]any)[where].(map[string]any)[field] = value
	text, err := json.Marshal(frame)
	if err != nil {
		t.Fatal(err)
	}
	events[nth] = string(text)
	return events
}

// part returns one part of a view.
func part(t *testing.T, event, name string) map[string]any {
	t.Helper()
	var frame struct {
		Data map[string]json.RawMessage `json:"data"`
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(event), &frame); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(frame.Data[name], &fields); err != nil {
		t.Fatal(err)
	}
	return fields
}
