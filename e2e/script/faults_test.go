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
	p := planter{t, steps, rec}
	return append(p.faultsOfOthers(), p.faultsOfState()...)
}

// faultsOfOthers are those by which somebody learns what is another's.
func (p planter) faultsOfOthers() []planted {
	const (
		signal = "Joy feels unsafe and says so, to staff alone"
		answer = "Joy writes back, which goes to all staff"
		hands  = "Three hands, in the order of raising"
		device = "Finn opens his link on a phone, which waits outside and takes no place of the full circle"
	)
	signals := part(p.t, p.frame("Joy", signal, "view"), "you")["signals"]
	kai := func(nth int) recording { return p.altered("Kai", hands, nth, "you", "signals", signals) }
	talk := p.altered("Finn", hands, 2, "circle", "talkTime", map[string]any{"Ana": 7})
	return []planted{
		{"a signal in a peer's view", kai(2), hands, "Kai", "my signal unsafe = waiting"},
		{"a signal there for a moment", kai(1), hands, "Kai", "for a moment: my signal unsafe"},
		{"a field that nobody knows", talk, hands, "Finn", "circle talkTime ="},
		{"the view of staff at a client", p.more("Ben", signal, p.frame("Dana", signal, "view")), signal, "Ben", "Joy asks, unsafe ="},
		{"a message at somebody else", p.more("Ella", answer, p.frame("Joy", answer, "messages")), answer, "Ella", "my message 2 ="},
		{"a peer who learns of a second device", p.more("Hugo", device, p.frame("Marcus", device, "view")), device, "Hugo", "(checking, another device)"},
	}
}

// faultsOfState are those by which somebody's own things are not as they must be, or something flows that must not.
func (p planter) faultsOfState() []planted {
	const (
		hands = "Three hands, in the order of raising"
		muted = "Dana mutes Ana"
		undo  = "And takes it back: all may speak but Ana, who might not before; every microphone stays off"
		tab   = "In the second one, she says. It has her seat at once, and the first one says so; others see no gap"
		quiet = "They pause together, and what Dana says is interpreted still"
	)
	session := part(p.t, p.frame("Gita", hands, "view"), "circle")["session"].(map[string]any)
	session["minutes"] = 50
	clock := p.altered("Cleo", hands, 2, "circle", "session", session)
	missed := func(name, title string) recording { return p.rec.with(name, p.at(title), []string{}) }
	flows := func(title, key, value string) recording { return p.rec.flowing(p.at(title), key, value) }
	return []planted{
		{"hands that did not come", missed("Gita", hands), hands, "Gita", "Ben's hand = none"},
		{"a clock that says less", clock, hands, "Cleo", "time left = About 35 minutes left"},
		{"a tab that isn't told", missed("Ivy", tab), tab, "Ivy", "screen = the circle"},
		{"a microphone that stays open", flows(muted, "Ana sends", "sound, picture"), muted, media, "Ana sends = sound"},
		{"a microphone that opens by undoing", flows(undo, "Finn sends", "sound"), undo, media, "Finn sends = sound"},
		{"an interpreter who is closed with the floor", flows(quiet, "Ines sends", none), quiet, media, "Ines sends = none"},
	}
}

// planter makes faulty copies of what everybody received.
type planter struct {
	t     *testing.T
	steps []step
	rec   recording
}

// at returns the step of a title.
func (p planter) at(title string) int {
	n := slices.IndexFunc(p.steps, func(s step) bool { return s.title == title })
	if n < 0 {
		p.t.Fatalf("no step is called %q", title)
	}
	return n
}

// frame returns the last frame of a type that somebody received in a step.
func (p planter) frame(name, title, kind string) string {
	for _, event := range slices.Backward(p.rec.People[name][p.at(title)]) {
		if strings.HasPrefix(event, `{"type":"`+kind+`"`) {
			return event
		}
	}
	p.t.Fatalf("%s: %s received no %s", title, name, kind)
	return ""
}

// more returns what is left of somebody who received another frame in a step.
func (p planter) more(name, title, frame string) recording {
	return p.rec.with(name, p.at(title), append(slices.Clone(p.rec.People[name][p.at(title)]), frame))
}

// altered returns what is left of somebody whose nth frame of a step, from 0, has another field.
func (p planter) altered(name, title string, nth int, where, field string, value any) recording {
	return p.rec.with(name, p.at(title), alter(p.t, p.rec.People[name][p.at(title)], nth, where, field, value))
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
