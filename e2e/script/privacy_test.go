package script_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// wantPrivacy holds the steps after which "nobody else receives anything" to that, to the byte: at the time, and by
// another performance in which they never happened.
func wantPrivacy(t *testing.T, steps []step, rec, without recording) {
	e := newExpected()
	party := map[string]bool{}
	for n, s := range steps {
		if _, err := e.follow(s); err != nil {
			t.Fatal(err)
		}
		if !s.private {
			continue
		}
		in := e.party(t, s)
		for _, name := range everybody() {
			if slices.Contains(in, name) {
				party[name] = true
				continue
			}
			for _, frame := range lasting(t, rec.People[name][n]) {
				t.Errorf("%s (%s): %s received %s", s.place, s.title, name, frame)
			}
		}
	}
	bystanders, changed := 0, 0
	for _, name := range everybody() {
		same := true
		for n, s := range steps {
			with, never := lasting(t, rec.People[name][n]), lasting(t, without.People[name][n])
			if slices.Equal(with, never) {
				continue
			}
			if same = false; !party[name] {
				t.Errorf("%s (%s): %s received\n%q\nand if nothing private had happened\n%q", s.place, s.title, name, with, never)
			}
		}
		if !party[name] {
			bystanders++
		} else if !same {
			changed++
		}
	}
	if bystanders < 5 || changed < 5 {
		t.Errorf("%d people have no part in anything private, and what %d others received has changed: the script proves little", bystanders, changed)
	}
}

// lasting returns the frames of a step that are the same in every performance: tickets are random, and so is how long a
// page is asked to wait before it comes back.
func lasting(t *testing.T, events []string) []string {
	t.Helper()
	var list []string
	for _, event := range events {
		var frame struct {
			Type string         `json:"type"`
			Data map[string]any `json:"data"`
		}
		if err := json.Unmarshal([]byte(event), &frame); err != nil {
			t.Fatal(err)
		}
		switch frame.Type {
		case "welcome", "ticket":
			continue
		case "bye":
			delete(frame.Data, "afterMs")
			text, err := json.Marshal(frame)
			if err != nil {
				t.Fatal(err)
			}
			event = string(text)
		}
		list = append(list, event)
	}
	return list
}
