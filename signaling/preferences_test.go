package signaling

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alcove/signaling/protocol"
)

// quietly is everything that somebody can say of how they like to take part.
var quietly = protocol.Preferences{Part: "listening", Pronouns: "they/them", Language: "Quechua", Camera: "off"}

// taking is one evening: Ana says how she likes to take part or doesn't, and Sam raises a hand in the end. It returns
// the frames that came to Sam, Mei and Dana since everybody was there.
func taking(t *testing.T, says bool) [3]string {
	var frames [3]string
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		dana, circle := w.session("ana", "sam", "mei")
		all := [3]*page{circle[1], circle[2], dana}
		var before [3]int
		for _, p := range all {
			p.look()
		}
		pass(time.Second)
		for i, p := range all {
			_, text := p.shown()
			before[i] = len(text)
		}
		if says {
			circle[0].do(protocol.PreferencesSet{Preferences: quietly})
		}
		circle[0].look()
		pass(time.Second)
		circle[1].raw(plainJSON("hand.raise", nil))
		pass(time.Second)
		for i, p := range all {
			_, text := p.shown()
			frames[i] = text[before[i]:]
		}
	})
	return frames
}

func TestAnotherClientsFramesAreTheSameWhateverSomebodyPrefers(t *testing.T) {
	said, unsaid := taking(t, true), taking(t, false)
	for i, who := range []string{"Sam", "Mei"} {
		if said[i] != unsaid[i] {
			t.Errorf("%s was sent\n%s\nand where nothing was said\n%s", who, said[i], unsaid[i])
		}
	}
	if !strings.Contains(said[0], `"hands":[3]`) {
		t.Errorf("the test has missed what came to Sam: %s", said[0])
	}
	const staff = `"preferences":{"part":"listening","pronouns":"they/them","language":"Quechua","camera":"off"}`
	if !strings.Contains(said[2], staff) || strings.Contains(unsaid[2], "preferences") {
		t.Errorf("Dana was sent %s", said[2])
	}
}

func TestPreferencesThatAreRefused(t *testing.T) {
	set := func(field string, value any) string {
		return plainJSON("preferences.set", map[string]any{"preferences": map[string]any{field: value}})
	}
	for name, c := range map[string]struct {
		frame string
		want  protocol.Code
	}{
		"pronouns too long":      {set("pronouns", strings.Repeat("x", 21)), "preferences"},
		"a language too long":    {set("language", strings.Repeat("x", 33)), "preferences"},
		"a way that there isn't": {set("part", "loudly"), "preferences"},
		"a need of another type": {set("camera", true), codeMalformed},
		"an address":             {set("pronouns", "ana@example.com"), "preferences"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			dana, circle := w.session("ana")
			circle[0].do(protocol.PreferencesSet{Preferences: quietly})
			circle[0].raw(c.frame)
			for {
				if refused, ok := circle[0].next().(protocol.Refused); ok {
					if refused.Code != c.want {
						t.Errorf("refused with %q, want %q", refused.Code, c.want)
					}
					break
				}
			}
			v := dana.until(func(v protocol.View) bool { return v.Circle.Seats[1].Preferences != nil })
			if got := *v.Circle.Seats[1].Preferences; got != quietly {
				t.Errorf("staff see %+v", got)
			}
		})
	}
}

func TestStaffSayNothingOfHowTheyTakePart(t *testing.T) {
	w := newWorld(t)
	dana, _ := w.session("ana")
	dana.raw(plainJSON("preferences.set", map[string]any{"seat": 2, "preferences": map[string]any{"part": "listening"}}))
	for {
		if refused, ok := dana.next().(protocol.Refused); ok {
			if refused.Code != "not-allowed" {
				t.Errorf("refused with %q", refused.Code)
			}
			return
		}
	}
}
