package script_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// The state of the page that makes somebody one of "everybody".
const (
	screen = "screen"
	door   = "door"
	circle = "the circle"
)

// told is what a person is told once: it is there in one step and gone in the next.
const told = "told"

// expected is what everybody must see, as far as the chapters have come.
type expected map[string]map[string]string

func newExpected() expected {
	e := expected{media: {}}
	for _, name := range everybody() {
		e[name] = map[string]string{screen: door}
	}
	return e
}

// follow takes in one step: what it doesn't mention everybody sees as before. It returns which facts change for whom, so
// that they may have had other values meanwhile.
func (e expected) follow(s step) (changes map[string]map[string]bool, err error) {
	changes = map[string]map[string]bool{}
	for _, facts := range e {
		delete(facts, told)
	}
	for _, one := range s.sights {
		who, err := e.audience(one.who)
		if err != nil {
			return nil, fmt.Errorf("%s (%s): %w", s.place, s.title, err)
		}
		for _, name := range who {
			if changes[name] == nil {
				changes[name] = map[string]bool{}
			}
			if one.only {
				clear(e[name])
			}
			if one.like != "" {
				e.copyShared(name, one.like)
			}
			for _, f := range one.facts {
				changes[name][f.key] = true
				e[name][f.key] = f.value
				if f.value == none {
					delete(e[name], f.key)
				}
			}
		}
	}
	return changes, nil
}

// copyShared makes somebody see what another sees, but for what that one sees of themselves.
func (e expected) copyShared(name, other string) {
	own := func(key string) bool {
		return key == told || strings.HasPrefix(key, "my ") || strings.HasPrefix(key, "I ")
	}
	maps.DeleteFunc(e[name], func(key, _ string) bool { return !own(key) })
	for key, value := range e[other] {
		if !own(key) {
			e[name][key] = value
		}
	}
}

// audience lists who is meant: names and groups, and after "but" who is not. Groups are those in the circle.
func (e expected) audience(words string) ([]string, error) {
	list, but, _ := strings.Cut(words, " but ")
	var who []string
	for word := range strings.SplitSeq(list, ", ") {
		names, err := e.meant(word)
		if err != nil {
			return nil, err
		}
		who = append(who, names...)
	}
	if but == "" {
		return who, nil
	}
	for word := range strings.SplitSeq(but, ", ") {
		names, err := e.meant(word)
		if err != nil {
			return nil, err
		}
		who = slices.DeleteFunc(who, func(name string) bool { return slices.Contains(names, name) })
	}
	return who, nil
}

func (e expected) meant(word string) ([]string, error) {
	switch word {
	case "everybody":
		return e.inCircle(everybody()), nil
	case "staff":
		return e.inCircle(staffNames), nil
	case "clients":
		return e.inCircle(clientPages()), nil
	}
	if e[word] == nil {
		return nil, fmt.Errorf("%q is nobody of the cast", word)
	}
	return []string{word}, nil
}

func (e expected) inCircle(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return e[name][screen] != circle })
}

// party lists who has a part in a step: whoever does or sees something.
func (e expected) party(t *testing.T, s step) []string {
	t.Helper()
	var who []string
	for _, a := range s.acts {
		who = append(who, a.who)
	}
	for _, one := range s.sights {
		names, err := e.audience(one.who)
		if err != nil {
			t.Fatal(err)
		}
		who = append(who, names...)
	}
	return who
}

// differences says where what was shown after each step is not what the chapters say. What stays wrong is said once.
func differences(t *testing.T, steps []step, rec recording, shown map[string][]seen) []string {
	t.Helper()
	e, known := newExpected(), map[string]bool{}
	var faults []string
	for n, s := range steps {
		changes, err := e.follow(s)
		if err != nil {
			t.Fatal(err)
		}
		report := func(name, text string, args ...any) {
			what := name + " " + fmt.Sprintf(text, args...)
			if !known[what] {
				faults = append(faults, fmt.Sprintf("%s (%s): %s", s.place, s.title, what))
			}
			known[what] = true
		}
		for _, name := range everybody() {
			after := shown[name][n]
			compare(e[name], after.Facts, func(text string, args ...any) { report(name, text, args...) })
			for _, flash := range after.Flashes {
				if key, _, _ := strings.Cut(flash, " = "); !changes[name][key] {
					report(name, "is shown for a moment: %s", flash)
				}
			}
		}
		compare(e[media], rec.flows[n], func(text string, args ...any) { report(media, text, args...) })
	}
	return faults
}

func compare(want, got map[string]string, report func(text string, args ...any)) {
	keys := slices.Sorted(maps.Keys(want))
	for key := range got {
		if _, wanted := want[key]; !wanted {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		is, shown := got[key]
		should, wanted := want[key]
		switch {
		case !wanted:
			report("- %s = %s (and nothing of it is in the script)", key, is)
		case !shown:
			report("- %s = none (and the script says %q)", key, should)
		case is != should:
			report("- %s = %s (and the script says %q)", key, is, should)
		}
	}
}
