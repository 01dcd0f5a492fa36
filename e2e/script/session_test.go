package script_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"alcove/signaling/protocol"
)

// The session is performed once as it is written, and once without all that is private in it. What the page makes of
// the first one, and of copies with a fault in them, is asked for in one go.
func TestTheSession(t *testing.T) {
	steps := readSession(t)
	rec := perform(t, steps, nil)
	without := perform(t, steps, func(s step) bool { return s.private })
	planted := plantedFaults(t, steps, rec)
	recordings := []recording{rec}
	for _, p := range planted {
		recordings = append(recordings, p.rec)
	}
	shown := shownIn(t, recordings...)
	faults := differences(t, steps, rec, shown[0])

	t.Run("lasts 75 minutes, with twelve clients and two staff", func(t *testing.T) { wantWholeSession(t, steps, rec) })
	t.Run("uses every message of the protocol", func(t *testing.T) { wantEveryMessage(t, rec) })
	t.Run("uses every choice that a message has", func(t *testing.T) { wantEveryChoice(t, steps) })
	t.Run("shows everybody what the script says and nothing else", func(t *testing.T) {
		for _, fault := range faults {
			t.Error(fault)
		}
	})
	t.Run("sends nobody else a byte of what is private", func(t *testing.T) { wantPrivacy(t, steps, rec, without) })
	t.Run("tells nobody but staff who somebody is on the roster", func(t *testing.T) { wantNoRosterNames(t, rec) })
	for i, p := range planted {
		t.Run("is found to be wrong with "+p.name, func(t *testing.T) {
			others := maps.Clone(shown[0])
			maps.Copy(others, shown[i+1])
			more := differences(t, steps, p.rec, others)
			p.wantFound(t, slices.DeleteFunc(more, func(fault string) bool { return slices.Contains(faults, fault) }))
		})
	}
}

// wantWholeSession holds the script to its length and to its cast.
func wantWholeSession(t *testing.T, steps []step, rec recording) {
	begins, ends := sent(steps, "session.start"), sent(steps, "session.end")
	if lasts := ends[0].at - begins[0].at; lasts < 75*time.Minute {
		t.Errorf("it lasts %v", lasts)
	}
	fullest := 0
	for _, flows := range rec.flows {
		seated := 0
		for _, name := range slices.Concat(staffNames, clientNames) {
			if flows[name+" gets"] != "" {
				seated++
			}
		}
		fullest = max(fullest, seated)
	}
	if want := 12 + len(staffNames); fullest != want {
		t.Errorf("at most %d people are in the circle at a time, want %d", fullest, want)
	}
}

func wantEveryMessage(t *testing.T, rec recording) {
	for _, row := range protocol.BrowserRows() {
		if !rec.said[row.Type] {
			t.Errorf("nobody ever sends %s: it needs a step in the script", row.Type)
		}
	}
	for kind := range rec.said {
		if !slices.ContainsFunc(protocol.BrowserRows(), func(row protocol.Row) bool { return row.Type == kind }) {
			t.Errorf("the script says %s, which is no message", kind)
		}
	}
}

// wantNoRosterNames looks for what no page but that of staff may ever hold, whether it would show it or not.
func wantNoRosterNames(t *testing.T, rec recording) {
	contains := func(name, text string) bool {
		return slices.ContainsFunc(rec.People[name], func(events []string) bool {
			return strings.Contains(strings.Join(events, "\n"), text)
		})
	}
	for _, text := range []string{surname, string(personOf(""))} {
		for _, name := range everybody() {
			if !slices.Contains(staffNames, name) && contains(name, text) {
				t.Errorf("%s was sent %q", name, text)
			}
		}
	}
	if !contains("Dana", surname) {
		t.Error("Dana was never sent a name of the roster: the test looks for the wrong thing")
	}
}
