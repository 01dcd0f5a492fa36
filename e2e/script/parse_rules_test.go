package script_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAChapterSaysWhoDoesWhatAndWhoSeesWhat(t *testing.T) {
	got, err := parse(nil, "x.md", `# A chapter

Words for readers.

## 0:01:30 Ana is muted

    Dana: seat.mute {"seat": "Ana"}
    Ana stops talking

- Ana: my microphone = none · I may not = speak
- Ben sees what Cleo sees
- Dev sees only screen = over, left
- nobody else receives anything
`)
	want := []step{{
		place: "x.md:5", at: 90 * time.Second, title: "Ana is muted", private: true,
		acts: []act{
			{who: "Dana", kind: "seat.mute", data: map[string]any{"seat": "Ana"}, wire: true},
			{who: "Ana", kind: "stops talking"},
		},
		sights: []sight{
			{who: "Ana", facts: []fact{{"my microphone", none}, {"I may not", "speak"}}},
			{who: "Ben", like: "Cleo"},
			{who: "Dev", only: true, facts: []fact{{"screen", "over, left"}}},
		},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(step{}, act{}, sight{}, fact{})); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
}

// What can't be read must not be passed over: it would be a step that is never checked.
func TestALineThatCantBeReadEndsTheReading(t *testing.T) {
	const begun = "## 0:01 Ana is muted\n"
	for name, text := range map[string]string{
		"an act before the first step":  "    Dana: seat.mute",
		"a sight before the first step": "- Ana: my microphone = on",
		"a heading without a time":      "## Ana is muted",
		"a time with four parts":        "## 0:01:02:03 Ana is muted",
		"a step that is earlier":        begun + "## 0:00:59 Ana is heard",
		"a sight without a value":       begun + "- Ana: my microphone",
		"a sight without a person":      begun + "- my microphone is on",
		"data that are no JSON":         begun + "    Dana: seat.mute {seat: 3}",
		"an act without a name":         begun + "    seat.mute",
	} {
		t.Run(name, func(t *testing.T) {
			if steps, err := parse(nil, "x.md", text); err == nil {
				t.Errorf("it was read as %+v", steps)
			}
		})
	}
}

func TestGroupsAreThoseInTheCircle(t *testing.T) {
	e := newExpected()
	for _, name := range []string{"Dana", "Ana", "Ben"} {
		e[name][screen] = circle
	}
	for words, want := range map[string][]string{
		"everybody":           {"Dana", "Ana", "Ben"},
		"clients":             {"Ana", "Ben"},
		"everybody but Ana":   {"Dana", "Ben"},
		"clients but Ana":     {"Ben"},
		"staff, Zoe":          {"Dana", "Zoe"},
		"everybody but staff": {"Ana", "Ben"},
		media:                 {media},
	} {
		got, err := e.audience(words)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: error %v (-want +got):\n%s", words, err, diff)
		}
	}
	if who, err := e.audience("Walter"); err == nil {
		t.Errorf("somebody unknown is %v", who)
	}
}
